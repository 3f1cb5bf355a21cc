package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/highlight"
	"github.com/qalxan/qalxan/store"
)

// FindingView is a finding with everything that it speaks of.
type FindingView struct {
	Finding  qalxan.Finding   `json:"finding"`
	Item     qalxan.Item      `json:"item"`
	Source   *qalxan.Source   `json:"source,omitempty"`
	Captures []qalxan.Capture `json:"captures"` // of the item, then of those compared
	Compared []Compared       `json:"compared"`
	Campaign *qalxan.Campaign `json:"campaign,omitempty"`
}

// Compared is an item that a signal compares the finding's item with.
type Compared struct {
	Brief
	// Previous says that this is an older version of the same item. Excerpts
	// then show what changed, otherwise the passages that both items share, and
	// the beginning where there is neither.
	Previous bool      `json:"previous,omitempty"`
	Excerpts []Snippet `json:"excerpts"`
}

// FindingEntry is a finding in a list.
type FindingEntry struct {
	Finding qalxan.Finding `json:"finding"`
	Item    Brief          `json:"item"`
}

// FindingList is one page of findings.
type FindingList struct {
	Findings []FindingEntry `json:"findings"`
	Next     string         `json:"next,omitempty"` // cursor of the next page
}

// Finding returns one finding, by its id.
func (l *Library) Finding(ctx context.Context, id string) (FindingView, error) {
	finding, err := l.store.Finding(ctx, id)
	if err != nil {
		return FindingView{}, fmt.Errorf("finding %s: %w", id, err)
	}
	parts, err := l.parts(ctx, finding)
	if err != nil {
		return FindingView{}, err
	}
	view := FindingView{
		Finding: finding, Item: parts.item, Source: parts.source,
		Captures: parts.captures, Compared: []Compared{}, Campaign: parts.campaign,
	}
	brief := l.briefs()
	for _, other := range parts.compared {
		about, err := brief(ctx, other)
		if err != nil {
			return FindingView{}, err
		}
		view.Compared = append(view.Compared, compare(about, other, parts.item))
	}
	return view, nil
}

func compare(about Brief, other, item qalxan.Item) Compared {
	c := Compared{Brief: about, Previous: other.Identity == item.Identity}
	places := highlight.Shared
	if c.Previous {
		places = highlight.Changed
	}
	c.Excerpts = snippets(qalxan.FieldText, other.Text, places(other.Text, item.Text))
	return c
}

// Findings lists the findings that the filter lets through, last updated
// first.
func (l *Library) Findings(ctx context.Context, f store.Filter, p store.Page) (FindingList, error) {
	findings, next, err := l.store.Findings(ctx, f, p)
	if err != nil {
		return FindingList{}, fmt.Errorf("list findings: %w", err)
	}
	list, entry := FindingList{Findings: []FindingEntry{}, Next: next}, l.entries()
	for _, f := range findings {
		e, err := entry(ctx, f)
		if err != nil {
			return FindingList{}, err
		}
		list.Findings = append(list.Findings, e)
	}
	return list, nil
}

// entries returns a maker of entries, as briefs does of briefs.
func (l *Library) entries() func(context.Context, qalxan.Finding) (FindingEntry, error) {
	brief := l.briefs()
	return func(ctx context.Context, f qalxan.Finding) (FindingEntry, error) {
		item, err := l.item(ctx, f.ItemID)
		if err != nil {
			return FindingEntry{}, fmt.Errorf("finding %s: %w", f.ID, err)
		}
		about, err := brief(ctx, item)
		return FindingEntry{f, about}, err
	}
}

// parts are the things that a finding speaks of.
type parts struct {
	item     qalxan.Item
	source   *qalxan.Source
	captures []qalxan.Capture
	compared []qalxan.Item
	campaign *qalxan.Campaign
}

func (l *Library) parts(ctx context.Context, f qalxan.Finding) (p parts, err error) {
	if p.item, err = l.item(ctx, f.ItemID); err != nil {
		return p, fmt.Errorf("finding %s: %w", f.ID, err)
	}
	if p.source, err = optional(l.store.Source(ctx, f.SourceID)); err != nil {
		return p, fmt.Errorf("read the source of finding %s: %w", f.ID, err)
	}
	if p.compared, err = l.compared(ctx, f); err != nil {
		return p, err
	}
	if p.captures, err = l.captures(ctx, append([]qalxan.Item{p.item}, p.compared...)...); err != nil {
		return p, err
	}
	if f.CampaignID == "" {
		return p, nil
	}
	if p.campaign, err = optional(l.campaign(ctx, f.CampaignID)); err != nil {
		return p, fmt.Errorf("read the campaign of finding %s: %w", f.ID, err)
	}
	return p, nil
}

// compared lists the items that the signals of a finding compare with, each
// once, in the order of the signals.
func (l *Library) compared(ctx context.Context, f qalxan.Finding) ([]qalxan.Item, error) {
	items, seen := []qalxan.Item{}, make(map[string]bool)
	for _, s := range f.Signals {
		if s.Compared == "" || seen[s.Compared] {
			continue
		}
		seen[s.Compared] = true
		other, err := optional(l.item(ctx, s.Compared))
		if err != nil {
			return nil, fmt.Errorf("read what finding %s compares with: %w", f.ID, err)
		}
		if other != nil {
			items = append(items, *other)
		}
	}
	return items, nil
}

// FindingEntry returns a finding as it stands in a list, by its id.
func (l *Library) FindingEntry(ctx context.Context, id string) (FindingEntry, error) {
	f, err := l.store.Finding(ctx, id)
	if err != nil {
		return FindingEntry{}, fmt.Errorf("finding %s: %w", id, err)
	}
	return l.entries()(ctx, f)
}
