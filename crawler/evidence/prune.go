package evidence

import "log/slog"

// prune drops, from the end of the chain, the lines that speak of records
// beyond the ends of the given files, and what is no line. It returns the
// records that have a line in them.
func (c *chain) prune(ends map[string]int64, log *slog.Logger) (map[string]bool, error) {
	if !exists(c.path) {
		return nil, nil
	}
	if err := c.open(); err != nil {
		return nil, err
	}
	if err := lock(c.f); err != nil {
		return nil, err
	}
	defer unlock(c.f)
	info, err := c.f.Stat()
	if err != nil {
		return nil, err
	}
	p := pruning{ends: ends, known: map[string]bool{}}
	for r, err := range rows(c.f, 0, info.Size()) {
		if err != nil {
			return nil, err
		}
		p.see(r)
	}
	if !p.broken {
		return p.known, nil
	}
	log.Warn("lines of the chain without a record dropped", "kept", p.good, "cut", info.Size()-p.good)
	return p.known, full(c.f.Truncate(p.good))
}

// pruning goes through the lines from the first on. What it may drop are lines
// of files that a crash left, or no lines at all: from a line of any other file
// it begins anew.
type pruning struct {
	ends   map[string]int64
	begun  bool  // a line of one of the files was seen
	before row   // the line before that
	last   Link  // the last good line; zero where the one before is spoilt
	good   int64 // where it ends
	broken bool  // what stands behind is to go
	known  map[string]bool
	later  []string // records in lines behind good
}

func (p *pruning) see(r row) {
	if !p.begun {
		// Long chains are not read closely before it matters.
		if _, ours := p.ends[r.file()]; !ours {
			p.before, p.good = r, r.end
			return
		}
		p.begun = true
		p.last, _ = p.before.link()
	}
	l, err := r.link()
	end, ours := p.ends[l.File]
	whole := err == nil && (!ours || l.Offset+l.Size <= end)
	switch {
	case whole && (!p.broken && p.follows(l) || !ours):
		p.keep(l, r)
	default:
		p.broken = true
		p.later = append(p.later, l.Record)
	}
}

func (p *pruning) follows(l Link) bool {
	return p.last.Seq == 0 && p.good > 0 || l == l.after(p.last)
}

func (p *pruning) keep(l Link, r row) {
	p.last, p.good, p.broken = l, r.end, false
	for _, id := range append(p.later, l.Record) {
		p.known[id] = true
	}
	p.later = p.later[:0]
}
