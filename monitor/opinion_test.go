package monitor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store"
)

// opinions are short texts of plain political opinion of every side, by
// language. The first of each are one opinion in the words of many.
func opinions(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, language := range []string{"az", "en", "hy", "ru", "tr"} {
		data, err := os.ReadFile(filepath.Join("..", "classify", "criteria", "testdata", "opinion", language+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		all[language] = strings.Split(strings.TrimSpace(string(data)), "\n")
	}
	return all
}

// watchedOpinion is an opinion that somebody put on the list of watched claims,
// in words that many of the texts use.
var watchedOpinion = qalxan.Narrative{ID: "taxes", Claim: "The government raises taxes and has forgotten ordinary people.", Wordings: map[string][]string{
	"en": {"The government raised taxes again and forgot ordinary people", "Ordinary people are forgotten while the government raises taxes", "Elections change nothing"},
	"ru": {"Правительство подняло налоги и забыло о простых людях", "Налоги растут, зарплаты стоят", "Выборы ничего не меняют"},
	"az": {"Hökumət vergiləri qaldırdı, sadə insanları unutdu", "Vergilər artır, maaşlar yerində sayır", "Seçki heç nəyi dəyişmir"},
	"tr": {"Hükümet vergileri artırdı, sıradan insanları unuttu", "Vergiler artıyor, maaşlar yerinde sayıyor", "Seçim hiçbir şeyi değiştirmiyor"},
	"hy": {"Կառավարությունը բարձրացրեց հարկերը և մոռացավ հասարակ մարդկանց", "Հարկերը բարձրանում են, աշխատավարձը՝ ոչ", "Ընտրությունները ոչինչ չեն փոխում"},
}}

// watching is a monitor that has watched for weeks before the time given.
func watching(t *testing.T, began time.Time) *Monitor {
	t.Helper()
	config := configs.Default()
	config.Data, config.Narratives = t.TempDir(), []qalxan.Narrative{watchedOpinion}
	now := began.AddDate(0, 0, -30)
	for {
		m, err := Open(t.Context(), config, Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		if now.After(began) {
			return m
		}
		if err := m.record.SaveRun(t.Context(), store.Run{ID: "first", SourceID: "other", Started: now, Ended: now}); err != nil {
			t.Fatal(err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		now = began.Add(3 * time.Hour)
	}
}

// TestOpinionIsNoIncident has 300 people say what they think, each in a place
// of their own, within two hours, some of it on the list of watched claims, and
// more of it than ever. Eight of the places in each language are measured under
// one account, and all link to the same news. All of it is captured. Whatever
// the detectors see, none of it is an incident.
func TestOpinionIsNoIncident(t *testing.T) {
	began := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	m := watching(t, began)
	defer m.Close()
	texts, total := 0, map[qalxan.Level]int{}
	for language, lines := range opinions(t) {
		for i, line := range lines {
			s := qalxan.Source{ID: fmt.Sprintf("%s-%d", language, i), Kind: qalxan.KindSite, URL: fmt.Sprintf("https://%s-%d.example/", language, i)}
			if err := m.record.SaveSource(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			at := began.Add(time.Duration(i) * 2 * time.Minute)
			h := source.Harvest{
				Result: frontier.Result{SourceID: s.ID, URL: s.URL, State: frontier.StateDone, Status: 200, Time: at},
				Items: []qalxan.Item{{
					Identity: s.URL + "post", URL: s.URL + "post", SourceID: s.ID, CaptureID: "urn:uuid:" + s.ID, Text: line, Seen: at,
					Links: []string{"https://news.example/taxes"}, Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: at.Add(-time.Second)}},
				}},
			}
			if i < 8 {
				h.Marks = []marks.Mark{{Kind: marks.Metrika, Value: "6066869" + language}}
			}
			if _, err := m.analyst.Take(t.Context(), s, h); err != nil {
				t.Fatal(err)
			}
			texts++
		}
	}
	detectors := map[qalxan.Detector]int{}
	for page := (store.Page{Limit: 1000}); ; {
		findings, next, err := m.record.Findings(t.Context(), store.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			total[f.Level]++
			for _, s := range f.Signals {
				detectors[s.Detector]++
			}
			if f.Level != qalxan.LevelSignal {
				t.Errorf("%s is %s: %s", f.Identity, f.Level, f.Reason.Text)
			}
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	t.Logf("%d texts: %v by level, %v by detector", texts, total, detectors)
	if texts != 300 || total[qalxan.LevelSignal] < 15 || detectors[qalxan.DetectBurst] == 0 || detectors[qalxan.DetectInfrastructure] == 0 {
		t.Errorf("%d texts, of which %d spread what is watched: this test tries nothing", texts, total[qalxan.LevelSignal])
	}
}
