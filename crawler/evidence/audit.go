package evidence

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// audit goes through the chain line by line.
type audit struct {
	report func(Fault)
	top    Link  // the line with the highest number so far
	last   int64 // the number of the line before
	gaps   []gap
	lines  int
	proved *coverage // what the time stamps prove
	// spans is where in the chain the lines of each file stand: memory is
	// bounded by the number of files, not of lines.
	spans map[string]span
}

// span is a range of bytes.
type span struct{ from, to int64 }

// auditChain reads the chain of a folder and reports its faults. live says that
// somebody may be writing: half a line at the end is none of them then.
func auditChain(ctx context.Context, dir string, live bool, s stamps, report func(Fault)) (*audit, error) {
	a := &audit{report: report, spans: map[string]span{}, proved: newCoverage(s, ofCapture)}
	f, size, err := openChain(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return a, a.read(ctx, f, size, live)
}

func (a *audit) read(ctx context.Context, r io.ReaderAt, size int64, live bool) error {
	for row, err := range rows(r, 0, size) {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if row.whole || !live {
			a.judge(row)
		}
	}
	a.missing()
	return nil
}

// judge compares a line with itself and with those before it.
func (a *audit) judge(r row) {
	a.lines++
	l, err := r.link()
	a.proved.see(l, err)
	if err != nil {
		a.fault(r.at, fmt.Sprintf("the line behind line %d of the chain: %v", a.last, err))
	}
	if l.Seq == 0 {
		return
	}
	switch next := a.top.Seq + 1; {
	case l.Seq > next:
		a.gaps = append(a.gaps, gap{next, l.Seq - 1, r.at})
		a.top = l
	case l.Seq == next:
		if err == nil && l != l.after(a.top) {
			a.fault(r.at, fmt.Sprintf("%s does not name the hash of the line before it; one of the two was replaced", l.place()))
		}
		a.top = l
	default:
		a.fill(l.Seq)
		a.fault(r.at, fmt.Sprintf("%s stands behind line %d: the lines were reordered, or it stands there twice", l.place(), a.last))
	}
	a.last = l.Seq
	a.span(l.File, r)
}

func (a *audit) span(file string, r row) {
	s, known := a.spans[file]
	if !known {
		s.from = r.at
	}
	a.spans[file] = span{s.from, r.end}
}

// gap is a range of numbers that were left out, and before which byte.
type gap struct{ from, to, at int64 }

// fill takes a number out of the gaps: its line stands elsewhere.
func (a *audit) fill(seq int64) {
	for i, g := range a.gaps {
		if seq < g.from || seq > g.to {
			continue
		}
		a.gaps = append(a.gaps[:i:i], append([]gap{{g.from, seq - 1, g.at}, {seq + 1, g.to, g.at}}, a.gaps[i+1:]...)...)
		return
	}
}

// missing reports the numbers that stand nowhere.
func (a *audit) missing() {
	for _, g := range a.gaps {
		switch {
		case g.from == g.to:
			a.fault(g.at, fmt.Sprintf("line %d of the chain is missing", g.from))
		case g.from < g.to:
			a.fault(g.at, fmt.Sprintf("lines %d to %d of the chain are missing", g.from, g.to))
		}
	}
}

func (a *audit) fault(at int64, reason string) {
	a.report(Fault{File: ChainFile, Offset: at, Reason: reason})
}

// links are the lines of one file that can be read, by record.
func links(dir, file string, s span) (map[string]Link, error) {
	found := map[string]Link{}
	if s.to == 0 {
		return found, nil
	}
	f, _, err := openChain(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for r, err := range rows(f, s.from, s.to) {
		if err != nil {
			return nil, err
		}
		if r.file() != file {
			continue
		}
		if l, _ := r.link(); l.Seq > 0 {
			found[l.Record] = l
		}
	}
	return found, nil
}

// Holds reports whether the chain of a folder has a line with that hash: the
// last one of an earlier day, noted where nobody here could change it. A chain
// that holds it was not cut short before it.
func Holds(ctx context.Context, dir, hash string) (bool, error) {
	f, size, err := openChain(dir)
	if err != nil {
		return false, fmt.Errorf("look for %s in the chain: %w", hash, err)
	}
	defer f.Close()
	for r, err := range rows(f, 0, size) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return false, fmt.Errorf("look for %s in the chain: %w", hash, err)
		}
		if !strings.HasSuffix(r.text, " "+hash) {
			continue
		}
		if l, err := r.link(); err == nil && l.Hash == hash {
			return true, nil
		}
	}
	return false, nil
}
