package extracttest

import "testing"

func TestScorer(t *testing.T) {
	var s Scorer
	s.Add("one two three four five", "one two three four six")
	s.Add("one", "one")
	s.Add("", "lost words are not found")
	precision, recall, _ := s.Result()
	if precision != 0.75 || recall != 0.5 {
		t.Errorf("precision %v, recall %v; want 0.75 and 0.5", precision, recall)
	}
}
