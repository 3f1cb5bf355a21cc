package desk

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// briefShown is a part of a campaign's brief as readers see it.
type briefShown struct {
	Brief api.Summary
	api.SummaryPart
	Written, Lang string // what a person wrote, and in which language
	Writes        bool   // whoever reads may change it
}

// mostFacts is how many facts of a kind a part lists: the template's 30.
const mostFacts = 30

// MoreActors is how many sources are not listed.
func (s briefShown) MoreActors() int { return max(len(s.Brief.Actors)-mostFacts, 0) }

// MoreStakes is how many reasons are not listed.
func (s briefShown) MoreStakes() int { return max(len(s.Brief.Stakes)-mostFacts, 0) }

func (d *desk) briefShown(r *http.Request, b api.Summary) []briefShown {
	var all []briefShown
	for _, p := range b.Parts {
		s := briefShown{Brief: b, SummaryPart: p, Writes: d.writes(r, account.Analyst)}
		if p.Text != nil {
			s.Written, s.Lang = p.Text.In(d.words.tag.String())
		}
		all = append(all, s)
	}
	return all
}

// briefPage is the form of one part.
type briefPage struct {
	writing
	briefShown
	Campaign qalxan.Campaign
	Fields   []briefField
	Noted    string // digest of the facts that whoever writes has before them
	History  []briefVersion
	TheirsIn []briefField // what somebody else saved meanwhile
}

// briefField is the text in one language.
type briefField struct{ Lang, Text string }

// briefVersion is one version that was kept.
type briefVersion struct {
	store.Kept
	Fields []briefField
}

func (d *desk) briefForm(r *http.Request) (page, error) {
	q := r.URL.Query()
	p, err := d.briefPage(r, q.Get("campaign"), q.Get("part"))
	if err != nil {
		return page{}, err
	}
	p.writing, p.Noted = newWriting(r, p.SummaryPart.Seen()), p.Facts
	if p.Text != nil {
		p.Fields = d.briefFields(p.Text.Texts)
	} else {
		p.Fields = d.briefFields(nil)
	}
	return d.briefShownPage(p), nil
}

func (d *desk) briefShownPage(p briefPage) page {
	return page{Title: d.words.known("brief", p.Part) + " · " + isolate(p.Campaign.Title), Here: "campaigns", Body: p}
}

// briefPage reads the part with its versions.
func (d *desk) briefPage(r *http.Request, campaign, part string) (briefPage, error) {
	view, err := d.library.Campaign(r.Context(), campaign)
	if err != nil {
		return briefPage{}, err
	}
	b, err := d.library.Summary(r.Context(), view)
	if err != nil {
		return briefPage{}, err
	}
	p := briefPage{Campaign: view.Campaign}
	for _, s := range d.briefShown(r, b) {
		if string(s.Part) == part {
			p.briefShown = s
		}
	}
	if p.Part == "" {
		return p, store.ErrNotFound
	}
	for _, k := range slices.Backward(p.Versions) {
		p.History = append(p.History, briefVersion{k, fieldsOf(k)})
	}
	return p, nil
}

// briefFields are the languages of the desk, and those that a text has besides.
func (d *desk) briefFields(texts map[string]string) []briefField {
	codes, _ := spoken() // embedded
	for code := range texts {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	var all []briefField
	for _, code := range codes {
		all = append(all, briefField{code, texts[code]})
	}
	return all
}

func fieldsOf(k store.Kept) []briefField {
	var t qalxan.BriefText
	if json.Unmarshal(k.Doc, &t) != nil || k.Ended {
		return nil
	}
	var all []briefField
	for _, code := range t.Languages() {
		all = append(all, briefField{code, t.Texts[code]})
	}
	return all
}

// writeBrief keeps a text, or lets the part fill itself again.
func (d *desk) writeBrief(w http.ResponseWriter, r *http.Request) {
	p, err := d.briefPage(r, r.PostFormValue("campaign"), r.PostFormValue("part"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p.writing, p.Noted = d.readWriting(w, r), clip(r.PostFormValue("facts"), 64)
	c := watchlist.BriefChange{
		Author: p.author(), Campaign: p.Campaign.ID, Filled: r.PostForm.Has("fill"),
		Text: qalxan.BriefText{Part: p.Part, Facts: p.Noted, Texts: typedTexts(r)},
	}
	p.Fields = d.briefFields(c.Text.Texts)
	switch {
	case p.Fault != "":
	case len(c.Text.Texts) == 0 && !c.Filled:
		p.Fault = "text"
	default:
		k, err := d.writers.SaveBrief(r.Context(), c)
		if err == nil {
			http.Redirect(w, r, told("/campaigns/"+p.Campaign.ID, string(k.Kind))+"#brief-"+string(p.Part), http.StatusSeeOther)
			return
		}
		mendable, fault := p.refused(err, func() ([]store.Kept, error) {
			now, err := d.briefPage(r, p.Campaign.ID, string(p.Part))
			p.History = now.History
			return now.Versions, err
		})
		if !mendable {
			d.fail(w, r, fault)
			return
		}
		if p.Theirs != nil {
			p.TheirsIn = fieldsOf(*p.Theirs)
		}
	}
	d.write(w, r, p.status(), "write-brief", d.briefShownPage(p))
}

// typedTexts are the texts of a form by language. Nothing is cut off: what is
// too long comes back with a sentence.
func typedTexts(r *http.Request) map[string]string {
	texts := map[string]string{}
	for name, values := range r.PostForm {
		code, is := strings.CutPrefix(name, "text-")
		text := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(values[0], ""), "\r\n", "\n"))
		if is && text != "" && len(code) <= 3 {
			texts[code] = text
		}
	}
	return texts
}
