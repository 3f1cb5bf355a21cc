package alert

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/store"
)

// post writes the letters that are due, a digest a rule.
func (s *Service) post(ctx context.Context) error {
	for _, r := range s.rules {
		for {
			waiting, err := s.deps.Record.Waiting(ctx, r.Name, s.now(), maxWaiting)
			if err != nil {
				return err
			}
			if len(waiting) == 0 {
				break
			}
			d, err := s.compose(ctx, r, waiting)
			if err != nil {
				return fmt.Errorf("writing the digest of %s: %w", r.Name, err)
			}
			letters, err := s.letters(r, d)
			if err != nil {
				return err
			}
			if err := s.deps.Record.Post(ctx, waiting, letters, s.now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// letters are a digest for every address of the rule; none for an empty one.
func (s *Service) letters(r rule, d Digest) ([]store.Letter, error) {
	if d.Total == 0 {
		return nil, nil
	}
	return d.letters(s.addresses(r))
}

// letters are the digest for each of the addresses.
func (d Digest) letters(to []addressed) (all []store.Letter, err error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	for _, a := range to {
		all = append(all, store.Letter{
			ID: qalxan.NewID("m"), Rule: d.Rule, Target: a.target.Name, Address: a.address,
			State: store.LetterDue, Body: string(body), Created: d.Created, Next: d.Created,
		})
	}
	return all, nil
}

// digest is an empty digest of a rule.
func (s *Service) digest(r rule, now time.Time) Digest {
	return Digest{
		Rule: r.Name, Language: r.words.Code(), Created: now.UTC().Truncate(time.Second), System: r.System, Link: s.options.Desk,
	}
}

// compose makes a digest of what waits. What was erased or dismissed meanwhile
// is left out.
func (s *Service) compose(ctx context.Context, r rule, waiting []store.Told) (Digest, error) {
	r.words.Voice = r.words.With(s.watched(ctx))
	d := s.digest(r, s.now())
	if r.System {
		return d, s.conditions(&d, r.words, waiting)
	}
	campaigns := map[string][]Entry{}
	for _, t := range waiting {
		f, err := s.deps.Record.Finding(ctx, t.Subject)
		if errors.Is(err, store.ErrNotFound) || err == nil && f.Status == qalxan.StatusDismissed && t.News == string(NewsFound) {
			continue
		}
		if err != nil {
			return d, err
		}
		e, err := s.entry(ctx, r, t, f)
		if err != nil {
			return d, err
		}
		campaigns[f.CampaignID] = append(campaigns[f.CampaignID], e)
		d.Total++
		d.Loud = d.Loud || f.Level == qalxan.LevelCritical && r.hours.quiet != (window{}) && r.hours.quiet.holds(s.now(), r.hours.zone)
	}
	for id, entries := range campaigns {
		g, err := s.group(ctx, r, id, entries)
		if err != nil {
			return d, err
		}
		d.Groups = append(d.Groups, g)
	}
	d.arrange()
	return d, nil
}

// watched are the narratives of the record, where it tells them: a letter without
// their sentences is better than none.
func (s *Service) watched(ctx context.Context) say.Watched {
	narrator, tells := s.deps.Record.(interface {
		Narratives(ctx context.Context) ([]qalxan.Narrative, error)
	})
	if !tells {
		return nil
	}
	all, err := narrator.Narratives(ctx)
	if err != nil {
		s.log.ErrorContext(ctx, "the narratives cannot be read", slog.Any("error", err))
	}
	return all
}

func (s *Service) conditions(d *Digest, words words, waiting []store.Told) error {
	var g Group
	for _, t := range waiting {
		g.Entries = append(g.Entries, Entry{Subject: clean(t.Subject, maxSource), News: News(t.News), Title: words.Fault(t.Text), Time: t.Changed})
	}
	d.Groups, d.Total = []Group{g}, len(g.Entries)
	d.arrange()
	return nil
}

func (s *Service) entry(ctx context.Context, r rule, t store.Told, f qalxan.Finding) (Entry, error) {
	e := Entry{
		Subject: f.ID, Level: f.Level, Status: f.Status, News: News(t.News), Time: t.Changed,
		Reason: clean(r.words.Reason(f.Reason), maxReason), Link: s.link("findings", f.ID), Source: clean(f.SourceID, maxSource),
		Returned: slices.ContainsFunc(f.Decisions, func(d qalxan.Decision) bool { return d.To == qalxan.StatusDismissed }),
	}
	item, err := s.deps.Record.Item(ctx, f.ItemID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return e, err
	}
	e.Title = cmp.Or(clean(item.Title, maxTitle), clean(item.URL, maxTitle), f.ID)
	source, err := s.deps.Record.Source(ctx, f.SourceID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return e, err
	}
	e.Source = cmp.Or(clean(source.Name, maxSource), e.Source)
	return e, nil
}

func (s *Service) group(ctx context.Context, r rule, campaignID string, entries []Entry) (Group, error) {
	g := Group{Campaign: campaignID, Entries: entries}
	if campaignID == "" {
		return g, nil
	}
	c, err := s.deps.Record.Campaign(ctx, campaignID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return g, err
	}
	g.Title, g.Link = cmp.Or(clean(r.words.Title(c), maxTitle), campaignID), s.link("campaigns", campaignID)
	return g, nil
}

// link is a page of the desk; nothing where its address is not known.
func (s *Service) link(parts ...string) string {
	if s.options.Desk == "" {
		return ""
	}
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.TrimSuffix(s.options.Desk, "/") + "/" + strings.Join(parts, "/")
}

// arrange puts what is most urgent first and bounds the digest.
func (d *Digest) arrange() {
	for _, g := range d.Groups {
		slices.SortFunc(g.Entries, func(a, b Entry) int {
			return cmp.Or(above(a.Level, b.Level), a.Time.Compare(b.Time), cmp.Compare(a.Subject, b.Subject))
		})
	}
	slices.SortFunc(d.Groups, func(a, b Group) int {
		return cmp.Or(above(a.Entries[0].Level, b.Entries[0].Level), -cmp.Compare(len(a.Entries), len(b.Entries)), cmp.Compare(a.Campaign, b.Campaign))
	})
	room := maxEntries
	for i := range d.Groups {
		g := &d.Groups[i]
		kept := min(room, len(g.Entries))
		d.More += len(g.Entries) - kept
		g.Entries, room = g.Entries[:kept], room-kept
	}
	d.Groups = slices.DeleteFunc(d.Groups, func(g Group) bool { return len(g.Entries) == 0 })
}

func above(a, b qalxan.Level) int {
	switch {
	case a.Above(b):
		return -1
	case b.Above(a):
		return 1
	}
	return 0
}
