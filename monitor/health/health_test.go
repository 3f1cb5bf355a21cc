package health

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// ran makes runs that ended an hour apart, newest first and the newest an hour
// ago, of a word each: a number is a run that brought so many items.
func ran(words string) (runs []store.Run) {
	for i, word := range strings.Fields(words) {
		end := now.Add(-time.Duration(i+1) * time.Hour)
		r := store.Run{Started: end.Add(-time.Minute), Ended: end}
		switch word {
		case "failed":
			r.Failed, r.Error = 1, "daily.example refuses connections."
		case "denied":
			r.Denied, r.Error = 1, "robots.txt of daily.example forbids it"
		case "empty":
		case "stopped":
			r.Stopped, r.Error = true, "told to stop"
		case "running":
			r.Ended = time.Time{}
		default:
			r.Used, r.Items = 3, int(word[0]-'0')
		}
		runs = append(runs, r)
	}
	return runs
}

// every makes harvests the given hours apart, the newest that many hours ago.
func every(first time.Duration, gaps ...int) []time.Time {
	at := now.Add(-first)
	all := []time.Time{at}
	for _, hours := range gaps {
		at = at.Add(-time.Duration(hours) * time.Hour)
		all = append(all, at)
	}
	return all
}

// months is a past of several weeks: twelve hours between harvests, over
// weekends sixty.
func months() (gaps []int) {
	for range 4 {
		gaps = append(gaps, 12, 12, 12, 12, 12, 12, 12, 12, 60)
	}
	return gaps
}

func TestState(t *testing.T) {
	wait := store.Wait{State: frontier.StateQueued, Reason: "the host asked to wait (Retry-After)", Until: now.Add(2 * time.Hour), Addresses: 9}
	fault := store.Wait{State: frontier.StateFailed, Reason: "503", Until: now.Add(time.Hour), Addresses: 3}
	success := now.Add(-50 * time.Hour)
	days := func(n time.Duration) time.Duration { return n * 24 * time.Hour }
	tests := []struct {
		name  string
		past  Past
		want  State
		alert bool
		text  string
	}{
		{"no run", Past{}, StateNew, false, "No crawl"},
		{"first run under way", Past{Runs: ran("running")}, StateNew, false, "No crawl"},
		{"only stopped", Past{Runs: ran("stopped stopped")}, StateNew, false, "No crawl"},
		{"answers", Past{Runs: ran("2 0 1"), LastSuccess: now}, StateGood, false, "answered 2026-11-21 11:00 UTC"},
		{"answers, one is under way", Past{Runs: ran("running 2"), LastSuccess: now}, StateGood, false, "10:00"},
		{"stopped by us", Past{Runs: ran("stopped 2"), LastSuccess: now}, StateGood, false, "10:00"},
		{"failed once", Past{Runs: ran("failed 2 1"), LastSuccess: success}, StateFailing, false, "in the last run, the last good one came 2026-11-19 10:00 UTC: daily.example refuses connections."},
		{"failed for long", Past{Runs: ran("failed stopped failed failed 1"), LastSuccess: success}, StateFailing, true, "last 3 runs"},
		{"a fault is to pass", Past{Runs: ran("failed 1"), LastSuccess: success, Waits: []store.Wait{fault}}, StateFailing, false, "refuses"},
		{"never answered", Past{Runs: ran("failed failed failed")}, StateUnanswered, true, "never gave"},
		{"asked to wait", Past{Runs: ran("failed 1"), LastSuccess: success, Waits: []store.Wait{wait}}, StateWaiting, false, "until 14:00 UTC: the host"},
		{"asked some pages to wait", Past{Runs: ran("1"), LastSuccess: success, Waits: []store.Wait{wait}}, StateGood, false, "answered"},
		{"asked to wait for long", Past{Runs: ran("failed failed failed 1"), LastSuccess: success, Waits: []store.Wait{wait}}, StateWaiting, true, "until 14:00 UTC"},
		{"forbidden", Past{Runs: ran("denied 1"), LastSuccess: success}, StateForbidden, false, "forbids it."},
		{"nothing due", Past{Runs: ran("empty")}, StateEmpty, false, "no address"},
		{"silent", Past{Runs: ran("0 0 0 0"), Harvests: every(days(6), months()...)}, StateSilent, true, "nothing new for 5 days; by its own past 5 days would be long"},
		{"a long weekend", Past{Runs: ran("0 0 0 0"), Harvests: every(days(4), months()...)}, StateGood, false, ""},
		{"an old outage counts once", Past{Runs: ran("0 0 0"), Harvests: every(days(7), append(months(), 1000)...)}, StateSilent, true, "for 6 days"},
		{"silent, but rarely asked", Past{Runs: ran("0 0"), Harvests: every(days(6), months()...)}, StateGood, false, ""},
		{"we did not ask", Past{Runs: ran("0 0 0"), Harvests: every(2*time.Hour, months()...)}, StateGood, false, ""},
		{"no history", Past{Runs: ran("0 0 0"), Harvests: every(days(90), 1, 1, 1, 1)}, StateGood, false, ""},
		{"short history, two days", Past{Runs: ran("0 0 0"), Harvests: every(days(2), 1, 1, 1, 1, 1, 1)}, StateGood, false, ""},
		{"short history, four days", Past{Runs: ran("0 0 0"), Harvests: every(days(4), 1, 1, 1, 1, 1, 1)}, StateSilent, true, "3 days would be long"},
		{"silent no more", Past{Runs: ran("1 0 0 0"), Harvests: every(time.Hour, months()...)}, StateGood, false, ""},
		{"silent and now failing", Past{Runs: ran("failed 0 0 0"), LastSuccess: success, Harvests: every(days(9), months()...)}, StateFailing, false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := Judge(test.past, now)
			if r.State != test.want || r.Alert != test.alert || !strings.Contains(r.Reason.Text, test.text) {
				t.Errorf("got %s (alert %v): %s\nwant %s (alert %v): %s", r.State, r.Alert, r.Reason.Text, test.want, test.alert, test.text)
			}
			if r.Waits == nil || strings.Contains(r.Reason.Text, "{") || strings.HasSuffix(r.Reason.Text, "..") {
				t.Errorf("the report cannot be shown: %+v", r)
			}
		})
	}
}

