package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	minBackOff    = time.Minute
	maxBackOff    = time.Hour
	maxRetryAfter = 24 * time.Hour
)

// host is what the gate knows of one host. The gate's lock guards all but turn.
type host struct {
	turn    chan struct{} // full while a request is under way
	users   int           // requests under way and waiting
	ended   time.Time     // of the last request
	gap     time.Duration // that the last request asked for
	closed  time.Time     // until then
	backOff time.Duration // the last wait that we chose ourselves
}

// ready is the earliest start of a request with the gap. The gap of the request
// before counts too, for the host asked for it a moment ago.
func (h *host) ready(gap time.Duration) time.Time {
	if h.ended.IsZero() {
		return h.closed
	}
	return later(h.ended.Add(max(h.gap, gap)), h.closed)
}

// forgettable says that nothing depends on h any more. A wait that grew is
// remembered for as long again, so that a host which stays overloaded is not
// asked as if for the first time.
func (h *host) forgettable(now time.Time) bool {
	return h.users == 0 && h.ready(0).Add(h.backOff).Before(now)
}

// closedFor is how long an answer closes the host: as Retry-After says, or
// longer each time where it says nothing (RFC 9110 section 10.2.3, RFC 6585
// section 4). The answer's own date comes before our clock.
func (h *host) closedFor(res *http.Response, now time.Time) time.Duration {
	if res.StatusCode != http.StatusTooManyRequests && res.StatusCode != http.StatusServiceUnavailable {
		h.backOff = 0
		return 0
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		now = date
	}
	if wait := retryAfter(res.Header.Get("Retry-After"), now); wait > 0 {
		return wait
	}
	h.backOff = min(max(2*h.backOff, minBackOff), maxBackOff)
	return h.backOff
}

// retryAfter reads both forms of the header, seconds and a date. It is zero for
// what is neither or is past, and a day at most.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value != "" && strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 32)
		if err != nil {
			return maxRetryAfter
		}
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(date.Sub(now), 0), maxRetryAfter)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
