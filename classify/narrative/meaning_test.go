package narrative

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

// topics is an embedder that knows two topics by their words, and fails when
// told so.
type topics struct{ fails bool }

var _ Embedder = (*topics)(nil)

var topicWords = [][]string{
	{"water", "poison", "reservoir", "toxin", "basin", "drinking"},
	{"goldfish", "memory", "forget", "recall", "pond"},
}

func (e *topics) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if e.fails {
		return nil, errors.New("no answer")
	}
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		v := []float64{0, 0, 0.1}
		for topic, words := range topicWords {
			for _, w := range words {
				v[topic] += float64(strings.Count(strings.ToLower(text), w))
			}
		}
		length := math.Hypot(math.Hypot(v[0], v[1]), v[2])
		vectors[i] = []float32{float32(v[0] / length), float32(v[1] / length), float32(v[2] / length)}
	}
	return vectors, nil
}

func newMeaning(t *testing.T, e Embedder) *Meaning {
	t.Helper()
	m, err := NewMeaning(newDetector(t, examples(t)), e, MeaningOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// reworded is about the water of Naghylabad, in words of its own.
const reworded = "They put a toxin into the basin of Naghylabad on purpose so that its drinking supply kills."

func TestMeaningDetect(t *testing.T) {
	m := newMeaning(t, &topics{})
	text := item("en", "", reworded)
	if got := m.words.Detect(text); len(got) != 0 {
		t.Fatalf("words alone find %v: the test shows nothing", got)
	}
	if got := m.Detect(t.Context(), text); len(got) != 0 {
		t.Errorf("found before anything was learned: %v", got)
	}
	if err := m.Learn(t.Context()); err != nil || !m.Learned() {
		t.Fatal(err)
	}
	got := m.Detect(t.Context(), text)
	if len(got) != 1 || got[0].Key != water || got[0].Stance != qalxan.StanceSpreads || got[0].Score < Threshold || got[0].Reason.Facts["meaning"] == "" || len(got[0].Spans) == 0 {
		t.Errorf("got %+v", got)
	}
	denied := m.Detect(t.Context(), item("en", "", "It is fake news that somebody put a toxin into the basin of Naghylabad on purpose so that its drinking supply kills."))
	if len(denied) == 1 && denied[0].Stance == qalxan.StanceSpreads {
		t.Errorf("a denial spreads: %+v", denied)
	}
	if got := m.Detect(t.Context(), item("en", "", "The pond of Naghylabad was cleaned on purpose before the goldfish fair.")); len(got) != 0 {
		t.Errorf("other things in like words: %+v", got)
	}
}

// TestMeaningOfOtherLanguages: a model says something of every text; of those
// in languages that it does not know that means nothing.
func TestMeaningOfOtherLanguages(t *testing.T) {
	m := newMeaning(t, &topics{})
	if err := m.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := m.Detect(t.Context(), item("az", "", reworded)); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(m.words.Match(reworded, "az", 5), m.Match(t.Context(), reworded, "az", 5)); diff != "" {
		t.Error(diff)
	}
}

// TestMeaningFallsBack: without an answer the words alone decide, as ever.
func TestMeaningFallsBack(t *testing.T) {
	e := &topics{}
	m := newMeaning(t, e)
	if err := m.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	e.fails = true
	text := item("en", "", "The reservoir of Naghylabad was poisoned on purpose. "+reworded)
	if diff := cmp.Diff(m.words.Detect(text), m.Detect(t.Context(), text)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(m.words.Match(text.Text, "en", 5), m.Match(t.Context(), text.Text, "en", 5)); diff != "" {
		t.Error(diff)
	}
	if err := newMeaning(t, e).Learn(t.Context()); err == nil {
		t.Error("learned without an answer")
	}
}

func TestMeaningMatch(t *testing.T) {
	m := newMeaning(t, &topics{})
	if err := m.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := m.Match(t.Context(), "toxin, basin!", "en", 1)
	if len(got) != 1 || got[0].NarrativeID != water {
		t.Errorf("got %+v", got)
	}
}

func TestMeaningOfBadInput(t *testing.T) {
	m := newMeaning(t, &topics{})
	if err := m.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "binary": "\x00\xff\xfe\x80", "surrogate": "\xed\xa0\x80", "one endless word": strings.Repeat("a", 1<<20),
	} {
		if got := m.Detect(t.Context(), item("en", text, text)); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
		m.Match(t.Context(), text, "en", 3)
	}
}

func TestMeaningOptions(t *testing.T) {
	for _, o := range []MeaningOptions{{Share: -1}, {Share: 2}, {Threshold: -1}, {Threshold: 2}, {Share: math.NaN()}} {
		if _, err := NewMeaning(newDetector(t, nil), &topics{}, o); err == nil {
			t.Errorf("%+v: accepted", o)
		}
	}
}

func TestCosine(t *testing.T) {
	if got := cosine([]float32{1, 0}, []float32{1}); got != 0 {
		t.Errorf("vectors of two models: %g", got)
	}
}

func TestParents(t *testing.T) {
	narratives := examples(t)
	child := qalxan.Narrative{ID: "nagilabad-well", Claim: "The well was poisoned", Parent: water, Wordings: map[string][]string{"en": {"The well of Naghylabad was poisoned at night."}}}
	d := newDetector(t, append(narratives, child))
	for _, s := range d.Detect(item("en", "", "The well of Naghylabad was poisoned at night.")) {
		if s.Key == child.ID && s.Reason.Facts["parent"] == water {
			return
		}
	}
	t.Error("no signal names the parent")
}

func TestNewRefusesParents(t *testing.T) {
	one := func(id, parent string) qalxan.Narrative {
		return qalxan.Narrative{ID: id, Claim: id, Parent: parent, Wordings: map[string][]string{"en": {"some wording"}}}
	}
	for name, narratives := range map[string][]qalxan.Narrative{
		"absent": {one("a", "b")}, "itself": {one("a", "a")}, "a circle": {one("a", "b"), one("b", "c"), one("c", "a")},
		"no id": {one("a", "B C")},
	} {
		if _, err := New(narratives); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := New([]qalxan.Narrative{one("a", ""), one("b", "a"), one("c", "b")}); err != nil {
		t.Error(err)
	}
}
