package desk

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// narrativePage is the form of a narrative.
type narrativePage struct {
	writing
	New       bool
	Typed     narrativeTyped
	Placed    api.Placed
	Parents   []qalxan.Narrative
	BadLine   int // line that has no language; 0 for none
	BadText   string
	Tried     []triedWording
	TriedMore int // wordings that were not tried
	History   []store.Kept
	TheirsIn  *narrativeTyped
}

func (d *desk) narrativeForm(r *http.Request) (page, error) {
	id := r.URL.Query().Get("id")
	p := narrativePage{New: id == "", writing: newWriting(r, 0)}
	if !p.New {
		w, err := d.library.WrittenNarrative(r.Context(), id)
		if err != nil {
			return page{}, err
		}
		p.Typed, p.Placed, p.Seen = typed(w.Value), w.Placed, w.Seen()
	}
	return d.narrativeShown(r, p)
}

// narrativeShown completes the page with what does not come from the form.
func (d *desk) narrativeShown(r *http.Request, p narrativePage) (page, error) {
	list, err := d.library.Narratives(r.Context())
	if err != nil {
		return page{}, err
	}
	for _, n := range list.Narratives {
		if n.Narrative.ID != p.Typed.ID && !n.Ended && n.From != api.OriginRecord {
			p.Parents = append(p.Parents, n.Narrative)
		}
	}
	if !p.New {
		w, err := d.library.WrittenNarrative(r.Context(), p.Typed.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return page{}, err
		}
		p.Placed, p.History = w.Placed, newestFirst(w.Versions)
	}
	title := d.words.known("write", "narrative.new")
	if !p.New {
		title = d.words.known("write", "narrative") + " " + isolate(p.Typed.ID)
	}
	return page{Title: title, Here: "narratives", Body: p}, nil
}

// writeNarrative tries the wordings of a narrative, keeps or retires it.
func (d *desk) writeNarrative(w http.ResponseWriter, r *http.Request) {
	p := narrativePage{writing: d.readWriting(w, r), New: r.PostForm.Has("new"), Typed: readTyped(r)}
	n := p.narrative()
	var err error
	switch do := r.PostFormValue("do"); {
	case p.BadLine > 0:
		p.Fault = "line"
	case do == "try":
		p.Fault = ""
		err = d.tryWordings(r, &p, n)
	case p.Fault != "":
	case n.Claim == "":
		p.Fault = "claim"
	default:
		_, err = d.writers.SaveNarrative(r.Context(), watchlist.NarrativeChange{Author: p.author(), Narrative: n, Retired: do == "retire"})
		if err == nil {
			http.Redirect(w, r, told("/narratives", n.ID)+"#"+n.ID, http.StatusSeeOther)
			return
		}
		_, err = p.refused(err, func() ([]store.Kept, error) {
			written, err := d.library.WrittenNarrative(r.Context(), n.ID)
			return written.Versions, err
		})
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p.theirs()
	d.serveAs(w, r, p.status(), "write-narrative", func(r *http.Request) (page, error) { return d.narrativeShown(r, p) })
}

// theirs shows what somebody else saved meanwhile.
func (p *narrativePage) theirs() {
	var n qalxan.Narrative
	if p.Theirs == nil || json.Unmarshal(p.Theirs.Doc, &n) != nil {
		return
	}
	shown := typed(n)
	p.TheirsIn, p.New = &shown, false
}
