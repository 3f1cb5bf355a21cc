package desk

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

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

// narrativeTyped is a narrative as it is typed: one sentence a line, with the
// code of its language before it.
type narrativeTyped struct{ ID, Claim, Parent, Titles, Wordings, Rebuttals, References string }

// triedWording is what a wording would find in the last month.
type triedWording struct {
	Wording        string
	Unfit          bool
	Total, NearBy  int
	Hits, NearHits []hit
}

// Bounds of a trial of wordings on one page.
const (
	mostTried = 20
	mostHits  = 5
)

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
		p.Placed, p.History = w.Placed, slices.Clone(w.Versions)
		slices.Reverse(p.History)
	}
	title := d.words.known("write", "narrative.new")
	if !p.New {
		title = d.words.known("write", "narrative") + " " + isolate(p.Typed.ID)
	}
	return page{Title: title, Here: "narratives", Body: p}, nil
}

// writeNarrative tries the wordings of a narrative, keeps or retires it.
func (d *desk) writeNarrative(w http.ResponseWriter, r *http.Request) {
	p := narrativePage{writing: readWriting(r), New: r.PostForm.Has("new"), Typed: readTyped(r)}
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
			d.wrote(w, r, p.writing, told("/narratives", n.ID)+"#"+n.ID)
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
	d.name(w, p.writing)
	shown, err := d.narrativeShown(r, p)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.write(w, r, p.status(), "write-narrative", shown)
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

// tryWordings looks for the items of the last month that each wording would
// find, and for those that lack one word of it.
func (d *desk) tryWordings(r *http.Request, p *narrativePage, n qalxan.Narrative) error {
	for _, lang := range slices.Sorted(maps.Keys(n.Wordings)) {
		for _, wording := range n.Wordings[lang] {
			if len(p.Tried) == mostTried {
				p.TriedMore++
				continue
			}
			one, err := d.tryWording(r, wording)
			if err != nil {
				return err
			}
			p.Tried = append(p.Tried, one)
		}
	}
	if len(p.Tried) == 0 {
		p.Fault = "wordings"
	}
	return nil
}

func (d *desk) tryWording(r *http.Request, wording string) (triedWording, error) {
	t := triedWording{Wording: wording}
	found, err := d.library.Try(r.Context(), wording)
	if t.Unfit = errors.Is(err, api.ErrWording); t.Unfit {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	near, err := d.library.Near(r.Context(), wording)
	t.Total, t.Hits, t.NearBy, t.NearHits = found.Total, someHits(found), near.Total, someHits(near)
	return t, err
}

func someHits(r api.SearchResult) []hit {
	var all []hit
	for _, h := range r.Hits[:min(len(r.Hits), mostHits)] {
		all = append(all, newHit(h))
	}
	return all
}

func readTyped(r *http.Request) narrativeTyped {
	field := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue(name), "")) }
	return narrativeTyped{
		ID: field("id"), Claim: field("claim"), Parent: field("parent"), Titles: field("titles"),
		Wordings: field("wordings"), Rebuttals: field("rebuttals"), References: field("references"),
	}
}

// narrative is what was typed; a line without a language is noted.
func (p *narrativePage) narrative() qalxan.Narrative {
	t := p.Typed
	n := qalxan.Narrative{ID: t.ID, Claim: t.Claim, Parent: t.Parent, Wordings: p.sentences(t.Wordings)}
	if some := p.sentences(t.Rebuttals); len(some) > 0 {
		n.Rebuttals = some
	}
	for lang, titles := range p.sentences(t.Titles) {
		if n.Titles == nil {
			n.Titles = map[string]string{}
		}
		n.Titles[lang] = titles[len(titles)-1]
	}
	for l := range strings.Lines(t.References) {
		if l = strings.TrimSpace(l); l != "" {
			n.References = append(n.References, l)
		}
	}
	return n
}

// sentences reads lines such as "az: Su zəhərlidir".
func (p *narrativePage) sentences(text string) map[string][]string {
	all, number := map[string][]string{}, 0
	for l := range strings.Lines(text) {
		number++
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		lang, sentence, split := strings.Cut(l, ":")
		lang, sentence = strings.ToLower(strings.TrimSpace(lang)), strings.TrimSpace(sentence)
		if !split || sentence == "" || len(lang) < 2 || len(lang) > 3 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "" {
			if p.BadLine == 0 {
				p.BadLine, p.BadText = number, clip(l, maxName)
			}
			continue
		}
		all[lang] = append(all[lang], sentence)
	}
	return all
}

// typed is a narrative as it would be typed.
func typed(n qalxan.Narrative) narrativeTyped {
	titles := map[string][]string{}
	for lang, title := range n.Titles {
		titles[lang] = []string{title}
	}
	return narrativeTyped{
		n.ID, n.Claim, n.Parent, typedLines(titles), typedLines(n.Wordings), typedLines(n.Rebuttals), strings.Join(n.References, "\n"),
	}
}

func typedLines(sentences map[string][]string) string {
	var lines []string
	for _, lang := range slices.Sorted(maps.Keys(sentences)) {
		for _, s := range sentences[lang] {
			lines = append(lines, lang+": "+s)
		}
	}
	return strings.Join(lines, "\n")
}
