package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// bureau keeps what it was told to do.
type bureau struct {
	rulings []qalxan.Ruling
	learnt  []string
	letters []string
}

func (b *bureau) Rule(_ context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	if err := r.Validate(); err != nil {
		return qalxan.Campaign{}, fmt.Errorf("%w: %w", qalxan.ErrRequest, err)
	}
	b.rulings = append(b.rulings, r)
	return qalxan.Campaign{ID: r.CampaignID}, nil
}

func (b *bureau) Learn(_ context.Context, r calibration.LearnRequest) (calibration.Lesson, error) {
	if !r.Dry {
		b.learnt = append(b.learnt, "learn by "+r.By)
	}
	one := calibration.LessonRow{Standing: calibration.Standing{Of: calibration.Of{Detector: "narrative", Language: "az"}}}
	return calibration.Lesson{Before: 1, Rows: []calibration.LessonRow{one}}, nil
}

func (b *bureau) Unlearn(_ context.Context, by string) (qalxan.Calibration, error) {
	b.learnt = append(b.learnt, "undo by "+by)
	return qalxan.Calibration{}, nil
}

func (b *bureau) Learnt(context.Context) ([]qalxan.Calibration, error) {
	return []qalxan.Calibration{{Number: 1, By: apitest.Hostile}}, nil
}

func (b *bureau) AlertRules() alert.Overview {
	return alert.Overview{
		Rules: []alert.RuleLine{
			{Name: "duty", About: "lang:az " + apitest.Hostile, Levels: []string{"critical"}, To: []string{"room"}, When: "at once"},
			{Name: "daily", About: "system", To: []string{"room"}, When: "at 09:00 18:00 Asia/Baku", Quiet: "22:00-07:00"},
		},
		Targets: []alert.TargetLine{{Name: "room", Kind: alert.KindSlack, Where: "env:HOOK"}},
	}
}

func (b *bureau) TestAlert(_ context.Context, name string) ([]alert.Trial, error) {
	if name != "room" {
		return nil, fmt.Errorf("%w: %s", qalxan.ErrRequest, name)
	}
	return []alert.Trial{{Target: "room", ID: "m-1", Error: "refused " + apitest.Hostile}, {Target: "room", ID: "m-2"}}, nil
}

func (b *bureau) AlertQueue(context.Context, int) ([]store.Letter, error) {
	return []store.Letter{
		{ID: "m-1", Rule: "duty", Target: "room", State: store.LetterFailed, Reason: apitest.Hostile + apitest.Override, Body: "secret"},
		{ID: "m-2", Rule: "duty", Target: "room", State: store.LetterGiven},
		{ID: "m-3", State: store.LetterSent},
	}, nil
}

func (b *bureau) HeldAlerts(context.Context) (map[string]int, error) {
	return map[string]int{"daily": 7}, nil
}

func (b *bureau) RetryLetter(_ context.Context, id string) error {
	b.letters = append(b.letters, "retry "+id)
	return nil
}

func (b *bureau) DropLetter(_ context.Context, id, by string) error {
	b.letters = append(b.letters, "drop "+id)
	return nil
}

// led is a desk with the pages of leads, for this machine only.
func led(t *testing.T) (http.Handler, *bureau, store.Store) {
	t.Helper()
	library, record := apitest.Kept(t)
	b := &bureau{}
	h, err := New(Options{Reviewer: record, Shelves: record, Ruler: b, Learner: b, Alerter: b}, library)
	if err != nil {
		t.Fatal(err)
	}
	return h, b, record
}

