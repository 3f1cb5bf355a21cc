package analyst

import (
	"context"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store"
)

// Supersedes reports whether a draft is a new version: other words than those
// of the version before. An identity belongs to the source that saw it first:
// what another source makes of the same address (a feed its summary, a site its
// page) is another reading and not an edit. Nor is the beginning of a page that
// is longer than may be taken. A dated revision that is not newer
// than the one known was taken before; any other counts, whatever it changed.
func Supersedes(next, previous qalxan.Item) bool {
	if next.Hash == previous.Hash || next.SourceID != previous.SourceID || isBeginning(next) {
		return false
	}
	for _, d := range next.Dates {
		if d.Origin == qalxan.OriginRevision {
			return d.Time.After(previous.Modified())
		}
	}
	return !edit.Same(previous, next)
}

func isBeginning(i qalxan.Item) bool {
	return i.Withheld != nil && i.Withheld.By == qalxan.WithheldRest
}

// settleFate adds to an entry what became of an item that was missing. That is
// told of its latest version; a page that nothing was found about makes no
// finding by vanishing.
func (a *Analyst) settleFate(ctx context.Context, s qalxan.Source, f source.Fate, e *store.Entry) error {
	if s.Policy.NoScore {
		return nil
	}
	latest, err := a.record.Latest(ctx, f.Identity)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.Identity, err)
	}
	if latest.SourceID != s.ID {
		return nil
	}
	signal, err := a.presence(ctx, latest, f)
	if err != nil {
		return err
	}
	finding, _, _, err := a.finding(ctx, latest, []qalxan.Signal{signal})
	if err != nil {
		return fmt.Errorf("judging %s: %w", latest.ID, err)
	}
	e.Signals = append(e.Signals, signal)
	if finding != nil {
		e.Findings = append(e.Findings, *finding)
	}
	return nil
}

func (a *Analyst) presence(ctx context.Context, latest qalxan.Item, f source.Fate) (qalxan.Signal, error) {
	absence := edit.Absence{Reason: f.Reason, Status: f.Status, Since: f.Since, Confirmed: f.Time, CaptureID: f.CaptureID}
	_, err := a.record.FindingOf(ctx, latest.Identity)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return qalxan.Signal{}, fmt.Errorf("looking for a finding about %s: %w", latest.Identity, err)
	}
	absence.Exposed = err == nil
	if f.Back {
		return edit.Returned(latest, absence), nil
	}
	return edit.Deleted(latest, absence), nil
}

// settleDates adds to an entry which pages, found by another way since their
// feed was read last, claim a date at which that feed did not list them. A page
// that is found by its feed is judged when it is read.
func (a *Analyst) settleDates(ctx context.Context, s qalxan.Source, found []frontier.Task, e *store.Entry) error {
	if s.Policy.NoScore {
		return nil
	}
	for _, t := range found {
		unlisted := t.Memory.Unlisted
		if !unlisted.Holds(t.Hint.Published, edit.BackdatedMargin) {
			continue
		}
		latest, err := a.record.Latest(ctx, t.URL)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", t.URL, err)
		}
		if latest.Version == 1 && latest.SourceID == s.ID && latest.Seen.After(unlisted.To) {
			e.Signals = append(e.Signals, edit.Backdated(latest, unlisted.From, unlisted.To)...)
		}
	}
	return nil
}
