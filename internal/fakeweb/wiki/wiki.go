// Package wiki answers like a small MediaWiki: the revisions query of its
// action API and readable pages, from revisions that stand in time.
//
// Only what a reader of revisions asks for is there. A request for anything
// else gets an API error with a code, so that a test notices.
package wiki

import (
	"cmp"
	"crypto/sha1" // MediaWiki names revisions' texts by SHA-1
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Revision is one saved text of an article.
type Revision struct {
	At      time.Time
	User    string
	Comment string
	Text    string // wikitext
}

// saved is a revision with its place in the wiki.
type saved struct {
	Revision
	id, parent int
}

func (s saved) sha1() string {
	sum := sha1.Sum([]byte(s.Text))
	return hex.EncodeToString(sum[:])
}

type page struct {
	id    int
	title string
	saved []saved // oldest first
}

// visible are the revisions that were saved by now, oldest first.
func (p *page) visible(now time.Time) []saved {
	n := len(p.saved)
	for n > 0 && p.saved[n-1].At.After(now) {
		n--
	}
	return p.saved[:n]
}

// Wiki is an http.Handler. It is safe for concurrent use.
type Wiki struct {
	name, language string
	now            func() time.Time

	mu       sync.RWMutex
	pages    map[string]*page
	lastSave int
}

var _ http.Handler = (*Wiki)(nil)

// New returns an empty wiki. The name is shown on its pages; what can be seen
// depends on now.
func New(name, language string, now func() time.Time) *Wiki {
	return &Wiki{name: name, language: language, now: now, pages: map[string]*page{}}
}

// Add puts an article with its history into the wiki. It replaces an article
// of the same title.
func (w *Wiki) Add(title string, history ...Revision) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := &page{id: len(w.pages) + 1, title: normal(title)}
	history = slices.SortedStableFunc(slices.Values(history), func(a, b Revision) int {
		return cmp.Compare(a.At.UnixNano(), b.At.UnixNano())
	})
	parent := 0
	for _, r := range history {
		w.lastSave++
		p.saved = append(p.saved, saved{Revision: r, id: w.lastSave, parent: parent})
		parent = w.lastSave
	}
	w.pages[p.title] = p
}

// ServeHTTP answers /w/api.php, /w/index.php and /wiki/Title.
func (w *Wiki) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/w/api.php":
		w.serveAPI(rw, r)
	case r.URL.Path == "/w/index.php":
		w.servePage(rw, r, r.URL.Query().Get("title"))
	case strings.HasPrefix(r.URL.Path, "/wiki/"):
		w.servePage(rw, r, strings.TrimPrefix(r.URL.Path, "/wiki/"))
	case r.URL.Path == "/":
		w.serveIndex(rw)
	default:
		http.NotFound(rw, r)
	}
}

// find is the article and what can be seen of it now; nil where nothing can.
func (w *Wiki) find(title string) (*page, []saved) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	p := w.pages[title]
	if p == nil {
		return nil, nil
	}
	seen := p.visible(w.now())
	if len(seen) == 0 {
		return nil, nil
	}
	return p, seen
}

// normal is the spelling of a title under which an article is kept: blanks for
// underscores and a capital first letter.
func normal(title string) string {
	title = strings.Join(strings.Fields(strings.ReplaceAll(title, "_", " ")), " ")
	first, size := utf8.DecodeRuneInString(title)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + title[size:]
}
