package hostile

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/store"
)

// campaign writes a publication, one that copies it and is edited later, and
// what ties them.
func (w *writer) campaign(e *store.Entry) {
	first := w.item("a", 1, 50*time.Hour)
	second := w.item("b", 1, 40*time.Hour)
	edited := w.item("b", 2, 30*time.Hour)
	edited.Text += "\nAnd what was added: " + w.text
	edited.Hash = qalxan.ItemHash(edited.Title, edited.Text)
	if w.number%5 == 0 {
		withheld := full(qalxan.Withheld{By: qalxan.WithheldReserved, Time: w.now}, w.text)
		edited.Withheld = &withheld
	}
	campaign := full(qalxan.Campaign{
		ID: qalxan.CampaignID(first.Identity), First: first.When(), Last: edited.When(), Updated: w.now, Narratives: []string{w.narrativeID(), w.text},
		Breakout: qalxan.Breakout{Category: 2, Steps: []qalxan.BreakoutStep{{Category: 1, Item: first.ID, Time: first.When()}, {Category: 2, Item: edited.ID, Time: edited.When()}}},
	}, w.text)
	e.Signals = slices.Concat(e.Signals, w.signals(edited, first, second), w.signals(first, second, second)[w.number%len(codes):][:1])
	e.Findings = append(e.Findings, w.finding(first, campaign.ID), w.finding(edited, campaign.ID))
	e.Campaigns = append(e.Campaigns, campaign)
	e.Shares = append(e.Shares, full(store.Share{Time: w.now}, w.text))
	e.Marks = append(e.Marks, full(store.Mark{Seen: w.now}, w.text))
	e.Reviews = append(e.Reviews, store.Review{SourceID: w.sourceID(), Seen: w.now, Review: full(claimreview.Review{URL: "https://" + Host + "/" + w.text}, w.text)})
	for _, i := range []qalxan.Item{first, second, edited} {
		e.Items = append(e.Items, store.ItemEntry{Item: i})
		e.Captures = append(e.Captures, full(qalxan.Capture{
			ID: i.CaptureID, SourceID: w.sourceID(), URL: i.URL, Time: i.Seen, Status: 200, Size: 4096, SHA256: w.text,
		}, w.text))
	}
}

func (w *writer) item(name string, version int, age time.Duration) qalxan.Item {
	identity := w.identity(name)
	i := full(qalxan.Item{
		ID: qalxan.ItemID(identity, version), Identity: identity, Version: version, SourceID: w.sourceID(), CaptureID: fmt.Sprintf("urn:%d:%s:%d", w.number, name, version),
		URL: identity, Title: w.text, Text: fmt.Sprintf("Text %d of it begins so. %s ends so.\n%s\nThe end.", w.number, w.text, w.text),
		Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: w.now.Add(-age)}, {Kind: qalxan.DateModified, Time: w.now.Add(-age)}},
		Links: []string{w.text, "https://" + Host + "/" + w.text, "https://" + Host + "/?" + w.text}, Seen: w.now.Add(time.Minute - age),
	}, w.text)
	i.Hash = qalxan.ItemHash(i.Title, i.Text)
	return i
}

func (w *writer) finding(i qalxan.Item, campaign string) qalxan.Finding {
	return qalxan.Finding{
		ID: qalxan.FindingID(i.Identity), Identity: i.Identity, ItemID: i.ID, SourceID: i.SourceID, Level: qalxan.LevelIncident, Status: qalxan.StatusNew,
		Criteria: w.text, Reason: w.reason("criteria"), CampaignID: campaign, Created: i.Seen, Updated: i.Seen,
		Grounds: &qalxan.Grounds{Level: qalxan.LevelIncident, Indicators: []string{w.text}, Rules: []string{w.text}, Facts: map[string]string{w.key(): w.text}},
	}
}

// codes are reasons of every detector that a catalogue says in other words.
var codes = strings.Fields(`narrative.spreads duplicate.copy duplicate.origin edit.headline edit.silent technique.judged coordination.text
	lookalike.page burst infrastructure.tie factcheck.match harm.life unknown.code`)

// signals point at everything in an item: a third at its title, the others at
// places of its text that overlap.
func (w *writer) signals(i, other, before qalxan.Item) []qalxan.Signal {
	var out []qalxan.Signal
	for n, code := range codes {
		detector, _, _ := strings.Cut(code, ".")
		likelihood := 0.74
		s := qalxan.Signal{
			ID: qalxan.SignalID(i.ID, qalxan.Detector(detector), code), ItemID: i.ID, Detector: qalxan.Detector(detector), Key: w.narrativeID(), Score: 0.5,
			Likelihood: &likelihood, Stance: qalxan.StanceSpreads, Techniques: []string{w.text}, Reason: w.reason(code), Time: i.Seen, Compared: other.ID,
		}
		if s.Detector != qalxan.DetectNarrative {
			s.Key, s.Stance = fmt.Sprintf("%s %s", code, w.text), ""
		}
		if detector == string(qalxan.DetectEdit) {
			s.Compared = before.ID
		}
		s.Spans = []qalxan.Span{{Field: qalxan.FieldText, From: 3 + n, To: 30 + 2*n}, {Field: qalxan.FieldTitle, From: n % 3, To: utf8.RuneCountInString(i.Title)}}
		out = append(out, s)
	}
	return out
}

// facts are the names of all facts of reasons.
var facts = strings.Fields(`account behaviour brand claim claimed confirmed copiers count critical domain doubling expected first host later marks modified
	name narratives origin other passage percent phrase place quote rank rule share since site sources span technique times unlisted window within wording words_added words_removed`)

func (w *writer) reason(code string) qalxan.Reason {
	r := qalxan.Reason{Code: code, Text: "Because of " + w.text, Facts: map[string]string{}}
	for _, name := range facts {
		r.Facts[name] = w.text
	}
	return r
}
