package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
)

// Plan plans the next look at a feed that was read into the harvest, notes of
// what it announces that the visit before did not find it, and looks for what
// it announces no more.
func (f Feed) Plan(h *source.Harvest, s qalxan.Source, p *fetch.Page) {
	before := h.Result.Memory.Covered
	for i := range h.Found {
		h.Found[i].Memory.Unlisted = before
	}
	h.Unlisted = before
	page.Listed(h, p, revisit.Catalogs, f.Pause)
	h.Result.Memory.Covered = f.covers(h.Result.Time)
	watch{h, s}.read(f, p)
}

// covers is the time from whose stories the feed lists all: from its oldest
// entry until now. One with an entry that bears no date, or a date to come,
// covers nothing, for its order cannot be told.
func (f Feed) covers(now time.Time) frontier.Window {
	w := frontier.Window{From: now, To: now}
	for _, e := range f.Entries {
		if e.Published.Year() < 1990 || e.Published.After(now) {
			return frontier.Window{}
		}
		if e.Published.Before(w.From) {
			w.From = e.Published
		}
	}
	return w
}

// periods are those of the syndication module of RSS 1.0.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// pause is the ttl of RSS 2.0, in minutes, or the period of the syndication
// module by its frequency (default daily and once).
func pause(parsed *gofeed.Feed) time.Duration {
	if of, ok := parsed.OriginalFeed().(*rss.Feed); ok {
		if minutes, err := strconv.ParseUint(strings.TrimSpace(of.TTL), 10, 16); err == nil && minutes > 0 {
			return time.Duration(minutes) * time.Minute
		}
	}
	said := parsed.Extensions["sy"]
	if len(said["updatePeriod"]) == 0 {
		return 0
	}
	times := uint64(1)
	if frequency := said["updateFrequency"]; len(frequency) > 0 {
		if n, err := strconv.ParseUint(strings.TrimSpace(frequency[0].Value), 10, 16); err == nil && n > 0 {
			times = n
		}
	}
	return periods[strings.ToLower(strings.TrimSpace(said["updatePeriod"][0].Value))] / time.Duration(times)
}
