package extract

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/rogpeppe/go-internal/txtar"
)

// minRight is the share of titles and of dates that must be right.
const minRight = 0.95

// spoken is a page of testdata/languages with its truth, which stands in its
// first line: address, title, and day or time of publication, or "none".
type spoken struct {
	name, url, title, published string
	body                        []byte
}

func spokenPages(t *testing.T) []spoken {
	t.Helper()
	files, err := filepath.Glob("testdata/languages/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in testdata/languages: %v", err)
	}
	var pages []spoken
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		language := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for _, f := range archive.Files {
			first, _, _ := strings.Cut(string(f.Data), "\n")
			truth := strings.Split(strings.TrimSuffix(strings.TrimPrefix(first, "<!-- "), " -->"), " | ")
			if len(truth) != 3 {
				t.Fatalf("%s: %s: the first line is not address, title and date", file, f.Name)
			}
			pages = append(pages, spoken{language + "/" + f.Name, truth[0], truth[1], truth[2], f.Data})
		}
	}
	return pages
}

// isRight reports whether the date of publication is the true one. A time of
// day must be right where the truth has one, in UTC.
func (s spoken) isRight(dates []qalxan.Date) bool {
	if len(dates) == 0 || dates[0].Kind != qalxan.DatePublished {
		return s.published == "none"
	}
	return strings.HasPrefix(dates[0].Time.Format("2006-01-02T15:04"), s.published)
}

// TestLanguages measures titles and dates on pages in seven languages, two of
// their alphabets and two calendars.
func TestLanguages(t *testing.T) {
	const least = 60
	e := New(Options{Now: fixed})
	pages := spokenPages(t)
	titles, dates := 0, 0
	for _, page := range pages {
		a, err := e.Extract(page.body, page.url)
		if err != nil {
			t.Fatal(err)
		}
		if a.Title == page.title {
			titles++
		} else {
			t.Logf("%s: title %q, want %q", page.name, a.Title, page.title)
		}
		if page.isRight(a.Dates) {
			dates++
		} else {
			t.Logf("%s: dates %v, want %s", page.name, a.Dates, page.published)
		}
	}
	n := float64(len(pages))
	t.Logf("%d pages: titles %.3f right, dates %.3f right", len(pages), float64(titles)/n, float64(dates)/n)
	if len(pages) < least || float64(titles)/n < minRight || float64(dates)/n < minRight {
		t.Errorf("%d titles and %d dates of %d pages are right, want %.2f of at least %d", titles, dates, len(pages), minRight, least)
	}
}
