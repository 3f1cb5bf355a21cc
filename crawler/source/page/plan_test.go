package page_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

const hour = time.Hour

// look visits and reads a page at a time, with what was remembered of it.
func look(t *testing.T, at time.Time, m frontier.Memory, p sourcetest.Page, a extract.Article) source.Harvest {
	t.Helper()
	tk := task
	tk.Memory = m
	r := page.Reader{
		Visitor: page.Visitor{
			Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{address: p}},
			Now:    func() time.Time { return at },
		},
		Extractor: sourcetest.Articles{address: a, p.URL: a},
	}
	h, got, err := r.Visit(t.Context(), xeber, tk, "")
	if err != nil {
		t.Fatal(err)
	}
	if got != nil {
		r.Read(&h, xeber, tk, got)
	}
	return h
}

// TestFate follows one article through the answers of its server.
func TestFate(t *testing.T) {
	long := story
	long.Text = strings.Repeat("Uzun mətn davam edir. ", 40)
	notice := extract.Article{Title: "Səhifə tapılmadı", Text: "Axtardığınız xəbər yoxdur.", IsArticle: true}
	blocked := extract.Article{Title: "Just a moment...", Text: "Enable JavaScript and cookies to continue", IsArticle: true}
	ok, absent := sourcetest.Page{}, sourcetest.Page{Status: 404}
	fault := sourcetest.Page{Err: &fetch.Error{URL: address, Reason: "no answer", Err: fmt.Errorf("%w", fetch.ErrUnreachable)}}
	steps := []struct {
		name    string
		after   time.Duration
		page    sourcetest.Page
		article extract.Article
		items   int
		fate    string // "", gone or back
		next    time.Duration
	}{
		{"first seen", 0, ok, long, 1, "", hour},
		{"unchanged", hour, sourcetest.Page{Status: 304}, long, 0, "", 24 * hour},
		{"missing once", 24 * hour, absent, long, 0, "", 30 * hour},
		{"asked too soon", 25 * hour, absent, long, 0, "", 30 * hour},
		{"a fault says nothing", 26 * hour, fault, long, 0, "", 72 * hour},
		{"there again", 27 * hour, ok, long, 1, "", 72 * hour},
		{"a template", 30 * hour, ok, notice, 0, "", 36 * hour},
		{"a block page is no answer", 35 * hour, ok, blocked, 0, "", 72 * hour},
		{"half a page is no answer", 35 * hour, sourcetest.Page{Truncated: true}, story, 0, "", 72 * hour},
		{"still a template", 36 * hour, ok, notice, 0, "gone", 60 * hour},
		{"told once", 60 * hour, sourcetest.Page{Status: 410}, long, 0, "", 36*hour + 72*hour},
		{"led to the front page", 61 * hour, sourcetest.Page{URL: "https://xeber.az/"}, long, 0, "", 36*hour + 72*hour},
		{"back", 62 * hour, ok, long, 1, "back", 72 * hour},
		{"missing again", 63 * hour, sourcetest.Page{Status: 410}, long, 0, "", 69 * hour},
		{"gone again", 70 * hour, sourcetest.Page{Status: 410}, long, 0, "gone", 94 * hour},
		{"back, and the server says unchanged", 94 * hour, sourcetest.Page{Status: 304}, long, 0, "back", 7 * 24 * hour},
	}
	var m frontier.Memory
	for _, s := range steps {
		h := look(t, day.Add(s.after), m, s.page, s.article)
		m = h.Result.Memory
		if len(h.Items) != s.items {
			t.Errorf("%s: %d items", s.name, len(h.Items))
		}
		fate := ""
		if len(h.Fates) > 0 {
			fate = map[bool]string{false: "gone", true: "back"}[h.Fates[0].Back]
			if h.Fates[0].Identity != address || h.Fates[0].Reason == "" || h.Fates[0].CaptureID == "" || h.Fates[0].Since.IsZero() {
				t.Errorf("%s: %+v", s.name, h.Fates)
			}
		}
		if fate != s.fate {
			t.Errorf("%s: fate %q, want %q", s.name, fate, s.fate)
		}
		if next := h.Result.Next; s.next > 0 != !next.IsZero() || s.next > 0 && !next.Equal(day.Add(s.next)) {
			t.Errorf("%s: next after %s, want %s", s.name, next.Sub(day), s.next)
		}
	}
}

// TestFateOfNothing asks for pages that never held an item.
func TestFateOfNothing(t *testing.T) {
	h := look(t, day, frontier.Memory{}, sourcetest.Page{Status: 404}, story)
	if len(h.Fates) > 0 || !reflect.ValueOf(h.Result.Memory).IsZero() || !h.Result.Next.IsZero() {
		t.Errorf("%+v", h.Result)
	}
	alias := frontier.Memory{Identity: "https://xeber.az/canonical", First: day, Absent: day}
	if h := look(t, day.Add(7*hour), alias, sourcetest.Page{Status: 404}, story); len(h.Fates) > 0 {
		t.Errorf("another address of the item stands for it: %+v", h.Fates)
	}
	report := extract.Article{Title: "Şəhərdə su kəmərində nasazlıq tapıldı, təmir not found", Text: "Qısa xəbər.", IsArticle: true}
	if h := look(t, day, frontier.Memory{}, sourcetest.Page{}, report); len(h.Items) != 1 {
		t.Errorf("a new page was taken for a template: %+v", h.Result)
	}
	robots := extract.Article{Title: "Robots learn to solve a captcha", Text: "A short report.", IsArticle: true}
	first := look(t, day, frontier.Memory{}, sourcetest.Page{}, robots)
	if again := look(t, day.Add(hour), first.Result.Memory, sourcetest.Page{}, robots); len(first.Items) != 1 || len(again.Items) != 1 {
		t.Errorf("a report was taken for a block page: %+v", again.Result)
	}
	robots.IsArticle = false
	if h := look(t, day, frontier.Memory{}, sourcetest.Page{}, robots); h.Result.State != frontier.StateFailed {
		t.Errorf("a block page was not seen: %+v", h.Result)
	}
}

// TestFalseAlarms counts announced changes that were none, until there is one.
func TestFalseAlarms(t *testing.T) {
	m := look(t, day, frontier.Memory{}, sourcetest.Page{}, story).Result.Memory
	changed := story
	changed.Text = "Başqa mətn"
	for i, s := range []struct {
		article extract.Article
		alarms  int
	}{{story, 1}, {story, 2}, {changed, 0}, {changed, 1}} {
		at := day.Add(time.Duration(i+1) * hour)
		tk := task
		tk.Memory, tk.Hint.Changed = m, at.Add(-time.Minute)
		r := page.Reader{
			Visitor:   page.Visitor{Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{address: {}}}, Now: func() time.Time { return at }},
			Extractor: sourcetest.Articles{address: s.article},
		}
		h, got, err := r.Visit(t.Context(), xeber, tk, "")
		if err != nil {
			t.Fatal(err)
		}
		r.Read(&h, xeber, tk, got)
		if m = h.Result.Memory; m.Alarms != s.alarms {
			t.Errorf("visit %d: %d alarms, want %d", i, m.Alarms, s.alarms)
		}
	}
}
