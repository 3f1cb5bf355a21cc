package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Account is what a played week came to.
type Account struct {
	Title     string       `json:"title"`
	Start     time.Time    `json:"start"`
	End       time.Time    `json:"end"`
	Totals    store.Totals `json:"totals"`
	Crawled   []Crawled    `json:"crawled"`
	Findings  []Flagged    `json:"findings"`
	Campaigns []Campaign   `json:"campaigns"`
	// Missing and Wrong are where the outcome and the truth part: a sentence
	// each. Both are empty after a good run.
	Missing []string `json:"missing"`
	Wrong   []string `json:"wrong"`
	// Seconds is how long the week took to play.
	Seconds float64 `json:"seconds"`
}

// Crawled is what came of one source.
type Crawled struct {
	Source string `json:"source"`
	Items  int    `json:"items"`
}

// Flagged is a finding in short.
type Flagged struct {
	ID        string        `json:"id"`
	URL       string        `json:"url"`
	Title     string        `json:"title"`
	Language  string        `json:"language"`
	Level     qalxan.Level  `json:"level"`
	Campaign  string        `json:"campaign,omitempty"`
	Published time.Time     `json:"when"`
	Why       string        `json:"why"`
	Signals   []SignalShort `json:"signals"`
}

// SignalShort is a signal in short.
type SignalShort struct {
	Detector qalxan.Detector `json:"detector"`
	Key      string          `json:"key"`
	Score    float64         `json:"score"`
	Stance   qalxan.Stance   `json:"stance,omitempty"`
	Why      string          `json:"why"`
}

// Campaign is a campaign in short.
type Campaign struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	First   string   `json:"first"` // the address of the earliest member
	Members []string `json:"members"`
	Sources int      `json:"sources"`
}

// Account reads what came of the week and compares it with the truth.
func (d *Demo) Account(ctx context.Context, r store.Reader) (Account, error) {
	a := Account{
		Title: d.Scenario.Title, Start: d.Scenario.Start, End: d.Scenario.End,
		Findings: []Flagged{}, Campaigns: []Campaign{}, Missing: []string{}, Wrong: []string{},
	}
	var err error
	if a.Totals, err = r.Totals(ctx); err != nil {
		return a, fmt.Errorf("counting the record: %w", err)
	}
	if err := a.addSources(ctx, r); err != nil {
		return a, err
	}
	if err := a.addFindings(ctx, r); err != nil {
		return a, err
	}
	if err := a.addCampaigns(ctx, r); err != nil {
		return a, err
	}
	d.compare(&a)
	return a, nil
}

func (a *Account) addSources(ctx context.Context, r store.Reader) error {
	sources, err := r.Sources(ctx)
	if err != nil {
		return fmt.Errorf("reading sources: %w", err)
	}
	for _, s := range sources {
		a.Crawled = append(a.Crawled, Crawled{Source: s.Source.ID, Items: s.Items})
	}
	return nil
}

func (a *Account) addFindings(ctx context.Context, r store.Reader) error {
	for page := (store.Page{}); ; {
		findings, next, err := r.Findings(ctx, store.Filter{}, page)
		if err != nil {
			return fmt.Errorf("reading findings: %w", err)
		}
		for _, f := range findings {
			item, err := r.Item(ctx, f.ItemID)
			if err != nil {
				return fmt.Errorf("reading %s: %w", f.ItemID, err)
			}
			a.Findings = append(a.Findings, flagged(f, item))
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	slices.SortFunc(a.Findings, func(x, y Flagged) int { return x.Published.Compare(y.Published) })
	return nil
}

func flagged(f qalxan.Finding, item qalxan.Item) Flagged {
	out := Flagged{
		ID: f.ID, URL: f.Identity, Title: item.Title, Language: item.Language.Code, Level: f.Level,
		Campaign: f.CampaignID, Published: item.When(), Why: f.Reason.Text,
	}
	for _, s := range f.Signals {
		out.Signals = append(out.Signals, SignalShort{Detector: s.Detector, Key: s.Key, Score: s.Score, Stance: s.Stance, Why: s.Reason.Text})
	}
	return out
}

func (a *Account) addCampaigns(ctx context.Context, r store.Reader) error {
	campaigns, _, err := r.Campaigns(ctx, store.Page{Limit: 1000})
	if err != nil {
		return fmt.Errorf("reading campaigns: %w", err)
	}
	for _, c := range campaigns {
		short := Campaign{ID: c.ID, Title: c.Title}
		hosts := map[string]bool{}
		for _, f := range a.Findings { // in order of time
			if f.Campaign == c.ID {
				short.Members = append(short.Members, f.URL)
				hosts[host(f.URL)] = true
			}
		}
		if len(short.Members) == 0 {
			continue // it was merged into another
		}
		short.First, short.Sources = short.Members[0], len(hosts)
		a.Campaigns = append(a.Campaigns, short)
	}
	return nil
}
