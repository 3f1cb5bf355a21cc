package factcheck

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// checked are the 10,375 checked claims as reviews; what each was rated as is
// not told, and does not matter here.
func checked(t *testing.T, folder string) *Detector {
	t.Helper()
	var reviews []Review
	for _, row := range shareddata.Table(t, filepath.Join(folder, "verified_claims.docs.tsv"))[1:] {
		reviews = append(reviews, Review{
			Claim: row[1], Rating: False, Publisher: "a checker", URL: "https://checker.example/" + row[0], Languages: []string{"en"},
		})
	}
	d, err := New(Options{Reviews: reviews})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// outcome is the best signal of one post.
type outcome struct {
	score float64
	right bool
}

func outcomes(t *testing.T, d *Detector, folder, set string) []outcome {
	t.Helper()
	wanted := map[string]bool{}
	for _, row := range shareddata.Table(t, filepath.Join(folder, set, "tweet-vclaim-pairs.qrels")) {
		wanted[row[0]+" "+row[2]] = true
	}
	var all []outcome
	for _, row := range shareddata.Table(t, filepath.Join(folder, set, "tweets.queries.tsv"))[1:] {
		var o outcome
		item := qalxan.Item{ID: row[0], Text: row[1], Language: qalxan.Language{Code: "en"}}
		if s := d.Detect(item); len(s) > 0 {
			o = outcome{s[0].Score, wanted[row[0]+" "+strings.TrimPrefix(s[0].Key, "https://checker.example/")]}
		}
		all = append(all, o)
	}
	return all
}

// TestPrecision measures how often the best signal of a post names the claim
// that it repeats.
func TestPrecision(t *testing.T) {
	folder := shareddata.Folder(t, "clef2020-claims")
	d := checked(t, folder)
	for _, set := range []string{"train", "dev"} {
		signals, right := 0, 0
		all := outcomes(t, d, folder, set)
		for _, o := range all {
			if o.score > 0 {
				signals++
			}
			if o.right {
				right++
			}
		}
		precision := float64(right) / float64(max(1, signals))
		t.Logf("%s: %d of %d posts have a signal, %.3f of these are right", set, signals, len(all), precision)
		if precision < 0.9 {
			t.Errorf("%s: precision %.3f is below 0.9", set, precision)
		}
	}
}
