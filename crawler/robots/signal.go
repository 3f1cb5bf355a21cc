package robots

import "strings"

// maxSignals bounds the signals of one file.
const maxSignals = 1000

// Signal is one preference of a Content-Signal line: what the owner of a site
// says of a use of its pages, like ai-train=no.
type Signal struct {
	Name  string // lower case: "search", "ai-input", "ai-train", "use", ...
	Value string // lower case: "yes", "no", ...
	Line  int    // where it stands, from 1
}

// Signals are those for an agent, in the order in which they stand: of the
// groups whose rules count for it, and those that stand before any group, which
// are for everyone.
func (r *Rules) Signals(agent string) []Signal {
	found := append([]Signal(nil), r.signals...)
	for _, g := range r.applying(tokens(agent)) {
		found = append(found, g.signals...)
	}
	return found
}

// signal takes a Content-Signal line. It neither begins nor ends a group (RFC
// 9309 section 2.2.4).
func (p *parser) signal(value string, number int) {
	to := &p.rules.signals
	if len(p.rules.groups) > 0 {
		to = &p.group().signals
	}
	for pair := range strings.SplitSeq(strings.ToLower(value), ",") {
		name, said, ok := strings.Cut(pair, "=")
		name, said = strings.TrimSpace(name), strings.TrimSpace(said)
		if !ok || name == "" || said == "" || p.signalled >= maxSignals {
			continue
		}
		p.signalled++
		*to = append(*to, Signal{Name: name, Value: said, Line: number})
	}
}
