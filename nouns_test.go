package qalxan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func site() qalxan.Source {
	return qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}.WithDefaults()
}

func TestSourceValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*qalxan.Source)
		want   string // a part of the error; empty for none
	}{
		{"a site with nothing but its address", func(*qalxan.Source) {}, ""},
		{"upper case in the id", func(s *qalxan.Source) { s.ID = "Daily" }, `source id "Daily"`},
		{"a dash at the end of the id", func(s *qalxan.Source) { s.ID = "daily-" }, "lower-case letters"},
		{"an id that is too long", func(s *qalxan.Source) { s.ID = strings.Repeat("a", 65) }, "1 to 64"},
		{"an unknown kind", func(s *qalxan.Source) { s.Kind = "telegram" }, `kind "telegram"`},
		{"a path for an address", func(s *qalxan.Source) { s.URL = "/news" }, "needs http:// or https://"},
		{"a file for an address", func(s *qalxan.Source) { s.URL = "file:///etc/passwd" }, "needs http:// or https://"},
		{"a grade beyond F", func(s *qalxan.Source) { s.Grade = "G" }, "not one of A to F"},
		{"a wiki that watches nothing", func(s *qalxan.Source) { s.Kind = qalxan.KindWikipedia }, "at least one title"},
		{"a feed that is neither followed nor taken", func(s *qalxan.Source) { s.Kind = qalxan.KindFeed; s.Entries = "skip" }, "not follow or take"},
		{"a delay of a day", func(s *qalxan.Source) { s.Policy.Delay = 24 * time.Hour }, "source daily: policy: delay 24h"},
		{"a day that is none", func(s *qalxan.Source) { s.Policy.TermsRead = "yesterday" }, "terms_read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := site()
			tt.change(&s)
			err := s.Validate()
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("error %v does not say %q", err, tt.want)
			}
		})
	}
}

func TestPolicyDefaultsArePolite(t *testing.T) {
	p := qalxan.Policy{}.WithDefaults()
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	if p.Delay < 5*time.Second {
		t.Errorf("the default delay is %s; a stranger's host is left alone for at least 5s", p.Delay)
	}
	if p.AllowPrivate {
		t.Error("private addresses are allowed by default")
	}
}

func TestLevelsAreOrdered(t *testing.T) {
	levels := append([]qalxan.Level{""}, qalxan.Levels()...)
	for i, low := range levels {
		for j, high := range levels {
			if got := high.Above(low); got != (j > i) {
				t.Errorf("%q above %q: %t", high, low, got)
			}
		}
	}
}

func TestIDsTellPartsApart(t *testing.T) {
	seen := map[string]string{}
	for _, p := range [][2]string{{"ab", "c"}, {"a", "bc"}, {"", "abc"}, {"abc", ""}} {
		id := qalxan.SignalID(p[0], "narrative", p[1])
		if other, ok := seen[id]; ok {
			t.Errorf("%q and %q share the id %s", p, other, id)
		}
		seen[id] = p[0] + "|" + p[1]
	}
	if a, b := qalxan.ItemID("https://a.example/", 1), qalxan.ItemID("https://a.example/", 1); a != b {
		t.Errorf("one version has two ids: %s and %s", a, b)
	}
	if id := qalxan.FindingID("https://a.example/"); !strings.HasPrefix(id, "f-") || len(id) != 18 {
		t.Errorf("finding id %q is not f- and 16 hex digits", id)
	}
}

func TestWhenNeverLiesAhead(t *testing.T) {
	seen := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	claim := func(at time.Time) qalxan.Item {
		return qalxan.Item{Seen: seen, Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: at, Origin: "feed"}}}
	}
	if got := claim(seen.Add(-time.Hour)).When(); !got.Equal(seen.Add(-time.Hour)) {
		t.Errorf("a past claim gives %s", got)
	}
	if got := claim(seen.Add(time.Hour)).When(); !got.Equal(seen) {
		t.Errorf("a claim after the capture gives %s, want the capture's time", got)
	}
	if got := (qalxan.Item{Seen: seen}).When(); !got.Equal(seen) {
		t.Errorf("no claim gives %s, want the capture's time", got)
	}
}

func TestDecisionNeedsNameAndReason(t *testing.T) {
	good := qalxan.Decision{By: "leyla", To: qalxan.StatusConfirmed, Reason: "same text on five sites"}
	if err := good.Validate(); err != nil {
		t.Errorf("refused: %v", err)
	}
	for name, change := range map[string]func(*qalxan.Decision){
		"status": func(d *qalxan.Decision) { d.To = "done" },
		"name":   func(d *qalxan.Decision) { d.By = "" },
		"reason": func(d *qalxan.Decision) { d.Reason = "" },
	} {
		d := good
		change(&d)
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without a good %s: %v", name, err)
		}
	}
}

func TestNarrativeValidate(t *testing.T) {
	good := qalxan.Narrative{ID: "water", Claim: "The water is poisoned.", Wordings: map[string][]string{"en": {"the water is poisoned"}}}
	if err := good.Validate(); err != nil {
		t.Errorf("refused: %v", err)
	}
	for want, bad := range map[string]qalxan.Narrative{
		"claim is empty":        {ID: "water", Wordings: good.Wordings},
		"wordings are missing":  {ID: "water", Claim: "x"},
		"an empty wording":      {ID: "water", Claim: "x", Wordings: map[string][]string{"az": {""}}},
		`narrative id "Water!"`: {ID: "Water!", Claim: "x", Wordings: good.Wordings},
	} {
		if err := bad.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
}
