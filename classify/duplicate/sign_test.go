package duplicate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/index/analysis"
)

// The signature of a text is kept in the record, so that it may never change.
func TestSignStays(t *testing.T) {
	want := []uint32{0x921ee9, 0x19730ac, 0x113bcae, 0x932fe19}
	if got := Sign(story)[:4]; !slices.Equal(got, want) {
		t.Errorf("the first numbers are %#v, want %#v", got, want)
	}
}

func TestSignShort(t *testing.T) {
	words := strings.Fields(story)
	if Sign(strings.Join(words[:minShingles+1], " ")) != nil {
		t.Error("a text of 19 shingles has a signature")
	}
	if Sign(strings.Join(words[:minShingles+2], " ")) == nil {
		t.Error("a text of 20 shingles has none")
	}
}

// words draws a text of a vocabulary in which some words are frequent.
func words(random *rand.Rand, n int) []string {
	text := make([]string, n)
	for i := range text {
		text[i] = fmt.Sprintf("söz%d", int(math.Exp(random.Float64()*8)))
	}
	return text
}

// change replaces a share of the words.
func change(random *rand.Rand, text []string, share float64) string {
	changed := slices.Clone(text)
	for i := range changed {
		if random.Float64() < share {
			changed[i] = fmt.Sprintf("new%d", random.IntN(5000))
		}
	}
	return strings.Join(changed, " ")
}

func TestEstimate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, share := range []float64{0, 0.02, 0.05, 0.1, 0.2, 0.5, 1} {
		sum, exact := 0.0, 0.0
		for range 20 {
			text := words(random, 300)
			a, b := strings.Join(text, " "), change(random, text, share)
			got, want := estimate(Sign(a), Sign(b)), jaccard(newBody(a).set, newBody(b).set)
			if math.Abs(got-want) > 0.18 {
				t.Errorf("estimated %.2f, is %.2f", got, want)
			}
			sum, exact = sum+got/20, exact+want/20
		}
		t.Logf("%3.0f %% of words changed: estimated %.2f, exact %.2f", share*100, sum, exact)
		if math.Abs(sum-exact) > 0.03 {
			t.Errorf("biased: estimated %.3f, is %.3f", sum, exact)
		}
	}
}

// jaccard is what signatures estimate.
func jaccard(a, b []uint64) float64 {
	both := common(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

func TestPairs(t *testing.T) {
	docs := []Doc{
		{"a", story}, {"b", otherStory}, {"c", story + " More."}, {"d", "Bridge closed"}, {"e", "BRIDGE closed!"}, {"f", ""}, {"g", "…"}, {"h", story},
	}
	var got []string
	for p := range Pairs(slices.Values(docs), 0.5) {
		got = append(got, fmt.Sprintf("%s %s %.2f", p.A, p.B, p.Similarity))
	}
	if diff := cmp.Diff([]string{"a c 1.00", "d e 1.00", "a h 1.00", "c h 1.00"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestPairsComplete compares with a comparison of all with all.
func TestPairsComplete(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var docs []Doc
	for n := range 40 {
		text := words(random, 150)
		docs = append(docs, Doc{fmt.Sprint(n, "a"), strings.Join(text, " ")}, Doc{fmt.Sprint(n, "b"), change(random, text, float64(n)/80)})
	}
	for _, least := range []float64{0.1, 0.3, 0.5, 0.8} {
		want := 0
		for i := range docs {
			for j := range i {
				if newBody(docs[i].Text).similarity(newBody(docs[j].Text)) >= least {
					want++
				}
			}
		}
		got := len(slices.Collect(Pairs(slices.Values(docs), least)))
		t.Logf("at %.1f: %d of %d pairs", least, got, want)
		if got > want || float64(got) < 0.97*float64(want) {
			t.Errorf("at %.1f: %d of %d pairs", least, got, want)
		}
	}
}

func FuzzSign(f *testing.F) {
	for _, seed := range []string{"", story, "\xff\xfe", strings.Repeat("а", 300), strings.Repeat("a b ", 30)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		signature := Sign(text)
		if signature != nil && len(signature) != SignatureLength {
			t.Fatalf("%d numbers", len(signature))
		}
		if !slices.Equal(signature, Sign(text)) {
			t.Fatal("the same text has two signatures")
		}
		b := newBody(text)
		if spans, share := b.shared(b); len(analysis.Tokens(text)) > 0 && (share != 1 || len(spans) != 1) {
			t.Fatalf("a text shares %v of itself in %d passages", share, len(spans))
		}
	})
}

func BenchmarkSign(b *testing.B) {
	for name, sentence := range map[string]string{
		"az": "Bu gün şəhərdə keçirilən tədbirdə yeni layihə barədə ətraflı məlumat verildi və suallar cavablandırıldı. ",
		"ru": "На мероприятии, которое прошло сегодня в городе, подробно рассказали о новом проекте и ответили на вопросы. ",
		"en": "Details of the new project were given at an event that was held in the city today and questions were answered. ",
	} {
		text := strings.Repeat(sentence, 2500/len(sentence)+1)[:2500]
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Sign(text)
			}
		})
	}
}
