package pack

import (
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// Bounds of what one address brings along.
const (
	mostCaptures = 3
	mostCompared = 5
)

// part is what goes into the form of a platform about one address.
func (f form) part(w words, e report.Entry) store.PackPart {
	c := f.category(observed(e.Finding.Signals))
	return store.PackPart{To: f.to, Fields: []store.PackField{
		{Key: "address", Text: plain(e.Item.URL)},
		{Key: "category", Text: c.name},
		{Key: "policy", Text: c.policy},
		{Key: "details", Text: fitting(f.limit, details(w, e)), Limit: f.limit},
	}}
}

// details are the lines about one finding, what matters most first.
func details(w words, e report.Entry) []string {
	lines := []string{sentences(w, e)}
	captures := captured(w, e)
	lines = append(lines, captures[:min(len(captures), 1)]...)
	if at := e.Item.Published(); !at.IsZero() {
		lines = append(lines, w.line("published", "time", minute(at)))
	}
	for _, address := range compared(e) {
		lines = append(lines, w.line("compared", "address", address))
	}
	lines = append(lines, w["closing"])
	return append(lines, captures[min(len(captures), 1):]...)
}

// sentences are what was observed of a finding.
func sentences(w words, e report.Entry) string {
	var all []string
	for _, d := range observed(e.Finding.Signals) {
		all = append(all, w["observed."+string(d)])
	}
	return strings.Join(all, " ")
}

func captured(w words, e report.Entry) (lines []string) {
	for _, c := range e.Captures[:min(len(e.Captures), mostCaptures)] {
		lines = append(lines, w.line("captured", "time", minute(c.Time), "digest", c.SHA256))
	}
	return lines
}

// compared are the addresses of what behaviour was compared with, but for other
// versions of the same page.
func compared(e report.Entry) (addresses []string) {
	shows := map[string]bool{}
	for _, s := range e.Finding.Signals {
		for _, d := range behaviours {
			shows[s.Compared] = shows[s.Compared] || s.Detector == d
		}
	}
	for _, i := range e.Compared {
		if address := plain(i.URL); address != "" && shows[i.ID] && i.Identity != e.Item.Identity && len(addresses) < mostCompared {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// fitting are as many lines as a field of limit code points holds. A line that
// does not fit is left out whole: half an address is none.
func fitting(limit int, lines []string) string {
	var kept []string
	used := 0
	for _, l := range lines {
		if n := utf8.RuneCountInString(l) + 1; l != "" && used+n <= limit+1 {
			kept, used = append(kept, l), used+n
		}
	}
	return strings.Join(kept, "\n")
}

// row is one address of a pack with its evidence.
func row(w words, category string, e report.Entry) store.PackRow {
	r := store.PackRow{
		Finding: e.Finding.ID, Address: plain(e.Item.URL), Category: category, Published: e.Item.Published(), Observed: sentences(w, e),
	}
	if len(e.Captures) > 0 {
		r.Captured, r.SHA256 = e.Captures[0].Time, e.Captures[0].SHA256
	}
	return r
}

// together says that several sources did the same at a time.
func together(entries []report.Entry) bool {
	for _, e := range entries {
		for _, d := range observed(e.Finding.Signals) {
			if d == qalxan.DetectCoordination || d == qalxan.DetectBurst {
				return true
			}
		}
	}
	return false
}
