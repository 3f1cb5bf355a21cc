package evidence

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// verifier compares one file with its lines of the chain.
type verifier struct {
	file   string
	open   bool // somebody may be writing it
	alone  bool // there is no chain at all
	r      io.ReaderAt
	links  map[string]Link // by record; those that were found are taken out
	sum    *Summary
	report func(Fault)

	at      map[int64]Link // the links by where they say that they stand
	capture string         // id of the capture that the next records belong to
	covered int64          // up to here a line speaks of what stands there
	shift   int64          // how far records stand from where they were written
	last    Link           // of the capture before
	written int64          // end of what the chain says was written
	held    *Fault         // a fault that is none if the open file ends with it
}

func (v *verifier) run(ctx context.Context, size int64) error {
	v.at = make(map[int64]Link, len(v.links))
	for _, l := range v.links {
		v.written = max(v.written, l.Offset+l.Size)
		v.at[l.Offset] = l
	}
	for rec, err := range Walk(v.r, size) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.judge(rec, err)
	}
	v.missing()
	return nil
}

func (v *verifier) judge(rec Record, err error) {
	if err != nil {
		v.hold(rec.Offset, err)
		return
	}
	if v.held != nil {
		v.report(*v.held)
		v.held = nil
	}
	v.sum.Records++
	if rec.Offset == 0 && rec.Type != "warcinfo" {
		v.fault(0, "the file does not begin with a warcinfo record")
	}
	if err := rec.check(); err != nil {
		v.fault(rec.Offset, err.Error())
	}
	if rec.begins() {
		v.capture = rec.ID
		v.compare(rec)
		return
	}
	v.belongs(rec)
}

// hold notes that a record cannot be read. After that it is not known which
// capture the next records belong to.
func (v *verifier) hold(offset int64, err error) {
	v.capture = ""
	f := Fault{v.file, offset, err.Error()}
	if l, ok := v.at[offset]; ok {
		f.Reason = fmt.Sprintf("record %s, %s: %v", l.Record, l.place(), err)
		delete(v.links, l.Record)
	}
	if v.inFlight(offset) {
		v.held = &f
		return
	}
	v.report(f)
}

// inFlight reports whether what stands there may be waiting for its line.
func (v *verifier) inFlight(offset int64) bool { return v.open && offset >= v.written }

// compare holds the records of a capture against their line.
func (v *verifier) compare(rec Record) {
	l, ok := v.links[rec.ID]
	if !ok {
		v.covered = math.MaxInt64 // said once for all records of the capture
		if !v.alone && !v.inFlight(rec.Offset) {
			v.fault(rec.Offset, fmt.Sprintf("record %s has no line in the chain: the line was removed, or the record was added", rec.ID))
		}
		return
	}
	delete(v.links, rec.ID)
	v.place(rec, l)
	sum, err := sumOf(v.r, rec.Offset, l.Size)
	if err != nil || sum != l.Digest {
		v.fault(rec.Offset, fmt.Sprintf("record %s: what stands here is not what %s says; it was changed or is not complete", rec.ID, l.place()))
	}
	v.covered, v.last = rec.Offset+l.Size, l
}

// place compares where a capture stands with where it was written.
func (v *verifier) place(rec Record, l Link) {
	if l.Offset < v.last.Offset {
		v.fault(rec.Offset, fmt.Sprintf("record %s, %s: it stands behind that of line %d; the records were reordered", rec.ID, l.place(), v.last.Seq))
		return
	}
	if by := rec.Offset - l.Offset; by != v.shift {
		v.shift = by
		v.fault(rec.Offset, fmt.Sprintf("record %s, %s: it was written at %d; bytes before it were removed or added", rec.ID, l.place(), l.Offset))
	}
}

// belongs checks that requests and metadata stand behind their capture, and
// that nothing stands where nothing was recorded.
func (v *verifier) belongs(rec Record) {
	switch {
	case v.capture != "" && rec.ConcurrentTo() != v.capture:
		v.fault(rec.Offset, fmt.Sprintf("record %s belongs to no capture before it", rec.ID))
	case v.capture != "" && rec.Offset >= v.covered:
		v.fault(rec.Offset, fmt.Sprintf("record %s was added behind those of %s", rec.ID, v.capture))
	}
}

// missing reports those that have a line and no records.
func (v *verifier) missing() {
	for _, l := range slices.SortedFunc(maps.Values(v.links), func(a, b Link) int { return cmp.Compare(a.Seq, b.Seq) }) {
		v.fault(l.Offset, fmt.Sprintf("record %s is missing; %s says that it was written here", l.Record, l.place()))
	}
}

func (v *verifier) fault(offset int64, reason string) {
	v.report(Fault{v.file, offset, reason})
}
