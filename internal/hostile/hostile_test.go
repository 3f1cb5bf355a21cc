package hostile

import "testing"

func TestTextsAreDistinct(t *testing.T) {
	seen, texts := map[string]bool{}, Texts()
	for _, text := range texts {
		if text == "" || seen[text] {
			t.Errorf("%q stands twice or is empty", text)
		}
		seen[text] = true
	}
	if t.Logf("%d texts in %d families", len(texts), len(Families())); len(texts) < 200 {
		t.Errorf("%d texts, want 200 or more", len(texts))
	}
}
