// Package revisit plans when an address is looked at again. It is arithmetic
// over what earlier visits taught ([frontier.Memory]): it reads no clock and
// keeps nothing.
//
// An article is looked at again after an hour, a day, three days, a week and a
// month, when most edits and deletions happen or have happened. A list (front page,
// section, feed, sitemap) is looked at as often as the square root of its rate
// of change asks for: among all ways to spend a number of visits on pages that
// change at random this one finds changes soonest, for the sum of
// rate/frequency at a fixed sum of frequencies is least where the frequency
// goes with the root of the rate.
package revisit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// No list is looked at more often or less often.
const (
	Soonest = 5 * time.Minute
	Latest  = 30 * 24 * time.Hour
)

// Confirm is how long after an item was first missed it has to be missed again
// to count as deleted.
const Confirm = 6 * time.Hour

// ladder is when an article is looked at again, counted from when it was first
// seen or last found changed. What changed begins at the second step: a page
// that never stands still is looked at once a day and not every hour.
var ladder = []time.Duration{time.Hour, day, 3 * day, 7 * day, 30 * day}

// Article is when an article is due again; the zero time for never, which is
// after the last step without a change. A deleted article is looked for by the
// same ladder, in case it comes back.
func Article(m frontier.Memory, now time.Time) time.Time {
	from, steps := m.First, ladder
	for _, later := range []time.Time{m.Changed, m.Deleted} {
		if later.After(from) {
			from, steps = later, ladder[1:]
		}
	}
	for _, step := range steps {
		// A visit that came a little early does not count for the step.
		if due := from.Add(step); due.After(now.Add(step / 10)) {
			return due
		}
	}
	return time.Time{}
}

// List is a kind of list with what is expected of it before anything is known.
type List struct {
	// Rate is how often a day such a list changes.
	Rate float64
	// Base is how long one that changes once a day is left alone.
	Base time.Duration
}

// Catalogs are small and name what is new: feeds and sitemaps. Lists are pages
// full of links.
var (
	Catalogs = List{Rate: 24, Base: 4 * time.Hour}
	Lists    = List{Rate: 1, Base: 12 * time.Hour}
)

// Learn is the memory after a visit that could be compared. Print is what
// stood there; the same print is no change. An empty one says that the server
// reported no change.
func (l List) Learn(m frontier.Memory, now time.Time, print string) frontier.Memory {
	known := m.Print != "" && !m.Checked.IsZero()
	changed := print != "" && print != m.Print
	if known && now.After(m.Checked) {
		m.Checks++
		if m.Rate == 0 {
			m.Rate, m.Sure = l.Rate, priorSure
		}
		m.Rate, m.Sure = learn(m.Rate, m.Sure, now.Sub(m.Checked), changed)
		if changed {
			m.Changes++
			m.Changed = now
		}
	}
	if print != "" {
		m.Print = print
	}
	if m.First.IsZero() {
		m.First = now
	}
	m.Checked = now
	return m
}

// Next is when the list is due again. What its owner wishes is granted up to
// [MaxWish], unless the list was found to change several times in such a while.
func (l List) Next(m frontier.Memory, now time.Time) time.Time {
	rate := l.Rate
	if m.Rate > 0 {
		rate = m.Rate
	}
	pause := time.Duration(float64(l.Base) / math.Sqrt(rate)).Round(time.Second)
	if wish := min(m.Wish, MaxWish); !refuted(m, wish) {
		pause = max(pause, wish)
	}
	return now.Add(min(max(pause, Soonest), Latest))
}

// refuted reports whether what an owner says of its own pace was found wrong.
func refuted(m frontier.Memory, wish time.Duration) bool {
	const tries, changes = 5, 3
	return m.Checks >= tries && m.Rate*wish.Hours()/24 > changes
}

// Print is a digest of words, and of nothing else: neither case, spacing nor
// numbers count, which on a page are mostly clocks and counters.
func Print(texts ...string) string {
	var words []string
	for _, text := range texts {
		words = append(words, strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r)
		})...)
	}
	return Digest(words...)
}

// Digest is a short digest of strings in their order, as they are.
func Digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
