package feed

import (
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
)

const (
	// maxWatched is how many of a feed's entries, the newest, are watched.
	maxWatched = 200
	// minOlder is how many entries that are older than a missing one have to
	// be listed still. Feeds lose their oldest entries all the time.
	minOlder = 2
)

// listing is what a feed lists at one reading.
type listing struct {
	entries    []frontier.Entry
	identities map[string]bool
	names      map[string]bool // what the feed calls its entries, and their titles
	ordered    bool            // the newest stand first, and all bear a date
	reach      time.Time       // what is not newer may have gone by age
}

func newListing(s qalxan.Source, entries []Entry) listing {
	l := listing{identities: map[string]bool{}, names: map[string]bool{}}
	l.ordered = len(entries) < MaxEntries && slices.IsSortedFunc(entries, func(a, b Entry) int { return b.Published.Compare(a.Published) })
	for _, e := range entries {
		known := frontier.Entry{Identity: e.identity(s), Name: name(e.ID), Title: name(e.Title), Published: e.Published}
		if known.Identity == "" || l.identities[known.Identity] {
			continue
		}
		l.identities[known.Identity], l.names[known.Name], l.names[known.Title] = true, true, true
		if len(l.entries) < maxWatched {
			l.entries = append(l.entries, known)
		}
	}
	delete(l.names, "")
	if len(entries) >= minOlder {
		l.reach = entries[len(entries)-minOlder].Published
	}
	return l
}

// name is a short digest by which an entry is known under another address.
func name(s string) string {
	if s == "" {
		return ""
	}
	return revisit.Digest(s)
}

// misses reports whether an entry is not listed although enough older ones are,
// and does not stand there under another address either.
func (l listing) misses(e frontier.Entry) bool {
	return !l.identities[e.Identity] && !l.names[e.Name] && !l.names[e.Title] && !l.reach.IsZero() && e.Published.After(l.reach)
}

// isOther reports whether so much is missing at once that this must be another
// list than the one before.
func (l listing) isOther(before []frontier.Entry) bool {
	there, missing := 0, 0
	for _, e := range before {
		switch {
		case !e.Absent.IsZero():
		case l.misses(e):
			missing++
		case l.identities[e.Identity]:
			there++
		}
	}
	return missing > max(1, there/2)
}
