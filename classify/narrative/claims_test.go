package narrative

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// claims are the 10,375 checked claims, each with its headline as a second
// wording.
func claims(t testing.TB, folder string) []qalxan.Narrative {
	var all []qalxan.Narrative
	for _, row := range shareddata.Table(t, filepath.Join(folder, "verified_claims.docs.tsv"))[1:] {
		all = append(all, qalxan.Narrative{ID: row[0], Claim: row[1], Wordings: map[string][]string{"en": {row[1], row[2]}}})
	}
	return all
}

// post repeats claims.
type post struct {
	text   string
	wanted map[string]bool
}

// posts are those of one set, with the claims that they repeat.
func posts(t testing.TB, folder, set string) []post {
	t.Helper()
	pairs, err := os.ReadFile(filepath.Join(folder, set, "tweet-vclaim-pairs.qrels"))
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]map[string]bool{}
	for s := bufio.NewScanner(strings.NewReader(string(pairs))); s.Scan(); {
		row := strings.Fields(s.Text())
		if wanted[row[0]] == nil {
			wanted[row[0]] = map[string]bool{}
		}
		wanted[row[0]][row[2]] = true
	}
	var all []post
	for _, row := range shareddata.Table(t, filepath.Join(folder, set, "tweets.queries.tsv"))[1:] {
		all = append(all, post{row[1], wanted[row[0]]})
	}
	return all
}

// TestMatchClaims finds the claims behind posts. Plain BM25 reaches a MAP@5 of
// 0.720 on dev and 0.783 on train.
func TestMatchClaims(t *testing.T) {
	folder := shareddata.Folder(t, "clef2020-claims")
	d := newDetector(t, claims(t, folder))
	for _, set := range []struct {
		name  string
		floor float64
	}{{"dev", 0.82}, {"train", 0.86}} {
		if testing.Short() && set.name == "train" {
			continue
		}
		all := posts(t, folder, set.name)
		sum := 0.0
		for _, p := range all {
			sum += precision(d.Match(p.text, "en", 5), p.wanted)
		}
		mean := sum / float64(len(all))
		t.Logf("%s: MAP@5 %.4f over %d posts", set.name, mean, len(all))
		if mean < set.floor {
			t.Errorf("%s: MAP@5 %.4f is below %.2f", set.name, mean, set.floor)
		}
	}
}

// precision is the average precision of a ranking.
func precision(matches []Match, wanted map[string]bool) float64 {
	hits, sum := 0.0, 0.0
	for rank, m := range matches {
		if wanted[m.NarrativeID] {
			hits++
			sum += hits / float64(rank+1)
		}
	}
	return sum / float64(max(1, len(wanted)))
}

// sentences are 1,000 from the web for each of 13 languages.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shareddata.Folder(t, "lingua-go"), "sentences", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimSuffix(filepath.Base(file), ".txt")] = string(text)
	}
	return texts
}

// TestSilence reads 13,000 sentences from the web, in 13 languages, none of
// which makes a watched claim.
func TestSilence(t *testing.T) {
	d := newDetector(t, examples(t))
	for language, text := range sentences(t) {
		for _, s := range d.Detect(item(language, "", text)) {
			t.Errorf("%s: %s %.2f %s", language, s.Key, s.Score, s.Reason.Text)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	text := strings.Repeat("Bu gün şəhərdə keçirilən tədbirdə yeni layihə barədə ətraflı məlumat verildi və suallar cavablandırıldı. ", 30)
	i := item("az", "Yeni layihə", text+"Nağılabadın su anbarına qəsdən zəhər töküblər.")
	d := newDetector(b, examples(b))
	b.SetBytes(int64(len(i.Text)))
	for b.Loop() {
		d.Detect(i)
	}
}

func BenchmarkDetectAmongClaims(b *testing.B) {
	d := newDetector(b, claims(b, shareddata.Folder(b, "clef2020-claims")))
	i := item("en", "Project", strings.Repeat("Details of the new project were given at an event that the president of the city held today and questions of people were answered. ", 25))
	b.SetBytes(int64(len(i.Text)))
	for b.Loop() {
		d.Detect(i)
	}
}

func BenchmarkMatchAmongClaims(b *testing.B) {
	d := newDetector(b, claims(b, shareddata.Folder(b, "clef2020-claims")))
	for b.Loop() {
		d.Match("Hurricane Dorian washed up bricks of cocaine on Florida’s coast pic.twitter.com/ApEtNvR7tb", "en", 5)
	}
}

func BenchmarkNewOfClaims(b *testing.B) {
	all := claims(b, shareddata.Folder(b, "clef2020-claims"))
	for b.Loop() {
		if _, err := New(all); err != nil {
			b.Fatal(err)
		}
	}
}
