package feed

import (
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
)

// reasonGone is how the absence of an entry shows.
const reasonGone = "its feed lists older entries and no longer this one"

// watch looks for entries that a feed takes out before their time.
type watch struct {
	h *source.Harvest
	s qalxan.Source
}

// Unchanged plans the next look at a feed whose server says that it is the same
// as before. What was missing is missing still.
func Unchanged(h *source.Harvest, s qalxan.Source) {
	read := h.Result.State == frontier.StateDone
	page.Unchanged(h, revisit.Catalogs)
	if !read {
		return
	}
	w, entries := watch{h, s}, slices.Clone(h.Result.Memory.Entries)
	for i, e := range entries {
		if !e.Absent.IsZero() {
			entries[i] = w.missed(e)
		}
	}
	h.Result.Memory.Entries = entries
}

// read compares a feed with what it listed before. Nothing is said by one that
// was cut, or whose entries do not stand in the order of their dates: what is
// pinned, or sorted otherwise, leaves a feed in other ways than by age.
func (w watch) read(f Feed, p *fetch.Page) {
	now, before := newListing(w.s, f.Entries), w.h.Result.Memory.Entries
	if p.Truncated || !now.ordered || f.covers(w.h.Result.Time).IsZero() {
		return
	}
	kept, other := now.entries, now.isOther(before)
	for _, e := range before {
		switch {
		case now.identities[e.Identity]:
			if !e.Gone.IsZero() {
				w.settle(e, true)
			}
		case other, !e.Gone.IsZero() && w.h.Result.Time.Sub(e.Gone) < revisit.Latest: // it may come back
			kept = append(kept, e)
		case now.misses(e):
			kept = append(kept, w.missed(e))
		}
	}
	w.h.Result.Memory.Entries = kept[:min(len(kept), 2*maxWatched)]
}

// missed counts a reading that did not list an entry. As with pages, only one
// some hours after the first is believed. Where the entries lead to pages, those
// are looked at instead, and early: they know better.
func (w watch) missed(e frontier.Entry) frontier.Entry {
	now := w.h.Result.Time
	if w.s.Entries != qalxan.EntriesTake {
		if e.Absent.IsZero() {
			e.Absent = now
			w.look(e)
		}
		return e
	}
	if e.Absent.IsZero() {
		e.Absent = now
	}
	confirmed := e.Absent.Add(revisit.Confirm)
	switch {
	case !e.Gone.IsZero():
	case now.Before(confirmed):
		w.early(confirmed)
	default:
		e.Gone = now
		w.settle(e, false)
	}
	return e
}

// early makes the feed due at a time, if it would be later.
func (w watch) early(at time.Time) {
	if next := &w.h.Result.Next; next.IsZero() || next.After(at) {
		*next = at
	}
}

// look has the page of an entry looked at now.
func (w watch) look(e frontier.Entry) {
	if w.s.Kind == qalxan.KindSite && !frontier.SameSite(e.Identity, w.s.URL) {
		return
	}
	w.h.Found = append(w.h.Found, frontier.Task{
		SourceID: w.s.ID, URL: e.Identity, Role: frontier.RolePage, Depth: 1,
		Hint: frontier.Hint{Published: e.Published, Changed: w.h.Result.Time, Origin: page.OriginFeed},
	})
}

func (w watch) settle(e frontier.Entry, back bool) {
	f := source.Fate{
		Identity: e.Identity, Back: back, Reason: reasonGone, Status: w.h.Result.Status,
		Since: e.Absent, Time: w.h.Result.Time,
	}
	if back {
		f.Reason = "its feed lists it again"
	}
	if n := len(w.h.Captures); n > 0 {
		f.CaptureID, f.Time = w.h.Captures[n-1].ID, w.h.Captures[n-1].Time
	}
	w.h.Fates = append(w.h.Fates, f)
}
