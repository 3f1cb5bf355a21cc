package fetch

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/fetch/inflate"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// weigh learns the terms of an answer before it is kept. Who wants no copy gets
// none: the evidence then holds the headers, and in its note the size and the
// digest of the body, by which whoever has the page can show that it is the one
// that was seen.
func (v *visit) weigh(x *evidence.Exchange, agent string) {
	v.terms = terms.OfHeader(x.Header, agent, x.Time)
	if strings.Contains(strings.ToLower(x.Header.Get("Content-Type")), "html") {
		encoding := strings.Join(x.Header.Values("Content-Encoding"), ",")
		head := inflate.Body(x.Body, encoding, min(terms.HeadSize, v.policy.MaxBody))
		v.terms = v.terms.And(terms.OfPage(head.Body, agent, x.Time))
	}
	if v.reservation != nil {
		v.terms.Reservation = v.reservation
	}
	if !v.text {
		v.terms.Reservation = nil // there are no words to be mined
	}
	if !v.terms.Withhold() {
		return
	}
	x.Note = maps.Clone(x.Note)
	if x.Note == nil {
		x.Note = map[string]string{}
	}
	if v.terms.NoArchive {
		x.Note["noarchive"] = "the page asks that no copy is kept"
	}
	if v.terms.Reservation != nil {
		x.Note["reservation"] = v.terms.Reservation.String()
	}
	if len(x.Body) > 0 {
		x.Note["withheld"] = fmt.Sprintf("%d bytes, sha256:%x", len(x.Body), sha256.Sum256(x.Body))
		x.Body, x.Truncated, x.Withheld = nil, true, true
	}
}
