package page

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
)

// Listed plans the next look at a list that was read: what its addresses and
// titles are tells whether it changed, whatever their order. Wish is how long
// it asks to be left alone, beside what the answer's header says.
func Listed(h *source.Harvest, p *fetch.Page, l revisit.List, wish time.Duration) {
	entries := make([]string, 0, len(h.Found))
	for _, f := range h.Found {
		entries = append(entries, f.URL+" "+f.Hint.Title)
	}
	for _, i := range h.Items {
		entries = append(entries, i.Identity+" "+i.Title)
	}
	slices.Sort(entries)
	m := l.Learn(h.Result.Memory, h.Result.Time, revisit.Digest(entries...))
	m.Wish = max(wish, revisit.Fresh(p.Header, h.Result.Time))
	h.Result.Memory, h.Result.Next = m, l.Next(m, h.Result.Time)
}

// Unchanged plans the next look at a list whose server says that it is the
// same as before. A harvest that failed has a plan already.
func Unchanged(h *source.Harvest, l revisit.List) {
	if h.Result.State != frontier.StateDone || h.Result.Memory.Identity != "" {
		return
	}
	h.Result.Memory = l.Learn(h.Result.Memory, h.Result.Time, "")
	h.Result.Next = l.Next(h.Result.Memory, h.Result.Time)
}

// seen plans the next look at a page that an item was read from. An empty print
// is that of before.
func seen(h *source.Harvest, t frontier.Task, p *fetch.Page, identity, print string) {
	before, m := t.Memory, revisit.Lists.Learn(t.Memory, h.Result.Time, print)
	switch announced := !before.Checked.IsZero() && t.Hint.Changed.After(before.Checked); {
	case m.Changed.After(before.Changed):
		m.Alarms = 0
	case announced:
		m.Alarms++
	}
	if !m.Deleted.IsZero() {
		back := fate(h, p, before)
		back.Back, back.Reason, back.Identity = true, "the page can be read again", identity
		h.Fates = append(h.Fates, back)
	}
	m.Identity, m.Absent, m.Deleted = identity, time.Time{}, time.Time{}
	m.Unlisted = frontier.Window{} // that was about the first visit
	h.Result.Memory, h.Result.Next = m, revisit.Article(m, h.Result.Time)
}

// missed counts an answer that says that there is no such page, if there was
// one before. Only the second such answer, some hours after the first, is
// believed: servers lose pages for a while when they are moved or mended.
func missed(h *source.Harvest, p *fetch.Page) {
	m, now := h.Result.Memory, h.Result.Time
	if !names(h.Result.URL, m.Identity) {
		return
	}
	m.Absent = cmp.Or(m.Absent, now)
	confirmed := m.Absent.Add(revisit.Confirm)
	switch {
	case m.Deleted.IsZero() && now.Before(confirmed):
		h.Result.Next = confirmed
	case m.Deleted.IsZero():
		m.Deleted = now
		h.Fates = append(h.Fates, fate(h, p, m))
		fallthrough
	default:
		h.Result.Next = revisit.Article(m, now)
	}
	h.Result.Memory = m
}

// names reports whether an address is that of an item, and not one of several
// that lead to it: the end of those is not the end of the item.
func names(address, identity string) bool {
	a, err := url.Parse(address)
	if err != nil || identity == "" {
		return false
	}
	b, err := url.Parse(identity)
	return err == nil && frontier.SameSite(address, identity) && a.Path == b.Path && a.RawQuery == b.RawQuery
}

func fate(h *source.Harvest, p *fetch.Page, m frontier.Memory) source.Fate {
	f := source.Fate{Identity: m.Identity, Reason: h.Result.Reason, Status: p.Status, Since: m.Absent}
	f.CaptureID, f.Time = Origin(h, p)
	return f
}
