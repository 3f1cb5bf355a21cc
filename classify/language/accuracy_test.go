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
