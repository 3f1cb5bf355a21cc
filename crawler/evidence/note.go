package evidence

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// A note is a line of the chain that says what was taken out of the evidence
// later, on purpose. It is a line like any other, so that it can neither be
// added in between nor taken away; only its record field tells it apart:
//
//	erased:REQUEST:RECORD  the capture of that record was erased in its place;
//	                       the digest is that of what stands there since
//	removed:REASON         the whole file is gone; the digest is zeros
const (
	noteErased  = "erased:"
	noteRemoved = "removed:"
)

// note reports whether a line says what was taken out.
func (l Link) note() bool {
	return strings.HasPrefix(l.Record, noteErased) || strings.HasPrefix(l.Record, noteRemoved)
}

// Removal is something that was taken out of the evidence on purpose: a capture
// by a request, or a file by retention.
type Removal struct {
	File string `json:"file"`
	// Record is the capture; empty where the whole file is gone.
	Record string `json:"record,omitempty"`
	// By is the request, or "retention".
	By   string    `json:"by"`
	Time time.Time `json:"time"`
}

func (l Link) removal() Removal {
	r := Removal{File: l.File, Time: l.Time}
	if by, ok := strings.CutPrefix(l.Record, noteRemoved); ok {
		r.By = by
		return r
	}
	r.By, r.Record, _ = strings.Cut(strings.TrimPrefix(l.Record, noteErased), ":")
	return r
}

// applyNotes takes the notes out of the lines of a file and has the lines that
// they speak of say what stands there since. It returns what was erased, and
// the note of a file that was removed as a whole.
func applyNotes(lines map[string]Link) (erased []Removal, gone *Removal) {
	notes := slices.SortedFunc(maps.Values(lines), func(a, b Link) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, n := range notes {
		if !n.note() {
			continue
		}
		delete(lines, n.Record)
		r := n.removal()
		if r.Record == "" {
			gone = &r
			continue
		}
		// A note counts only for a capture in the place that it names.
		if l, ok := lines[r.Record]; ok && l.Offset == n.Offset && l.Size == n.Size {
			l.Digest = n.Digest
			lines[r.Record] = l
			erased = append(erased, r)
		}
	}
	return erased, gone
}
