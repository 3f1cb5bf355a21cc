package evidence

import (
	"net/http"
	"time"
)

// Exchange is one request and its answer, as they went over the wire.
type Exchange struct {
	SourceID string
	URL      string
	Method   string    // empty where the answer is another's: no request is recorded
	Time     time.Time // when the request was sent
	IP       string    // of the peer; empty where unknown
	// RequestHeader and Header are as sent and received. Header still names the
	// content encoding that Body is in.
	RequestHeader http.Header
	Proto         string // "HTTP/1.1"
	Status        int
	StatusText    string
	Header        http.Header
	Body          []byte // as received, before decompression
	// Truncated says that the body is the beginning of a longer one.
	Truncated bool
	// Withheld says that the body is left out because its owner wants no copy.
	// Truncated is true as well then.
	Withheld bool
	// Note holds facts for the metadata record: the robots.txt rule that
	// allowed the request, for one.
	Note map[string]string
}
