package desk

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// export is a form in which the findings of a search can be taken along.
type export struct {
	Format report.Format
	Link   string
}

// exports are those that whoever asks may have.
func exports(r *http.Request, q string) []export {
	var out []export
	if !account.From(r.Context()).Role.AtLeast(guard.Exporting.Role) {
		return out
	}
	for _, f := range report.Formats() {
		out = append(out, export{f, "/export?" + url.Values{"as": {string(f)}, "q": {q}}.Encode()})
	}
	return out
}

// export sends the findings of a search as a file.
func (d *desk) export(w http.ResponseWriter, r *http.Request) {
	as, q := report.Format(r.URL.Query().Get("as")), r.URL.Query().Get("q")
	if !slices.Contains(report.Formats(), as) {
		d.fail(w, r, store.ErrNotFound)
		return
	}
	var out bytes.Buffer
	document, err := d.library.Document(r.Context(), api.DocumentRequest{Title: d.words.known("export", "title"), Query: q})
	document.Languages = []string{d.words.tag.String()}
	if err == nil {
		err = report.Write(&out, as, document)
	}
	if err == nil && d.office.audit != nil {
		err = d.office.audit.Enter(r.Context(), store.Entered{Verb: "findings.export", Object: q, Outcome: "ok", Detail: string(as)})
	}
	var syntax *query.SyntaxError
	switch {
	case errors.As(err, &syntax):
		d.refuse(w, r, http.StatusBadRequest, d.words.syntax(syntax))
	case errors.Is(err, api.ErrTooMany):
		d.refuse(w, r, http.StatusBadRequest, d.words.known("error", "toomany"))
	case err != nil:
		d.fail(w, r, err)
	default:
		w.Header().Set("Content-Type", as.MediaType())
		w.Header().Set("Content-Disposition", `attachment; filename="qalxan.`+string(as)+`"`)
		_, _ = out.WriteTo(w) // a reader who went away does not miss the rest
	}
}

// terms are what the query language knows besides words, for completion: with
// the values that the hits have.
func terms(hits store.Facets) []string {
	terms := []string{"after:7d", "after:30d", "versions:all", "host:", "lang:", "source:", "narrative:", "campaign:", "level:none", "status:none"}
	for _, level := range qalxan.Levels() {
		terms = append(terms, "level:"+string(level))
	}
	for _, status := range qalxan.Statuses() {
		terms = append(terms, "status:"+string(status))
	}
	for field, counts := range map[query.Field][]store.Count{
		query.FieldLanguage: hits.Languages, query.FieldSource: hits.Sources, query.FieldNarrative: hits.Narratives,
	} {
		for _, c := range counts[:min(len(counts), termsMost)] {
			terms = append(terms, query.String(query.Term{Field: field, Value: c.Value}))
		}
	}
	if codes, err := spoken(); err == nil {
		for _, code := range codes {
			terms = append(terms, "lang:"+code)
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// termsMost bounds the values that are offered of one field.
const termsMost = 40
