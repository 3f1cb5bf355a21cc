package terms

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// FileAt is where a host keeps its statements (TDMRep section 6.1).
const FileAt = "/.well-known/tdmrep.json"

// maxEntries bounds the entries of one file.
const maxEntries = 1000

// Mining is what a tdmrep.json says. The zero value reserves nothing.
type Mining struct{ entries []entry }

type entry struct {
	location, policy string
	reserved         bool
}

// ParseMining reads a tdmrep.json. It never fails: what is no such file, a page
// of HTML for one, says nothing. Entries beyond the first thousand are not
// read.
func ParseMining(body []byte) Mining {
	var raw []struct {
		Location    string `json:"location"`
		Reservation any    `json:"tdm-reservation"`
		Policy      any    `json:"tdm-policy"`
	}
	if json.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), &raw) != nil {
		return Mining{}
	}
	var m Mining
	for _, r := range raw[:min(len(raw), maxEntries)] {
		policy, _ := r.Policy.(string)
		m.entries = append(m.entries, entry{
			location: r.Location, policy: policy, reserved: strings.TrimSpace(fmt.Sprint(r.Reservation)) == "1",
		})
	}
	return m
}

// Of is the reservation for an address; nil where there is none. Locations are
// patterns like those of robots.txt. The longest that matches decides; between
// equals the one that reserves.
func (m Mining) Of(rawURL string, read time.Time) *Reservation {
	var best *entry
	most := -1
	for i, e := range m.entries {
		n, ok := robots.Match(e.location, rawURL)
		if ok && (n > most || n == most && e.reserved) {
			best, most = &m.entries[i], n
		}
	}
	if best == nil || !best.reserved {
		return nil
	}
	return &Reservation{
		Source: SourceFile, Rule: best.location + " tdm-reservation: 1", Policy: best.policy, Time: read,
	}
}
