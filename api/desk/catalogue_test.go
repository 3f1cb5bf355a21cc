package desk

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestNewWords(t *testing.T) {
	for _, lang := range []string{"xx-not-a-language-", "hu", "../en"} {
		if _, err := newWords(lang); err == nil {
			t.Errorf("%q is spoken", lang)
		}
	}
}

// TestCataloguesAgree holds every language to the keys of English.
func TestCataloguesAgree(t *testing.T) {
	english, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(catalogues, "catalogue/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		lang := strings.TrimSuffix(path.Base(file), ".yaml")
		other, err := newWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, m := range english.messages {
			theirs, there := other.messages[key]
			if !there || (theirs.text == "" && theirs.forms["other"] == "") || (m.forms == nil) != (theirs.forms == nil) {
				t.Errorf("%s: %s is missing or of another kind", lang, key)
			}
		}
		for key := range other.messages {
			if _, there := english.messages[key]; !there && !strings.HasPrefix(key, "reason.") {
				t.Errorf("%s: %s is said nowhere", lang, key)
			}
		}
	}
}

// TestEveryWordIsUsed looks for the keys, or for the group of keys that are put
// together, in the templates and the code.
func TestEveryWordIsUsed(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		files, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(data)
		}
	}
	english, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for key := range english.messages {
		group := key[:strings.LastIndex(key, ".")]
		used := false
		for _, form := range []string{`"` + key + `"`, `known "` + group + `"`, `known("` + group + `"`, `template "empty" "` + group + `"`} {
			used = used || strings.Contains(source.String(), form)
		}
		root, rest, _ := strings.Cut(key, ".")
		used = used || strings.Contains(source.String(), `printf "`+root+`.%s"`)
		if strings.HasPrefix(rest, "none") {
			used = used || strings.Contains(source.String(), `template "empty" "`+root+`"`)
		}
		if !used && !strings.HasPrefix(key, "error.") {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// TestTemplatesHaveNoWords looks for words that stand in a template instead of
// in the catalogues. What stands in code and kbd is no language.
func TestTemplatesHaveNoWords(t *testing.T) {
	quiet := regexp.MustCompile(`(?s){{.*?}}|<code>.*?</code>|<kbd>.*?</kbd>|<dt>[^{]*?</dt>|<[^>]*>`)
	label := regexp.MustCompile(`(?:aria-label|title|placeholder|alt)="[^"{]*\pL`)
	files, err := fs.Glob(os.DirFS("."), "templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d templates, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range regexp.MustCompile(`\pL+`).FindAllString(quiet.ReplaceAllString(string(data), " "), -1) {
			t.Errorf("%s says %q in one language only", file, word)
		}
		for _, found := range label.FindAllString(string(data), -1) {
			t.Errorf("%s: %s in one language only", file, found)
		}
	}
}

// TestPluralForms holds every sentence that counts to the forms of its language
// (CLDR).
func TestPluralForms(t *testing.T) {
	forms := map[string]string{"en": "one other", "az": "one other", "ru": "few many one other"}
	for lang, want := range forms {
		w, err := newWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, m := range w.messages {
			if got := strings.Join(slices.Sorted(maps.Keys(m.forms)), " "); m.forms != nil && got != want {
				t.Errorf("%s: %s has the forms %s", lang, key, got)
			}
		}
	}
}

// TestPlaces: every language fills the same places as English, whatever the
// plural form.
func TestPlaces(t *testing.T) {
	place := regexp.MustCompile(`{\w+}`)
	places := func(m entry) string {
		found := place.FindAllString(m.text+m.forms["other"], -1)
		slices.Sort(found)
		return strings.Join(slices.Compact(found), " ")
	}
	english, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"az", "ru"} {
		w, err := newWords(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, m := range english.messages {
			if want, got := places(m), places(w.messages[key]); want != got {
				t.Errorf("%s: %s fills %s, English %s", lang, key, got, want)
			}
		}
	}
}

func TestSay(t *testing.T) {
	w, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for count, want := range map[int]string{0: "0 hits", 1: "1 hit", 21: "21 hits"} {
		if got, err := w.say("search.total", "count", count); err != nil || got != want {
			t.Errorf("%d: got %q, %v", count, got, err)
		}
	}
	if _, err := w.say("no.such"); err == nil {
		t.Error("a key that nobody wrote is said")
	}
	if got := w.known("level", "{count}<b>"); got != "{count}<b>" {
		t.Errorf("an unknown value became %q", got)
	}
	if got := w.reason(qalxan.Reason{Code: "no.such", Text: "Because."}); got != "Because." {
		t.Errorf("an unknown reason became %q", got)
	}
}

func TestLanguageNames(t *testing.T) {
	w, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"az": "Azerbaijani", "hy": "Armenian", "und": "language not determined", `"><x`: "language not determined"} {
		if got := w.language(code); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	w, err := newWords("en")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	for age, want := range map[time.Duration]string{
		-time.Hour: "just now", time.Second: "just now", time.Minute: "1 minute ago", 3 * time.Hour: "3 hours ago", 72 * time.Hour: "3 days ago",
	} {
		if got, err := w.ago(now, now.Add(-age)); err != nil || got != want {
			t.Errorf("%s: got %q, %v", age, got, err)
		}
	}
}
