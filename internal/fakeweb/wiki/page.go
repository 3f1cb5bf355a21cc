package wiki

import (
	"html/template"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html class="client-nojs" lang="{{.Language}}" dir="ltr">
<head><meta charset="UTF-8"><title>{{.Title}} — {{.Wiki}}</title>
<link rel="canonical" href="/wiki/{{.Path}}"></head>
<body class="mediawiki ltr ns-0">
<div id="mw-navigation"><ul><li><a href="/">{{.Wiki}}</a></li></ul></div>
<main id="content" class="mw-body">
<h1 id="firstHeading" class="firstHeading">{{.Title}}</h1>
<div id="mw-content-text"><div class="mw-parser-output">
{{range .Blocks}}{{if .Heading}}<h2>{{.Text}}</h2>{{else}}<p>{{.Text}}</p>{{end}}
{{end}}{{if .Titles}}<ul>{{range .Titles}}<li><a href="/wiki/{{.}}">{{.}}</a></li>{{end}}</ul>{{end}}</div></div>
</main>
<footer id="footer"><ul><li id="footer-info-lastmod">{{.Saved}}</li></ul></footer>
</body></html>
`))

type view struct {
	Wiki, Language, Title, Path, Saved string
	Blocks                             []block
	Titles                             []string
}

type block struct {
	Heading bool
	Text    string
}

// servePage shows an article, or the revision that oldid names.
func (w *Wiki) servePage(rw http.ResponseWriter, r *http.Request, title string) {
	p, seen := w.find(normal(title))
	if p == nil {
		http.NotFound(rw, r)
		return
	}
	shown := seen[len(seen)-1]
	if old := r.URL.Query().Get("oldid"); old != "" {
		i := slices.IndexFunc(seen, func(s saved) bool { return strconv.Itoa(s.id) == old })
		if i < 0 {
			http.NotFound(rw, r)
			return
		}
		shown = seen[i]
	}
	rw.Header().Set("Last-Modified", shown.At.UTC().Format(http.TimeFormat))
	w.show(rw, view{
		Title: p.title, Path: strings.ReplaceAll(p.title, " ", "_"),
		Blocks: blocks(shown.Text), Saved: shown.At.UTC().Format("15:04, 02.01.2006"),
	})
}

// serveIndex lists the articles that exist by now.
func (w *Wiki) serveIndex(rw http.ResponseWriter) {
	w.mu.RLock()
	titles := slices.Sorted(maps.Keys(w.pages))
	w.mu.RUnlock()
	titles = slices.DeleteFunc(titles, func(t string) bool { p, _ := w.find(t); return p == nil })
	w.show(rw, view{Title: w.name, Titles: titles})
}

func (w *Wiki) show(rw http.ResponseWriter, v view) {
	v.Wiki, v.Language = w.name, w.language
	rw.Header().Set("Content-Type", "text/html; charset=UTF-8")
	pageTemplate.Execute(rw, v) // fails only where the reader is gone
}

var (
	footnote = regexp.MustCompile(`(?s)<ref[^>]*/>|<ref[^>]*>.*?</ref>`)
	link     = regexp.MustCompile(`\[\[(?:[^\]|]*\|)?([^\]]*)\]\]`)
	heading  = regexp.MustCompile(`^==+\s*(.*?)\s*==+$`)
)

// blocks reads the few marks of wikitext that our articles use: paragraphs,
// headings, emphasis, links and footnotes.
func blocks(wikitext string) []block {
	var all []block
	for part := range strings.SplitSeq(wikitext, "\n\n") {
		part = footnote.ReplaceAllString(strings.TrimSpace(part), "")
		part = link.ReplaceAllString(part, "$1")
		part = strings.NewReplacer("'''", "", "''", "", "\n", " ").Replace(part)
		if part == "" {
			continue
		}
		if m := heading.FindStringSubmatch(part); m != nil {
			all = append(all, block{Heading: true, Text: m[1]})
			continue
		}
		all = append(all, block{Text: part})
	}
	return all
}
