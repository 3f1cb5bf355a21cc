package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/report"
	reports "github.com/qalxan/qalxan/report/standing"
)

// outgoingRoutes are those of what leaves the house.
func (d *desk) outgoingRoutes(mux *guard.Mux) {
	if d.outgoing == nil {
		return
	}
	mux.HandleFunc("GET /reports", func(w http.ResponseWriter, r *http.Request) { d.reportsPage(w, r, http.StatusOK, reportForm{}) })
	mux.HandleFunc("POST /reports", form(d.makeReport))
	mux.HandleFunc("GET /reports/{id}", d.reportFile)
	mux.HandleFunc("GET /packs", func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, "packs", d.packs) })
	mux.HandleFunc("GET /packs/new", func(w http.ResponseWriter, r *http.Request) { d.offerPage(w, r, http.StatusOK, "") })
	mux.HandleFunc("POST /packs", form(d.makePack))
	mux.HandleFunc("GET /packs/{id}", func(w http.ResponseWriter, r *http.Request) { d.packPage(w, r, http.StatusOK, packForm{}) })
	mux.HandleFunc("POST /packs/{id}", form(d.notePack))
	mux.HandleFunc("GET /packs/{id}/list", d.packList)
	mux.HandleFunc("GET /packs/{id}/evidence/{finding}", d.packEvidence)
}

// hands reports whether whoever asks may take things out of the house.
func (d *desk) hands(r *http.Request) bool {
	return d.outgoing != nil && account.From(r.Context()).Role.AtLeast(account.Analyst)
}

// reportForm is a report that is asked for.
type reportForm struct {
	Kind, As, Query, First, Second, Title string
	Days                                  int
	By                                    string
	Named                                 bool
	Fault                                 string
}

type reportsPage struct {
	outgoing.Reports
	reportForm
	Hands   bool // whoever reads may make one
	Kinds   []report.Kind
	Formats []report.Format
	After   string // the address of the next page
}

func (d *desk) reportsPage(w http.ResponseWriter, r *http.Request, status int, f reportForm) {
	all, err := d.outgoing.Reports(r.Context(), turn(r))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if f.By == "" {
		f.By, f.Named = who(r)
	}
	if f.Kind == "" {
		f.Kind, f.As, f.First, f.Query = string(report.KindWeekly), string(report.PDF), d.words.tag.String(), clip(r.URL.Query().Get("q"), maxReason)
		if strings.HasPrefix(f.Query, "campaign:") {
			f.Kind = string(report.KindBrief)
		}
	}
	p := reportsPage{Reports: all, reportForm: f, Hands: d.hands(r), Kinds: report.Kinds(), Formats: report.Formats(), After: next("/reports", all.Next)}
	d.write(w, r, status, "reports", page{Title: d.words.known("reports", "title"), Here: "reports", Body: p})
}

// makeReport makes a report that is asked for by a form.
func (d *desk) makeReport(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	f := reportForm{
		Kind: r.PostFormValue("kind"), As: r.PostFormValue("as"), Query: clip(r.PostFormValue("q"), maxReason),
		First: r.PostFormValue("first"), Second: r.PostFormValue("second"), Title: cmp.Or(clip(r.PostFormValue("title"), maxName), d.words.known("report.kind", r.PostFormValue("kind"))),
	}
	f.Days, _ = strconv.Atoi(r.PostFormValue("days")) // none is all
	f.By, f.Named = d.signed(w, r)
	made, err := d.outgoing.Make(r.Context(), f.order())
	var syntax *query.SyntaxError
	switch {
	case errors.As(err, &syntax):
		f.Fault = d.words.syntax(syntax)
		d.reportsPage(w, r, http.StatusUnprocessableEntity, f)
	case errors.Is(err, reports.ErrRequest), made.Error != "":
		f.Fault = d.words.voice.Fault(err.Error())
		d.reportsPage(w, r, http.StatusUnprocessableEntity, f)
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, "/reports#"+made.ID, http.StatusSeeOther)
	}
}

func (f reportForm) order() reports.Order {
	o := reports.Order{
		Kind: report.Kind(f.Kind), As: report.Format(f.As), Query: f.Query, Title: f.Title, By: f.By,
		Period: time.Duration(min(max(f.Days, 0), 366)) * day, Languages: []string{f.First},
	}
	if f.Second != "" && f.Second != f.First {
		o.Languages = append(o.Languages, f.Second)
	}
	return o
}

// reportFile sends the file of a report that was made.
func (d *desk) reportFile(w http.ResponseWriter, r *http.Request) {
	made, data, err := d.outgoing.File(r.Context(), r.PathValue("id"))
	switch {
	case errors.Is(err, reports.ErrGone):
		d.refuse(w, r, http.StatusGone, d.words.known("reports", "gone"))
	case err != nil:
		d.fail(w, r, err)
	case !slices.Contains(report.Formats(), report.Format(made.Format)):
		d.refuse(w, r, http.StatusGone, d.words.known("reports", "gone"))
	default:
		attach(w, report.Format(made.Format).MediaType(), "qalxan-"+made.File)
		_, _ = w.Write(data) // a reader who went away does not miss the rest
	}
}

// attach says that the answer is a file to be kept.
func attach(w http.ResponseWriter, media, name string) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+url.PathEscape(name)+`"`)
}
