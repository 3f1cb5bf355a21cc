package api

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// DocumentRequest asks for a report.
type DocumentRequest struct {
	Title string
	Query string // in the search language; empty for every finding
	Limit int    // most findings, 1 to 10,000; 0 for 1,000
}

const defaultDocument = 1000

// Document gathers the findings that a query matches into a report. It returns
// an error that is ErrTooMany rather than leave findings out.
func (l *Library) Document(ctx context.Context, r DocumentRequest) (report.Document, error) {
	node, err := query.Parse(r.Query, l.now())
	if err != nil {
		return report.Document{}, err
	}
	if r.Limit <= 0 {
		r.Limit = defaultDocument
	}
	r.Limit = min(r.Limit, maxDepth)
	d := report.Document{Title: r.Title, Generated: l.now(), Query: r.Query}
	for f, err := range l.matching(ctx, node) {
		if err != nil {
			return d, err
		}
		if len(d.Findings) == r.Limit {
			return d, fmt.Errorf("%w: more than %d match; narrow the query or raise the limit", ErrTooMany, r.Limit)
		}
		entry, err := l.Entry(ctx, f)
		if err != nil {
			return d, err
		}
		d.Findings = append(d.Findings, entry)
	}
	d.Criteria, d.Campaigns = criteriaOf(d.Findings), campaignsOf(d.Findings)
	if d.Platforms, err = l.reported(ctx); err != nil {
		return d, err
	}
	if d.Briefs, err = l.written(ctx); err != nil {
		return d, err
	}
	d.Narratives, err = l.Claims(ctx)
	return d, err
}

// Entry gathers what a report says about one finding.
func (l *Library) Entry(ctx context.Context, f qalxan.Finding) (report.Entry, error) {
	p, err := l.parts(ctx, f)
	if err != nil {
		return report.Entry{}, err
	}
	e := report.Entry{Finding: f, Item: p.item, Captures: p.captures, Compared: p.compared, Campaign: p.campaign}
	if e.Translations, err = l.store.Translations(ctx, p.item.Hash); err != nil {
		return report.Entry{}, fmt.Errorf("read the translations of finding %s: %w", f.ID, err)
	}
	if e.Source.ID = f.SourceID; p.source != nil {
		e.Source = *p.source
	}
	return e, nil
}

// matching yields the findings about the items that a query matches.
func (l *Library) matching(ctx context.Context, node query.Node) iter.Seq2[qalxan.Finding, error] {
	if filter, ok := filterOf(node); ok {
		return l.findings(ctx, filter)
	}
	return func(yield func(qalxan.Finding, error) bool) {
		found, err := l.all(ctx, query.And{Parts: []query.Node{node, judged()}})
		if err == nil && found.Total > maxDepth {
			err = fmt.Errorf("%w: %d match and a search reaches %d; narrow the query", ErrTooMany, found.Total, maxDepth)
		}
		if err != nil {
			yield(qalxan.Finding{}, err)
			return
		}
		seen := make(map[string]bool)
		for _, hit := range found.Hits {
			finding, err := l.findingOfItem(ctx, hit.ID)
			if err == nil && (finding == nil || seen[finding.ID]) {
				continue
			}
			if err != nil {
				yield(qalxan.Finding{}, err)
				return
			}
			seen[finding.ID] = true
			if !yield(*finding, nil) {
				return
			}
		}
	}
}

// judged matches what has a finding.
func judged() query.Node {
	var levels query.Or
	for _, level := range qalxan.Levels() {
		levels.Parts = append(levels.Parts, query.Term{Field: query.FieldLevel, Value: string(level)})
	}
	return levels
}

// findingOfItem is the finding about an item; nil where there is none or the
// item is gone.
func (l *Library) findingOfItem(ctx context.Context, id string) (*qalxan.Finding, error) {
	item, err := l.item(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return optional(l.store.FindingOf(ctx, item.Identity))
}

// criteriaOf is the version of the criteria, or nothing where the findings
// were judged by several.
func criteriaOf(entries []report.Entry) string {
	version := ""
	for i, e := range entries {
		if i > 0 && e.Finding.Criteria != version {
			return ""
		}
		version = e.Finding.Criteria
	}
	return version
}

// campaignsOf lists the campaigns of the entries, each once.
func campaignsOf(entries []report.Entry) []qalxan.Campaign {
	var out []qalxan.Campaign
	seen := make(map[string]bool)
	for _, e := range entries {
		if e.Campaign != nil && !seen[e.Campaign.ID] {
			seen[e.Campaign.ID] = true
			out = append(out, *e.Campaign)
		}
	}
	return out
}
