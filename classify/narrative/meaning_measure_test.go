package narrative

import (
	"cmp"
	"context"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// realEmbedder is the server that QALXAN_EMBEDDINGS names.
func realEmbedder(t *testing.T) *embedding.Client {
	t.Helper()
	address := os.Getenv("QALXAN_EMBEDDINGS")
	if address == "" {
		t.Skip("QALXAN_EMBEDDINGS names no server of embeddings: what meaning adds is not measured (QALXAN_EMBEDDINGS_MODEL is the model)")
	}
	c, err := embedding.New(embedding.Options{
		Address: address, Model: cmp.Or(os.Getenv("QALXAN_EMBEDDINGS_MODEL"), "all-minilm"),
		Timeout: time.Minute, Batch: 64, Remembered: 40_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shares is how many weights of meaning are tried: 0, 0.05, ... 1.
const shares = 21

// ranking is the precision of one post by weight of meaning.
type ranking [shares]float64

func weight(share int) float64 { return float64(share) / (shares - 1) }

func mean(rankings []ranking, share int) float64 {
	sum := 0.0
	for _, r := range rankings {
		sum += r[share]
	}
	return sum / float64(max(1, len(rankings)))
}

func best(rankings []ranking) int {
	choice := 0
	for share := range shares {
		if mean(rankings, share) > mean(rankings, choice) {
			choice = share
		}
	}
	return choice
}

func learned(t *testing.T, e Embedder, narratives []qalxan.Narrative) *Meaning {
	t.Helper()
	m, err := NewMeaning(newDetector(t, narratives), e, MeaningOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMeaningShare chooses the weight of meaning on train, in five parts, each
// scored with the weight that is best on the other four, and then says once
// what it gives on dev.
func TestMeaningShare(t *testing.T) {
	folder := shareddata.Folder(t, "clef2020-claims")
	e := realEmbedder(t)
	m := learned(t, e, claims(t, folder))
	train := rankings(t.Context(), t, m, folder, "train")
	crossed := 0.0
	for part := range 5 {
		var in, out []ranking
		for i, r := range train {
			if i%5 == part {
				out = append(out, r)
			} else {
				in = append(in, r)
			}
		}
		share := best(in)
		crossed += mean(out, share) * float64(len(out)) / float64(len(train))
		t.Logf("part %d: share %.2f gives %.4f, words alone %.4f", part, weight(share), mean(out, share), mean(out, 0))
	}
	t.Logf("train: words alone %.4f, meaning alone %.4f, both by cross-validation %.4f; the best share of all is %.2f",
		mean(train, 0), mean(train, shares-1), crossed, weight(best(train)))
	dev := rankings(t.Context(), t, m, folder, "dev")
	chosen := int(math.Round(m.options.Share * (shares - 1)))
	t.Logf("dev: words alone %.4f, meaning alone %.4f, both (share %.2f) %.4f", mean(dev, 0), mean(dev, shares-1), m.options.Share, mean(dev, chosen))
	if crossed < mean(train, 0) {
		t.Errorf("meaning makes it worse: %.4f", crossed)
	}
}

// rankings measures every weight on the posts of a set.
func rankings(ctx context.Context, t *testing.T, m *Meaning, folder, set string) []ranking {
	t.Helper()
	var all []ranking
	for _, p := range posts(t, folder, set) {
		words := m.words.resemblance(legible(p.text), "en")
		cosines, ok := m.cosines(ctx, legible(p.text))
		if !ok {
			t.Fatal("the embedder gave no answer")
		}
		var r ranking
		scores := make([]float64, len(words))
		for share := range shares {
			for i := range scores {
				scores[i] = fused(words[i], cosines[i], weight(share))
			}
			r[share] = precision(m.first(scores), p.wanted)
		}
		all = append(all, r)
	}
	return all
}

// first lists the five best cards.
func (m *Meaning) first(scores []float64) []Match {
	var top []int
	for i, score := range scores {
		at := slices.IndexFunc(top, func(j int) bool { return scores[j] < score })
		if at < 0 {
			at = len(top)
		}
		if at < 5 {
			top = slices.Insert(top, at, i)
			top = top[:min(5, len(top))]
		}
	}
	var matches []Match
	for _, i := range top {
		matches = append(matches, Match{NarrativeID: m.words.narratives[m.words.catalogue.cards[i].narrative].ID})
	}
	return matches
}

// added is the best passage of one post that only meaning makes a hit.
type added struct {
	cosine float64
	right  bool
}

// added looks where words alone find nothing.
func (m *Meaning) added(ctx context.Context, posts []post) []added {
	var all []added
	for _, p := range posts {
		if len(m.words.Detect(item("en", "", p.text))) > 0 {
			continue
		}
		page := newPage(item("en", "", p.text))
		var top added
		for _, h := range m.confirmed(ctx, page, m.words.hits(page, nearThreshold), *m.learned.Load(), 0) {
			if h.meaning > top.cosine {
				top = added{h.meaning, p.wanted[m.words.narratives[m.words.catalogue.cards[h.card].narrative].ID]}
			}
		}
		all = append(all, top)
	}
	return all
}

// from tells how many passages have a cosine, and the share that is right.
func from(all []added, threshold float64) (count int, precision float64) {
	right := 0
	for _, a := range all {
		if a.cosine >= threshold {
			count++
			if a.right {
				right++
			}
		}
	}
	return count, float64(right) / float64(max(1, count))
}

// TestMeaningThreshold shows on train what passages that only resemble a claim
// are worth, by cosine. From 0.6 on nine of ten are right in each of two halves;
// but every post here repeats one of the claims, as most texts do not, so that
// the threshold is higher.
func TestMeaningThreshold(t *testing.T) {
	folder := shareddata.Folder(t, "clef2020-claims")
	m := learned(t, realEmbedder(t), claims(t, folder))
	all := posts(t, folder, "train")
	half := [][]added{m.added(t.Context(), all[:len(all)/2]), m.added(t.Context(), all[len(all)/2:])}
	for threshold := 0.5; threshold < 0.95; threshold += 0.05 {
		first, one := from(half[0], threshold)
		second, two := from(half[1], threshold)
		t.Logf("train, cosine from %.2f on: %d passages, %.3f right; %d passages, %.3f right", threshold, first, one, second, two)
	}
	count, right := from(m.added(t.Context(), posts(t, folder, "dev")), m.options.Threshold)
	t.Logf("dev, cosine from %.2f on: %d passages, %.3f right", m.options.Threshold, count, right)
}

// TestMeaningSilence reads sentences from the web, none of which makes a
// watched claim.
func TestMeaningSilence(t *testing.T) {
	m := learned(t, realEmbedder(t), examples(t))
	for language, text := range sentences(t) {
		for _, s := range m.Detect(t.Context(), item(language, "", text)) {
			t.Errorf("%s: %s %.2f %s", language, s.Key, s.Score, s.Reason.Text)
		}
	}
}
