package revisit

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MaxWish is the longest that an owner's wish keeps us away from a list.
const MaxWish = 6 * time.Hour

// Fresh is how long an answer says that it stays good: max-age of
// Cache-Control, otherwise Expires, less the time that it already lay in a
// cache (RFC 9111 section 4.2). Zero where it says nothing, or that it is to
// be asked again each time.
func Fresh(h http.Header, now time.Time) time.Duration {
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch name {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			age, _ := strconv.ParseInt(h.Get("Age"), 10, 32)
			return max(seconds(strings.Trim(value, `"`))-time.Duration(max(age, 0))*time.Second, 0)
		}
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // the server's clock may be wrong, but it is one clock
	}
	return max(expires.Sub(now), 0)
}

func seconds(value string) time.Duration {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// Honest reports whether the dates of change in a sitemap can be believed.
// They cannot where nearly all of them lie after our visit before: a site that
// stamps every page with the time of asking says nothing by it. Before the
// second visit nothing is known, and nothing believed.
func Honest(modified []time.Time, before time.Time) bool {
	const few, share = 5, 0.9
	if before.IsZero() {
		return false
	}
	moved := 0
	for _, m := range modified {
		if m.After(before) {
			moved++
		}
	}
	return moved < few || float64(moved) < share*float64(len(modified))
}