func TestPace(t *testing.T) {
	tests := map[string]string{
		"":                          "no run with an answer yet",
		"failed failed":             "no run with an answer yet",
		"1":                         "1 new item in the last run; what is normal is not known yet (0 of 5 runs)",
		"2 1 1 1 1":                 "2 new items in the last run; what is normal is not known yet (4 of 5 runs)",
		"0 9 1 2 3 4":               "0 new items in the last run, normally 3 (median of 5 runs)",
		"0 9 1 2 3 4 8":             "0 new items in the last run, normally 3.5 (median of 6 runs)",
		"failed 5 9 1 failed 2 3 4": "5 new items in the last run, normally 3 (median of 5 runs)",
	}
	for words, want := range tests {
		if got := Judge(Past{Runs: ran(words)}, now).Pace.String(); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestLastError(t *testing.T) {
	r := Judge(Past{Runs: ran("stopped 1 failed 2")}, now)
	if r.LastError != "daily.example refuses connections." || !r.LastErrorAt.Equal(now.Add(-3*time.Hour)) {
		t.Errorf("got %q at %s", r.LastError, r.LastErrorAt)
	}
	if r := Judge(Past{Runs: ran("running 1")}, now); r.Crawling.IsZero() || r.LastError != "" {
		t.Errorf("got %+v", r)
	}
}

func TestRobots(t *testing.T) {
	tests := []struct {
		notice *store.Notice
		want   string
	}{
		{nil, ""},
		{&store.Notice{Status: 200, Fetched: now.Add(-3 * time.Hour)}, "robots.txt: read 3 hours ago."},
		{&store.Notice{Status: 404, Fetched: now.Add(-90 * time.Second)}, "robots.txt: none, so it forbids nothing (answered 404, asked 1 minute ago)."},
		{
			&store.Notice{Status: 200, Fetched: now.Add(-75 * time.Hour), Fault: "robots.txt answered 503"},
			"robots.txt: the last good copy counts, 3 days old: robots.txt answered 503.",
		},
	}
	for _, test := range tests {
		r, got := Judge(Past{Robots: test.notice}, now).Robots, ""
		if r != nil {
			got = r.Reason.Text
		}
		if got != test.want || r != nil && r.Kept != (test.notice.Fault != "") {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestNext(t *testing.T) {
	tests := []struct {
		schedule, runs string
		want           time.Time
	}{
		{"", "1", time.Time{}},
		{"nonsense", "1", time.Time{}},
		{"30 * * * *", "1", now.Add(30 * time.Minute)},
		{"@every 3h", "1", now.Add(2*time.Hour - time.Minute)}, // the last run began 61 minutes ago
		{"@every 1h", "1", now.Add(time.Hour)},
		{"@every 1h", "", now.Add(time.Hour)},
	}
	for _, test := range tests {
		if got := Judge(Past{Runs: ran(test.runs), Schedule: test.schedule}, now).Next; !got.Equal(test.want) {
			t.Errorf("%s after %q: %s, want %s", test.schedule, test.runs, got, test.want)
		}
	}
}

func TestTraps(t *testing.T) {
	runs := ran("1 1 1")
	runs[1].Notes, runs[2].Notes = "A calendar.\nA loop.", "An older one."
	if got := Judge(Past{Runs: runs}, now).Traps; !slices.Equal(got, []string{"A calendar.", "A loop."}) {
		t.Errorf("traps %q", got)
	}
	if got := Judge(Past{Runs: ran("1")}, now).Traps; got == nil || len(got) != 0 {
		t.Errorf("traps %v", got)
	}
}

func TestUrgency(t *testing.T) {
	for i, s := range States() {
		if s.Urgency() != i {
			t.Errorf("%s has urgency %d, want %d", s, s.Urgency(), i)
		}
	}
}
