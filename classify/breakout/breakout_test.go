package breakout

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

func at(hour int) time.Time { return time.Date(2026, 11, 1, hour, 0, 0, 0, time.UTC) }

func member(hour int, source, platform, language string, reach qalxan.Reach) Member {
	return Member{
		ItemID: fmt.Sprintf("i-%s-%02d", source, hour), SourceID: source, Source: source,
		Platform: platform, Language: language, Reach: reach, When: at(hour),
	}
}

func TestCompute(t *testing.T) {
	for _, test := range []struct {
		name    string
		members []Member
		steps   []string // category and item
	}{
		{"nothing", nil, nil},
		{"one place", []Member{member(1, "a", "web", "az", ""), member(2, "a", "web", "az", "")}, []string{"1 i-a-01"}},
		{"two sources", []Member{member(1, "a", "web", "az", ""), member(2, "b", "web", "az", "")}, []string{"1 i-a-01", "2 i-b-02"}},
		{"two languages", []Member{member(1, "a", "web", "az", ""), member(2, "a", "web", "ru", "")}, []string{"1 i-a-01", "2 i-a-02"}},
		{"an unknown language is none", []Member{member(1, "a", "web", "az", ""), member(2, "a", "web", "und", "")}, []string{"1 i-a-01"}},
		{"a site and its channel", []Member{member(1, "a", "web", "az", ""), member(2, "b", "telegram", "az", "")}, []string{"1 i-a-01", "2 i-b-02"}},
		{
			"several of both",
			[]Member{member(1, "a", "web", "az", ""), member(2, "b", "telegram", "az", ""), member(3, "c", "telegram", "az", "")},
			[]string{"1 i-a-01", "2 i-b-02", "3 i-c-03"},
		},
		{
			"at once in another language on another platform",
			[]Member{member(1, "a", "web", "az", ""), member(2, "b", "telegram", "ru", "")},
			[]string{"1 i-a-01", "3 i-b-02"},
		},
		{
			"mainstream, then prominent",
			[]Member{member(1, "a", "web", "az", ""), member(2, "tv", "web", "az", qalxan.ReachMainstream), member(3, "star", "x", "az", qalxan.ReachProminent)},
			[]string{"1 i-a-01", "4 i-tv-02", "5 i-star-03"},
		},
		{"a prominent voice begins", []Member{member(1, "star", "x", "az", qalxan.ReachProminent)}, []string{"5 i-star-01"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			slices.Reverse(test.members)
			b := Compute(test.members)
			var steps []string
			for _, s := range b.Steps {
				steps = append(steps, fmt.Sprint(s.Category, " ", s.Item))
				if s.Why == "" || s.Time.IsZero() {
					t.Errorf("step %+v", s)
				}
			}
			if diff := cmp.Diff(test.steps, steps); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNeverSix: whatever spreads, the last category is for people.
func TestNeverSix(t *testing.T) {
	var members []Member
	for i := range 200 {
		reach := []qalxan.Reach{"", qalxan.ReachMainstream, qalxan.ReachProminent}[i%3]
		members = append(members, member(i, fmt.Sprint(i), fmt.Sprint("p", i%7), fmt.Sprint("l", i%9), reach))
	}
	if b := Compute(members); b.Category != 5 {
		t.Errorf("category %d", b.Category)
	}
}

func TestDoubled(t *testing.T) {
	var members []Member
	for i := range 16 {
		members = append(members, member(i, "a", "web", "az", ""))
	}
	for n, want := range map[int]time.Duration{0: 0, 7: 0, 8: 4 * time.Hour, 16: 8 * time.Hour} {
		if got := Doubled(members[:n]); got != want {
			t.Errorf("%d members: %s, want %s", n, got, want)
		}
	}
	for i := range members {
		members[i].When = at(1)
	}
	if got := Doubled(members); got != time.Second {
		t.Errorf("all at once: %s", got)
	}
}

func TestPlatformOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://t.me/s/channel/1": "telegram", "https://www.YouTube.com/watch?v=1": "youtube", "https://outlet.example/x.com": "web",
		"https://notx.com/": "web", "https://az.wikipedia.org/wiki/A": "wiki", "::": "web", "": "web",
	} {
		if got := PlatformOf(qalxan.KindSite, address); got != want {
			t.Errorf("%q is %s, want %s", address, got, want)
		}
	}
	if got := PlatformOf(qalxan.KindWikipedia, "https://wiki.example/"); got != "wiki" {
		t.Errorf("a wiki is %s", got)
	}
}
