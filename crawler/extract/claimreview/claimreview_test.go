package claimreview

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func TestReadFile(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var got strings.Builder
			for r, err := range ReadFile(f) {
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "%q %q %g in %g..%g by %q at %s on %s in %q\n",
					r.Claim, r.Rating, r.Value, r.Worst, r.Best, r.Publisher, r.URL, r.Published.Format(time.RFC3339), r.Language)
			}
			compare(t, file+".golden", got.String())
		})
	}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestReadBadFiles(t *testing.T) {
	for name, text := range map[string]string{
		"cut short":        `{"dataFeedElement":[{"item":`,
		"cut after a list": `{"dataFeedElement":[]`,
		"no reviews":       "a,b,c\n1,2,3\n",
		"a number":         `[] 7`,
		"an endless entry": `{"dataFeedElement":["` + strings.Repeat("x", 2*maxElement) + `"]}`,
		"an endless row":   "claim,url\n\"" + strings.Repeat("x", 2*maxElement),
		"deep nesting":     strings.Repeat("[", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			var failed error
			for _, err := range ReadFile(strings.NewReader(text)) {
				failed = err
			}
			if !errors.Is(failed, ErrFormat) {
				t.Errorf("got %v", failed)
			}
		})
	}
}

func TestReadNothing(t *testing.T) {
	for range ReadFile(strings.NewReader("\uFEFF \n")) {
		t.Error("something was found in nothing")
	}
}

func TestStopReading(t *testing.T) {
	line := `{"@type":"ClaimReview","claimReviewed":"Bread is going to be forbidden","url":"https://checkers.example/bread"}` + "\n"
	count := 0
	for _, err := range ReadFile(strings.NewReader(strings.Repeat(line, 5))) {
		if count++; err != nil || count == 2 {
			break
		}
	}
	if count != 2 {
		t.Errorf("%d reviews", count)
	}
}

func FuzzReadFile(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for r, err := range ReadFile(strings.NewReader(string(data))) {
			if err == nil && (r.Claim == "" || r.URL == "" || r.Publisher == "") {
				t.Errorf("half a review: %+v", r)
			}
		}
	})
}
