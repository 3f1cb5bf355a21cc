package standing

import (
	"testing"
	"time"
)

func TestDueTimesOverChangesOfClocks(t *testing.T) {
	for _, c := range []struct {
		name, spec, zone, from string
		want                   []string
	}{
		{"every morning", "0 9 * * *", "Asia/Baku", "2026-11-21T05:00:00Z", []string{"2026-11-22T05:00:00Z", "2026-11-23T05:00:00Z"}},
		{"spring leaves 02:30 out", "30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", []string{"2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		{"autumn has 02:30 twice", "30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", []string{"2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"}},
		{"within the second 02", "30 2 * * *", "Europe/Berlin", "2026-10-25T01:40:00Z", []string{"2026-10-26T01:30:00Z"}},
		{"every hour in spring", "0 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", []string{"2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"}},
		{"UTC where no zone is named", "0 9 * * 1", "", "2026-11-21T05:00:00Z", []string{"2026-11-23T09:00:00Z"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := newTimes(c.spec, c.zone)
			if err != nil {
				t.Fatal(err)
			}
			at := instant(t, c.from)
			for _, want := range c.want {
				if at = s.next(at); !at.Equal(instant(t, want)) {
					t.Fatalf("due at %s, want %s", at.Format(time.RFC3339), want)
				}
			}
		})
	}
}

func TestLatest(t *testing.T) {
	s, err := newTimes("0 9 * * *", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	from := instant(t, "2026-11-20T09:00:00Z")
	if due, missed := s.latest(from, instant(t, "2026-11-21T08:59:59Z")); !due.IsZero() || missed != 0 {
		t.Errorf("before its time: %s, %d", due, missed)
	}
	if due, missed := s.latest(from, instant(t, "2026-11-23T10:00:00Z")); !due.Equal(instant(t, "2026-11-23T09:00:00Z")) || missed != 2 {
		t.Errorf("after three days: %s, %d", due, missed)
	}
}

func TestTimesThatCannotBe(t *testing.T) {
	for _, c := range [][2]string{
		{"", ""}, {"* * * * *", ""}, {"@every 1h", ""}, {"TZ=0", ""}, {"0 9 31 2 *", ""}, {"0 9 * * *", "Local"}, {"0 9 * * *", "Asia/Nowhere"}, {"0 9 * * *", "../etc"},
	} {
		if _, err := newTimes(c[0], c[1]); err == nil {
			t.Errorf("%q in %q was taken", c[0], c[1])
		}
	}
}

func FuzzTimes(f *testing.F) {
	f.Add("0 9 * * 1", "Asia/Baku", int64(1_700_000_000))
	f.Add("30 2 * * *", "Europe/Berlin", int64(1_774_742_400))
	f.Add("@monthly", "", int64(0))
	f.Fuzz(func(t *testing.T, spec, zone string, from int64) {
		s, err := newTimes(spec, zone)
		if err != nil {
			return
		}
		at := time.Unix(from%(1<<32), 0)
		if next := s.next(at); !next.IsZero() && !next.After(at) {
			t.Errorf("%s is not after %s", next, at)
		}
	})
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
