package fetch

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	minBackOff    = time.Minute
	maxBackOff    = time.Hour
	maxRetryAfter = 24 * time.Hour

	// maxBlocks is how many block pages in a row make a host one that does not
	// want us; then it is left alone for minLeave, and each time again that the
	// next answer is another one, for twice as long.
	maxBlocks = 3
	minLeave  = time.Hour
	maxLeave  = 7 * 24 * time.Hour
)

// lane is what the gate knows of one host or one address. The gate's lock
// guards all but turn.
type lane struct {
	turn    chan struct{} // full while a request is under way
	users   int           // requests under way and waiting
	ended   time.Time     // of the last request
	gap     time.Duration // that the last request asked for
	closed  time.Time     // until then
	why     string        // it is closed, in plain words; empty where the host asked for it
	backOff time.Duration // the last wait that we chose ourselves
	blocks  int           // block pages in a row
	leave   time.Duration // for which block pages closed it last
	kept    bool          // something of this outlives a restart
}

// ready is the earliest start of a request with the gap. The gap of the request
// before counts too, for the host asked for it a moment ago.
func (l *lane) ready(gap time.Duration) time.Time {
	if l.ended.IsZero() {
		return l.closed
	}
	return later(l.ended.Add(max(l.gap, gap)), l.closed)
}

// forgettable says that nothing depends on l any more. A wait that grew is
// remembered for as long again, so that a host which stays overloaded, or goes
// on to turn us away, is not asked as if for the first time.
func (l *lane) forgettable(now time.Time) bool {
	return l.users == 0 && l.ready(0).Add(max(l.backOff, l.leave)).Before(now)
}

// close leaves the host alone, if an answer says so, from now on.
func (l *lane) close(now time.Time, wait time.Duration, why string) {
	if until := now.Add(wait); wait > 0 && until.After(l.closed) {
		l.closed, l.why = until, why
	}
}

// turnedAway counts block pages in a row: 403 and 429, and tests for browsers.
// It returns for how long the host is left alone after this answer, and why; it
// is never tried around them. A fault of the server says nothing either way.
func (l *lane) turnedAway(status int, challenge string) (time.Duration, string) {
	blocked := challenge != "" || status == http.StatusForbidden || status == http.StatusTooManyRequests
	switch {
	case !blocked && status >= 500:
		return 0, ""
	case !blocked:
		l.blocks, l.leave = 0, 0
		return 0, ""
	}
	l.blocks++
	if l.blocks < maxBlocks {
		return 0, ""
	}
	l.leave = min(max(2*l.leave, minLeave), maxLeave)
	said := strconv.Itoa(status)
	if challenge != "" {
		said = challenge
	}
	return l.leave, fmt.Sprintf("turned us away %d times in a row, last with %s", l.blocks, said)
}

// closedFor is how long an answer closes the host: as Retry-After says, or
// longer each time where it says nothing (RFC 9110 section 10.2.3, RFC 6585
// section 4). The answer's own date comes before our clock.
func (l *lane) closedFor(res *http.Response, now time.Time) time.Duration {
	if res.StatusCode != http.StatusTooManyRequests && res.StatusCode < 500 {
		l.backOff = 0
		return 0
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		now = date
	}
	if wait := retryAfter(res.Header.Get("Retry-After"), now); wait > 0 {
		return wait
	}
	l.backOff = min(max(2*l.backOff, minBackOff), maxBackOff)
	return l.backOff
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