func TestRulingAtTheDesk(t *testing.T) {
	h, b, record := led(t)
	campaign := qalxan.CampaignID(apitest.Original)
	path := "/campaigns/" + campaign + "/rulings"
	soundly(t, get(h, path))
	ruling := func(do string, more url.Values) int {
		form := url.Values{"do": {do}, "by": {"Leyla " + apitest.Hostile}, "reason": {"Read all of it. " + apitest.Hostile}}
		for k, v := range more {
			form[k] = v
		}
		w := browse(h, path, form, nil)
		if w.Code != http.StatusSeeOther {
			soundly(t, w)
		}
		return w.Code
	}
	for name, test := range map[string]struct {
		do   string
		form url.Values
		want int
	}{
		"category":          {"breakout", url.Values{"category": {"4"}}, 303},
		"computed":          {"breakout", url.Values{"category": {"0"}}, 303},
		"category of none":  {"breakout", url.Values{"category": {"7"}}, 422},
		"split":             {"split", url.Values{"f": {qalxan.FindingID(apitest.Copy)}}, 303},
		"nothing to split":  {"split", nil, 422},
		"merge with itself": {"merge", url.Values{"other": {campaign}}, 422},
		"merge with none":   {"merge", url.Values{"other": {"c-" + apitest.Hostile}}, 422},
		"merge a finding":   {"merge", url.Values{"other": {qalxan.FindingID(apitest.Copy)}}, 422},
		"no reason":         {"breakout", url.Values{"category": {"4"}, "reason": {" "}}, 422},
		"no name":           {"breakout", url.Values{"category": {"4"}, "by": {""}}, 422},
		"nothing":           {"burn", nil, 422},
		"undo of nothing":   {"undo", url.Values{"undoes": {"x"}}, 404},
	} {
		if got := ruling(test.do, test.form); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
	if len(b.rulings) != 3 || !strings.HasPrefix(b.rulings[0].By, "Leyla") {
		t.Errorf("%+v", b.rulings)
	}
	past := qalxan.Ruling{Time: apitest.Now, By: "orxan", Kind: qalxan.RulingBreakout, Reason: apitest.Hostile, CampaignID: campaign, Category: 5}
	if err := record.Rule(t.Context(), past); err != nil {
		t.Fatal(err)
	}
	soundly(t, get(h, path))
	got := ruling("undo", url.Values{"undoes": {past.Time.Format(time.RFC3339Nano)}})
	if last := b.rulings[len(b.rulings)-1]; got != http.StatusSeeOther || last.Kind != qalxan.RulingBreakout || last.Category != 0 {
		t.Errorf("undo: %d, %+v", got, last)
	}
}

func TestLearningAtTheDesk(t *testing.T) {
	h, b, _ := led(t)
	soundly(t, get(h, "/learning"))
	for do, want := range map[string]int{"learn": 303, "undo": 303} {
		if w := browse(h, "/learning", url.Values{"do": {do}, "by": {"leyla"}}, nil); w.Code != want {
			t.Errorf("%s: %d", do, w.Code)
		}
	}
	w := browse(h, "/learning", url.Values{"do": {"learn"}}, nil)
	if soundly(t, w); w.Code != http.StatusUnprocessableEntity || len(b.learnt) != 2 {
		t.Errorf("without a name: %d, %v", w.Code, b.learnt)
	}
}

func TestAlertsAtTheDesk(t *testing.T) {
	h, b, _ := led(t)
	page := get(h, "/alerts")
	if text := soundly(t, page); !strings.Contains(text, "09:00 18:00 Asia/Baku") || !strings.Contains(text, "at once") || strings.Contains(text, "secret") {
		t.Errorf("%s", text)
	}
	for form, want := range map[string]int{
		"do=test&id=room": 200, "do=test&id=none": 422, "do=retry&id=m-1": 200, "do=drop&id=m-1": 200, "do=burn&id=m-1": 404, "": 404,
	} {
		values, _ := url.ParseQuery(form)
		w := browse(h, "/alerts", values, nil)
		if soundly(t, w); w.Code != want {
			t.Errorf("%s: %d, want %d", form, w.Code, want)
		}
	}
	if len(b.letters) != 2 {
		t.Errorf("%v", b.letters)
	}
}

// TestLeadPagesInEveryLanguage: no word is missing.
func TestLeadPagesInEveryLanguage(t *testing.T) {
	h, _, _ := led(t)
	for _, path := range []string{"/alerts", "/learning", "/searches", "/campaigns/" + qalxan.CampaignID(apitest.Original) + "/rulings"} {
		for _, lang := range []string{"az", "ru"} {
			soundly(t, browse(h, path, nil, &http.Cookie{Name: languageCookie, Value: lang}))
		}
	}
}
