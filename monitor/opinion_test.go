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

// TestOpinionIsNoIncident has 300 people say what they think, each in a place
// of their own, within two hours, some of it on the list of watched claims. All
// of it is captured. Whatever the detectors see, none of it is an incident.
func TestOpinionIsNoIncident(t *testing.T) {
	config := configs.Default()
	config.Data, config.Narratives = t.TempDir(), []qalxan.Narrative{watchedOpinion}
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	texts, total := 0, map[qalxan.Level]int{}
	began := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
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
				}},
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
	if texts != 300 || total[qalxan.LevelSignal] < 15 {
		t.Errorf("%d texts, of which %d spread what is watched: this test tries nothing", texts, total[qalxan.LevelSignal])
	}
}
