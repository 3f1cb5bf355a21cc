package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report/highlight"
	"github.com/qalxan/qalxan/store"
)

// findingPage is a finding as the template shows it.
type findingPage struct {
	api.FindingView
	Title, Text []segment
	Reasons     []why
	Comparisons []comparison
	Changes     []api.Changed
	Explanation *qalxan.Explanation // nil where nobody explains
	Evidence    []checked
	Translation *translation // nil where there is nothing to translate
	Flash       *flash
	Form        *verdictForm // nil for who may not decide
	Decided     bool         // decisions are taken at this desk
	Hands       bool         // whoever reads may take it out of the house
}

// checked is a capture and how it compares with the evidence.
type checked struct {
	qalxan.Capture
	Known bool   // it could be compared
	Fault string // what differs; empty where nothing does
}

// why is a numbered signal.
type why struct {
	qalxan.Signal
	Number    int
	Colour    int  // of its marks, 1 to colours
	Placed    bool // it has a place in the text that is shown
	Elsewhere bool // it is about another version
}

// comparison sets an item beside the one that the finding is about.
type comparison struct {
	api.Compared
	Numbers     []int // of the reasons that compare with it
	Here, There []passage
}

func (d *desk) finding(r *http.Request) (page, error) {
	view, err := d.library.Finding(r.Context(), r.PathValue("id"))
	if err != nil {
		return page{}, err
	}
	view.Finding.Signals = ordered(view.Finding.Signals, view.Item.ID)
	p := findingPage{FindingView: view, Decided: d.reviewer != nil, Hands: d.hands(r)}
	p.Title, p.Text, p.Reasons = reasons(view.Item, view.Finding.Signals)
	for _, other := range view.Compared {
		p.Comparisons = append(p.Comparisons, compare(view, other))
	}
	p.Evidence, p.Flash, p.Form = d.check(r, view.Captures), d.done(r), d.verdictForm(r)
	if p.Form != nil {
		seen := len(view.Finding.Decisions)
		p.Form.Marked = []marked{{view.Finding.ID, &seen}}
		p.Form.Alone, p.Form.Fresh = true, view.Finding.Status == qalxan.StatusNew
	}
	if p.Explanation, err = d.explain(r, view.Finding.ID); err != nil {
		return page{}, err
	}
	if p.Translation, err = d.translation(r, view.Item, view.Source); err != nil {
		return page{}, err
	}
	p.Changes, err = d.library.Changes(r.Context(), view.Finding.Identity)
	return page{Title: isolate(view.Item.Title), Here: "findings", Body: p}, err
}

// explain is why an item is flagged and why not more; nil where nobody knows.
func (d *desk) explain(r *http.Request, id string) (*qalxan.Explanation, error) {
	e, err := d.library.Explain(r.Context(), id)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, api.ErrUnexplained) {
		return nil, nil
	}
	return &e, err
}

// check compares captures with the evidence as it stands now.
func (d *desk) check(r *http.Request, captures []qalxan.Capture) []checked {
	var out []checked
	for i, c := range captures {
		one := checked{Capture: c}
		if i < checkedMost {
			var err error
			if one.Known, err = d.library.Verify(r.Context(), c); err != nil {
				one.Fault = err.Error()
			}
		}
		out = append(out, one)
	}
	return out
}

// checkedMost bounds how many captures are read again for one page.
const checkedMost = 8

// ordered puts what is about the shown version before what is about others, and
// words that only sound like manipulation behind everything else.
func ordered(signals []qalxan.Signal, shown string) []qalxan.Signal {
	weight := func(s qalxan.Signal) int {
		w := 0
		if s.Detector == qalxan.DetectTechnique {
			w += 2
		}
		if s.ItemID != shown {
			w++
		}
		return w
	}
	return slices.SortedStableFunc(slices.Values(signals), func(a, b qalxan.Signal) int { return weight(a) - weight(b) })
}

// openReasons is how many reasons are read without unfolding the rest.
const openReasons = 3

// leading are the reasons that are read at once, and folded are all others. One
// alone is not worth a fold.
func leading(all []why) []why { return all[:len(all)-len(folded(all))] }

func folded(all []why) []why {
	if len(all) <= openReasons+1 {
		return nil
	}
	return all[openReasons:]
}

// reasons numbers the signals and marks their places in an item.
func reasons(item qalxan.Item, signals []qalxan.Signal) (title, text []segment, out []why) {
	m := make(marker)
	title = m.cut(item.Title, highlight.Signals(signals, item.ID, qalxan.FieldTitle))
	text = m.cut(item.Text, highlight.Signals(signals, item.ID, qalxan.FieldText))
	for i, s := range signals {
		out = append(out, why{Signal: s, Number: i + 1, Colour: colour(i + 1), Placed: m[i+1], Elsewhere: s.ItemID != item.ID})
	}
	return title, text, out
}

// Bounds of the passages that are set beside each other.
const (
	besideSpan   = 600
	besideAround = 90
	besideMost   = 3
)

func compare(view api.FindingView, other api.Compared) comparison {
	c := comparison{Compared: other, There: allFound(other.Excerpts)}
	var spans []highlight.Span
	for _, s := range highlight.Signals(view.Finding.Signals, view.Item.ID, qalxan.FieldText) {
		if view.Finding.Signals[s.Mark-1].Compared == other.ID {
			s.To = min(s.To, s.From+besideSpan)
			spans = append(spans, s)
		}
	}
	for i, s := range view.Finding.Signals {
		if s.Compared == other.ID {
			c.Numbers = append(c.Numbers, i+1)
		}
	}
	if len(spans) == 0 {
		return c
	}
	elsewhere := make(marker) // the text above has the places of the reasons
	for _, n := range c.Numbers {
		elsewhere[n] = true
	}
	for _, w := range highlight.Windows(view.Item.Text, spans, besideAround, besideMost) {
		c.Here = append(c.Here, passage{w.Before, w.After, elsewhere.cut(w.Text, w.Spans)})
	}
	return c
}

// isolate keeps a crawled text from turning the direction of what follows it
// where no element can: it drops the text's own controls of direction and puts
// it between FSI and PDI (UAX #9, 2).
func isolate(text string) string {
	text = strings.Map(func(r rune) rune {
		if (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069') {
			return -1
		}
		return r
	}, text)
	return "\u2068" + text + "\u2069"
}

// itemPage is an item as the template shows it.
type itemPage struct {
	api.ItemView
	Title, Text []segment
	Reasons     []why
	Outdated    bool // there is a newer version
	Changes     []api.Changed
	Explanation *qalxan.Explanation // nil where nobody explains
	Evidence    []checked
	Translation *translation // nil where there is nothing to translate
}

func (d *desk) item(r *http.Request) (page, error) {
	view, err := d.library.Item(r.Context(), r.PathValue("id"))
	if err != nil {
		return page{}, err
	}
	p := itemPage{ItemView: view}
	p.Title, p.Text, p.Reasons = reasons(view.Item, ordered(view.Signals, view.Item.ID))
	p.Outdated = slices.ContainsFunc(view.Versions, func(v api.Version) bool { return v.Version > view.Item.Version })
	p.Evidence = d.check(r, view.Captures)
	if p.Explanation, err = d.explain(r, view.Item.ID); err != nil {
		return page{}, err
	}
	if p.Translation, err = d.translation(r, view.Item, view.Source); err != nil {
		return page{}, err
	}
	p.Changes, err = d.library.Changes(r.Context(), view.Item.Identity)
	return page{Title: isolate(view.Item.Title), Here: "search", Body: p}, err
}
