package language

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/internal/shareddata"
)

func lines(t testing.TB, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for s := bufio.NewScanner(f); s.Scan(); {
		all = append(all, s.Text())
	}
	return all
}

// sentenceFloors are a little below what was measured.
var sentenceFloors = map[string]float64{
	"ar": 0.985, "az": 0.99, "de": 0.985, "en": 0.99, "fa": 0.985, "fr": 0.985, "hy": 0.99, "ka": 0.99, "kk": 0.99,
	"ru": 0.975, "tr": 0.985, "uk": 0.985, "es": 0.82,
}

func TestAccuracy(t *testing.T) {
	folder := shareddata.Folder(t, "lingua-go")
	d, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"sentences", "word-pairs", "single-words"} {
		files, err := filepath.Glob(filepath.Join(folder, kind, "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			code := strings.TrimSuffix(filepath.Base(file), ".txt")
			right, unsure := measure(d, code, lines(t, file))
			t.Logf("%-12s %s right %.3f und %.3f", kind, code, right, unsure)
			if floor := sentenceFloors[code]; kind == "sentences" && right < floor {
				t.Errorf("%s sentences: %.3f right, floor %.3f", code, right, floor)
			}
		}
	}
}

// TestFirstLetters holds the means that we publish: whole sentences of eight
// languages and their first 40 characters.
func TestFirstLetters(t *testing.T) {
	folder := shareddata.Folder(t, "lingua-go")
	d := newDetector(t)
	whole, beginning := 0.0, 0.0
	codes := []string{"az", "hy", "ru", "en", "tr", "fa", "ka"}
	for _, code := range codes {
		sentences := lines(t, filepath.Join(folder, "sentences", code+".txt"))
		right, _ := measure(d, code, sentences)
		whole += right / float64(len(codes)+1)
		right, unsure := measure(d, code, first(sentences, 40))
		beginning += right / float64(len(codes)+1)
		t.Logf("first 40 characters, %s: right %.3f und %.3f", code, right, unsure)
	}
	uzbek := ownSentences(t)["uz"]
	right, _ := measure(d, "uz", uzbek)
	whole += right / float64(len(codes)+1)
	short, _ := measure(d, "uz", first(uzbek, 40))
	beginning += short / float64(len(codes)+1)
	t.Logf("uz, %d sentences of our own: %.3f, first 40 characters %.3f", len(uzbek), right, short)
	t.Logf("mean: sentences %.4f, first 40 characters %.4f", whole, beginning)
	if whole < 0.99 || beginning < 0.96 {
		t.Errorf("means %.4f and %.4f, want 0.99 and 0.96", whole, beginning)
	}
}

func first(texts []string, characters int) []string {
	cut := make([]string, len(texts))
	for i, text := range texts {
		r := []rune(text)
		cut[i] = string(r[:min(characters, len(r))])
	}
	return cut
}

// TestSmallLanguages holds languages for which no public set is at hand to
// sentences of our own.
func TestSmallLanguages(t *testing.T) {
	d := newDetector(t)
	for code, sentences := range ownSentences(t) {
		right, _ := measure(d, code, sentences)
		short, unsure := measure(d, code, first(sentences, 40))
		t.Logf("%-3s %d sentences: right %.3f; first 40 characters: right %.3f und %.3f", code, len(sentences), right, short, unsure)
		if right < 1-1e-9 {
			t.Errorf("%s: %.3f right, want all", code, right)
		}
	}
}

// ownSentences reads the sentences by language.
func ownSentences(t *testing.T) map[string][]string {
	of := map[string][]string{}
	for _, line := range lines(t, "testdata/sentences.txt") {
		if code, sentence, ok := strings.Cut(line, "\t"); ok {
			of[code] = append(of[code], sentence)
		}
	}
	return of
}

// measure returns the shares of texts that are told right and left
// undetermined.
func measure(d *Detector, code string, texts []string) (right, unsure float64) {
	each := 1 / float64(len(texts))
	for _, text := range texts {
		switch d.Detect(text).Code {
		case code:
			right += each
		case "und":
			unsure += each
		}
	}
	return right, unsure
}
