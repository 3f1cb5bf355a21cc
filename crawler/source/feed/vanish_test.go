package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

// listed is a feed of entries: "a 10" is published ten hours ago, "a:x 10" has
// the address x.
func listed(entries string) string {
	var b strings.Builder
	for e := range strings.SplitSeq(entries, ", ") {
		var id string
		var age int
		fmt.Sscanf(e, "%s %d", &id, &age)
		name, path, moved := strings.Cut(id, ":")
		if !moved {
			path = name
		}
		at := sourcetest.Day.Add(-time.Duration(age) * time.Hour)
		fmt.Fprintf(&b, "<item><title>%s</title><guid isPermaLink=\"false\">%[1]s</guid><link>https://xeber.az/%s</link><pubDate>%s</pubDate></item>",
			name, path, at.Format(time.RFC1123Z))
	}
	return `<rss version="2.0"><channel>` + b.String() + "</channel></rss>"
}

// readings reads a feed at hours and tells what became of its entries: "-a at
// 7", "+a at 9", and the pages that it had looked at, "?a at 1".
func readings(t *testing.T, entries qalxan.Entries, lists map[int]string) (told []string) {
	t.Helper()
	s, task := src(entries), frontier.Task{SourceID: "lent", URL: address, Role: frontier.RoleFeed}
	var hours []int
	for hour := range lists {
		hours = append(hours, hour)
	}
	slices.Sort(hours)
	for _, hour := range hours {
		now := sourcetest.Day.Add(time.Duration(hour) * time.Hour)
		answer := sourcetest.Page{Body: listed(lists[hour])}
		switch lists[hour] {
		case "304", "500":
			fmt.Sscan(lists[hour], &answer.Status)
		}
		web := &sourcetest.Web{Pages: map[string]sourcetest.Page{address: answer}}
		c := feed.New(feed.Options{Now: func() time.Time { return now }}, web, nil)
		h := sourcetest.Collect(t, c, s, task)
		for _, f := range h.Fates {
			told = append(told, fmt.Sprintf("%s%s at %d", map[bool]string{true: "+", false: "-"}[f.Back], strings.TrimPrefix(f.Identity, "https://xeber.az/"), hour))
			if f.Reason == "" || f.CaptureID == "" || f.Since.IsZero() {
				t.Errorf("a fate without its proof: %+v", f)
			}
		}
		for _, found := range h.Found {
			if !found.Hint.Changed.IsZero() {
				told = append(told, fmt.Sprintf("?%s at %d", strings.TrimPrefix(found.URL, "https://xeber.az/"), hour))
			}
		}
		task.Memory = h.Result.Memory
	}
	return told
}

// TestVanished reads feeds whose entries go and come in every way.
func TestVanished(t *testing.T) {
	const all, less = "a 10, b 20, c 30, d 40, e 50", "a 10, c 30, d 40, e 50"
	for name, tt := range map[string]struct {
		lists map[int]string
		want  string
	}{
		"nothing":                       {map[int]string{0: all, 1: all, 9: all}, ""},
		"taken out":                     {map[int]string{0: all, 1: less, 8: less}, "-b at 8"},
		"taken out, then unchanged":     {map[int]string{0: all, 1: less, 8: "304", 9: "304"}, "-b at 8"},
		"told once":                     {map[int]string{0: all, 1: less, 8: less, 20: less}, "-b at 8"},
		"too early to tell":             {map[int]string{0: all, 1: less, 6: less}, ""},
		"no answer says nothing":        {map[int]string{0: all, 1: less, 8: "500"}, ""},
		"back between":                  {map[int]string{0: all, 1: less, 4: all, 8: less}, ""},
		"back after":                    {map[int]string{0: all, 1: less, 8: less, 20: all}, "-b at 8, +b at 20"},
		"an older one moves up":         {map[int]string{0: all, 1: less + ", f 60", 8: less + ", f 60"}, "-b at 8"},
		"with new ones":                 {map[int]string{0: all, 1: "g 0, " + less, 8: "h -7, g 0, " + less}, "-b at 8"},
		"scrolled out":                  {map[int]string{0: all, 1: "f 0, a 10, b 20, c 30", 8: "g -7, f 0, a 10"}, ""},
		"missing, then scrolled out":    {map[int]string{0: all, 1: less, 8: "h -7, g -6, a 10"}, ""},
		"an old one is pinned":          {map[int]string{0: "z 900, a 10, b 20, c 30", 1: "z 900, f 0, a 10, b 20", 8: "z 900, g -7, f 0, a 10"}, ""},
		"an old one always ends it":     {map[int]string{0: "a 10, b 20, c 30, z 900", 1: "f 0, a 10, b 20, z 900", 8: "g -7, f 0, a 10, z 900"}, ""},
		"sorted otherwise":              {map[int]string{0: "c 30, a 10, b 20, d 40, e 50", 1: "c 30, a 10, d 40, e 50", 8: "c 30, a 10, d 40, e 50"}, ""},
		"another list":                  {map[int]string{0: all, 1: "d 40, e 50, x 55", 8: "d 40, e 50, x 55"}, ""},
		"an empty list":                 {map[int]string{0: all, 1: "", 8: ""}, ""},
		"under another address":         {map[int]string{0: all, 1: "a 10, b:bb 20, c 30, d 40, e 50", 8: "a 10, b:bb 20, c 30, d 40, e 50"}, ""},
		"two, one after the other":      {map[int]string{0: all, 1: less, 5: "a 10, d 40, e 50", 8: "a 10, d 40, e 50", 12: "a 10, d 40, e 50"}, "-b at 8, -c at 12"},
		"the dates of all but one gone": {map[int]string{0: all, 1: less, 8: "a 10, c 30, d 40, e 900000"}, ""},
	} {
		if got := strings.Join(readings(t, qalxan.EntriesTake, tt.lists), ", "); got != tt.want {
			t.Errorf("%s: told %q, want %q", name, got, tt.want)
		}
	}
}

// TestVanishedPagesAreLookedAt follows the entries: a missing one is a reason to
// look at its page, once.
func TestVanishedPagesAreLookedAt(t *testing.T) {
	const all, less = "a 10, b 20, c 30, d 40, e 50", "a 10, c 30, d 40, e 50"
	got := readings(t, qalxan.EntriesFollow, map[int]string{0: all, 1: less, 2: less, 8: less, 9: "304"})
	if want := []string{"?b at 1"}; !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestWatchedEntriesAreBounded reads a feed that grows without end.
func TestWatchedEntriesAreBounded(t *testing.T) {
	var entries []string
	for n := range 900 {
		entries = append(entries, fmt.Sprintf("n%d %d", n, n+1))
	}
	s, task := src(qalxan.EntriesTake), frontier.Task{SourceID: "lent", URL: address, Role: frontier.RoleFeed}
	body := listed(strings.Join(entries, ", "))
	h := sourcetest.Collect(t, collector(map[string]sourcetest.Page{address: {Body: body}}, nil), s, task)
	if n := len(h.Result.Memory.Entries); n != 200 || h.Result.Memory.Entries[0].Identity != "https://xeber.az/n0" {
		t.Errorf("%d entries are watched", n)
	}
}
