package pack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// Record is what packs are made of and kept in.
type Record interface {
	store.Packs
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	Findings(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Finding, string, error)
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
}

// Deps are what a service needs. All must be set.
type Deps struct {
	Record Record
	// Gather finds everything that a finding speaks of.
	Gather func(ctx context.Context, f qalxan.Finding) (report.Entry, error)
	Now    func() time.Time
	// Patience is after how long without an answer a pack is overdue.
	Patience time.Duration
}

// Service makes packs and keeps their history. It is safe for concurrent use.
type Service struct{ deps Deps }

// New returns a service.
func New(d Deps) *Service { return &Service{d} }

// Bounds of a pack.
const (
	mostFindings = 50  // that a pack is about
	mostMembers  = 500 // of a campaign that are looked at
	maxName      = 100 // bytes of who makes it
)

// Offer is what can be reported of a finding or a campaign, and to whom.
type Offer struct {
	Subject string `json:"subject"`
	// Platforms are those that a part of the subject stands on, with how many
	// findings; Why says of the others why not.
	Platforms []store.Count `json:"platforms"`
	Why       []Why         `json:"why"`
}

// Offer says to whom a finding or a campaign can be reported.
func (s *Service) Offer(ctx context.Context, subject string) (Offer, error) {
	o := Offer{Subject: subject, Platforms: []store.Count{}, Why: []Why{}}
	entries, err := s.entries(ctx, subject)
	if err != nil {
		return o, err
	}
	counts := map[Platform]int{}
	for _, e := range entries {
		p, why := Offered(e)
		if why == "" {
			counts[p]++
		} else if !slices.Contains(o.Why, why) {
			o.Why = append(o.Why, why)
		}
	}
	for _, p := range Platforms() {
		if counts[p] > 0 {
			o.Platforms = append(o.Platforms, store.Count{Value: string(p), Count: counts[p]})
		}
	}
	return o, nil
}

// entries are the findings of a subject.
func (s *Service) entries(ctx context.Context, subject string) ([]report.Entry, error) {
	findings, err := s.findings(ctx, subject)
	if err != nil {
		return nil, err
	}
	var entries []report.Entry
	for _, f := range findings {
		e, err := s.deps.Gather(ctx, f)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	// By time, then by id: the same record gives the same pack.
	slices.SortStableFunc(entries, func(a, b report.Entry) int {
		return cmp.Or(a.Item.When().Compare(b.Item.When()), cmp.Compare(a.Finding.ID, b.Finding.ID))
	})
	return entries, nil
}

func (s *Service) findings(ctx context.Context, subject string) ([]qalxan.Finding, error) {
	if !qalxan.IsCampaignID(subject) {
		f, err := s.deps.Record.Finding(ctx, subject)
		return []qalxan.Finding{f}, err
	}
	c, err := s.deps.Record.Campaign(ctx, subject)
	if err != nil {
		return nil, err
	}
	all, _, err := s.deps.Record.Findings(ctx, store.Filter{Campaigns: []string{c.ID}}, store.Page{Limit: mostMembers})
	return all, err
}

// Request asks for a pack.
type Request struct {
	Subject  string   `json:"subject"` // a finding or a campaign
	Platform Platform `json:"platform"`
	// Language is that of the text; empty for the one that the platform
	// expects. A wiki's own comes first where packs speak it.
	Language string `json:"language"`
	By       string `json:"by"`
}

// Make makes a pack and keeps it. What cannot be reported is ErrRequest.
func (s *Service) Make(ctx context.Context, r Request) (store.Pack, error) {
	if !slices.Contains(Platforms(), r.Platform) {
		return store.Pack{}, fmt.Errorf("%w: platform %.20q is not one of wikipedia, youtube, facebook, maps", ErrRequest, r.Platform)
	}
	if r.By = strings.TrimSpace(r.By); r.By == "" || len(r.By) > maxName {
		return store.Pack{}, fmt.Errorf("%w: say who makes it, in at most %d bytes", ErrRequest, maxName)
	}
	all, err := s.entries(ctx, r.Subject)
	if err != nil {
		return store.Pack{}, err
	}
	all = slices.DeleteFunc(all, func(e report.Entry) bool {
		p, why := Offered(e)
		return why != "" || p != r.Platform
	})
	if len(all) == 0 {
		return store.Pack{}, fmt.Errorf("%w: nothing of %s stands on %s, or nothing that was observed there is behaviour", ErrRequest, r.Subject, r.Platform)
	}
	p := store.Pack{
		ID: qalxan.NewID("p"), Subject: r.Subject, Platform: string(r.Platform), Made: s.deps.Now(), By: r.By, State: store.PackMade,
		Left: max(len(all)-mostFindings, 0),
	}
	if err := fill(&p, r, all[:min(len(all), mostFindings)]); err != nil {
		return store.Pack{}, err
	}
	return p, s.deps.Record.AddPack(ctx, p)
}

// fill writes the parts of a pack.
func fill(p *store.Pack, r Request, entries []report.Entry) error {
	for _, e := range entries {
		p.Findings = append(p.Findings, e.Finding.ID)
	}
	if r.Platform == Wikipedia {
		return fillWiki(p, r, entries)
	}
	p.Language = cmp.Or(r.Language, standard)
	w, err := wordsOf(p.Language)
	if err != nil {
		return err
	}
	f := forms[r.Platform]
	for _, e := range entries {
		p.Parts = append(p.Parts, f.part(w, e))
		p.Rows = append(p.Rows, row(w, f.category(observed(e.Finding.Signals)).name, e))
	}
	return nil
}

// fillWiki writes a section for each wiki, in its language where packs speak
// it.
func fillWiki(p *store.Pack, r Request, entries []report.Entry) error {
	byHost := map[string][]report.Entry{}
	var order []string
	for _, e := range entries {
		host, _ := wiki(e.Item.URL)
		if byHost[host] == nil {
			order = append(order, host)
		}
		byHost[host] = append(byHost[host], e)
	}
	for _, host := range order {
		_, language := wiki("https://" + host)
		w, spoken := wordsOf(language)
		if errors.Is(spoken, ErrRequest) {
			w, spoken = wordsOf(cmp.Or(r.Language, standard))
		}
		if spoken != nil {
			return spoken
		}
		p.Language = cmp.Or(p.Language, language)
		p.Parts = append(p.Parts, section(w, host, language, byHost[host]))
		for _, e := range byHost[host] {
			p.Rows = append(p.Rows, row(w, "", e))
		}
	}
	return nil
}
