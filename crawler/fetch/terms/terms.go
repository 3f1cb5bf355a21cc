// Package terms reads what the owner of a page says of its use: robots
// directives in headers and meta elements, and reservations of text and data
// mining after Article 4(3) of Directive (EU) 2019/790, as TDMRep (W3C
// Community Group report of 10 May 2024) and Content-Signal lines of robots.txt
// express them.
package terms

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// Terms are those of one answer. The zero value forbids nothing.
type Terms struct {
	NoIndex, NoFollow, NoArchive bool
	// Reservation is why the text must not be mined; nil where nobody
	// reserves that.
	Reservation *Reservation
	// NoCopy is where NoArchive stands; nil without it.
	NoCopy *Reservation
}

// Withhold reports whether neither the text nor a copy of the page is to be
// kept.
func (t Terms) Withhold() bool { return t.NoArchive || t.Reservation != nil }

// And joins terms of which each counts. Of several reservations the first
// stands for all.
func (t Terms) And(o Terms) Terms {
	t.NoIndex = t.NoIndex || o.NoIndex
	t.NoFollow = t.NoFollow || o.NoFollow
	t.NoArchive = t.NoArchive || o.NoArchive
	t.Reservation = cmp.Or(t.Reservation, o.Reservation)
	t.NoCopy = cmp.Or(t.NoCopy, o.NoCopy)
	return t
}

// Withheld is why no text is kept, as the item says it; nil where nothing
// forbids that. A reservation says more than the wish for no copy.
func (t Terms) Withheld() *qalxan.Withheld {
	switch {
	case t.Reservation != nil:
		return t.Reservation.withheld(qalxan.WithheldReserved)
	case t.NoCopy != nil:
		return t.NoCopy.withheld(qalxan.WithheldNoCopy)
	case t.NoArchive:
		return &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "noarchive", Place: string(SourceMeta)}
	}
	return nil
}

// Source is where a statement stands.
type Source string

// The places of statements.
const (
	SourceRobots Source = "robots.txt"
	SourceFile   Source = "tdmrep.json"
	SourceHeader Source = "header"
	SourceMeta   Source = "meta"
)

// Reservation is a statement by which the owner of a page reserves what may be
// done with it.
type Reservation struct {
	Source Source
	// Rule is the statement as it stands. It holds foreign bytes: escape it
	// where it is shown.
	Rule string
	Line int // in robots.txt, from 1; otherwise zero
	// Policy is where the owner says on which terms mining is possible; often
	// empty, and as foreign as Rule.
	Policy string
	Time   time.Time // when the host said so
}

// withheld cuts the foreign texts to what is worth keeping, and the time to
// what the record keeps.
func (r *Reservation) withheld(by qalxan.WithheldBy) *qalxan.Withheld {
	return &qalxan.Withheld{
		By: by, Rule: bounded(r.Rule), Place: string(r.Source), Line: r.Line, Terms: bounded(r.Policy),
		Time: r.Time.UTC().Truncate(time.Microsecond),
	}
}

// String is the reservation in one line, with the foreign bytes quoted.
func (r *Reservation) String() string {
	s := string(r.Source)
	if r.Line > 0 {
		s += fmt.Sprintf(" line %d", r.Line)
	}
	s += ": " + Quote(r.Rule)
	if r.Policy != "" {
		s += ", policy " + Quote(r.Policy)
	}
	return s + ", read " + r.Time.UTC().Format(time.RFC3339)
}

// most is how many bytes of a foreign text are kept or shown.
const most = 200

// Quote is a foreign text as it is shown: quoted, and not without end.
func Quote(s string) string {
	if len(s) > most {
		return fmt.Sprintf("%q...", s[:most])
	}
	return fmt.Sprintf("%q", s)
}

// bounded is a foreign text without end or broken letters.
func bounded(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), most)], "\ufffd")
}
