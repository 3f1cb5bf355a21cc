package trap_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/trap"
)

func now() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) }

func page(address string) frontier.Task {
	return frontier.Task{SourceID: "s", URL: address, Role: frontier.RolePage, Depth: 1}
}

// answer is what an answer with so many words of its own brings.
func answer(t frontier.Task, text string) *source.Harvest {
	h := &source.Harvest{Result: frontier.Result{SourceID: "s", URL: t.URL, State: frontier.StateDone, Status: 200}}
	if text != "" {
		h.Items = []qalxan.Item{{Title: "A story", Text: text}}
	}
	return h
}

// word is a number in letters.
func word(n int) string {
	return strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8", "i", "9", "j").Replace(fmt.Sprint(n))
}

func TestAddressesThatAreTraps(t *testing.T) {
	deep := strings.Join(strings.Split("abcdefghijklmnopq", ""), "/")
	for address, want := range map[string]trap.Rule{
		"https://a.example/calendar?year=7749&month=3":               trap.Calendar,
		"https://a.example/calendar?date=2031-05-01":                 trap.Calendar,
		"https://a.example/takvim?Yil=1812":                          trap.Calendar,
		"https://a.example/events/1700-01/":                          trap.Calendar,
		"https://a.example/a/a/a/b":                                  trap.Repeating,
		"https://a.example/az/news/az/news/":                         trap.Repeating,
		"https://a.example/a//b//":                                   trap.Slashes,
		"https://a.example/" + deep:                                  trap.Deep,
		"https://a.example/" + strings.Repeat("x", 501):              trap.Long,
		"https://a.example/shop?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9": trap.Facets,

		"https://a.example/":                                      "",
		"https://a.example/2026/03/02/a-story-of-the-day":         "",
		"https://a.example/11/11/11/story":                        "",
		"https://a.example/news/7749/12":                          "",
		"https://a.example/news?id=2077":                          "",
		"https://a.example/oku.php?yazi=1234":                     "",
		"https://a.example/haber?yazar=7749":                      "",
		"https://a.example/archive/1998-07/":                      "",
		"https://a.example/a//b":                                  "",
		"https://a.example/news/news/story":                       "",
		"https://a.example/" + strings.Repeat("%D1%8F", 300):      "",
		"https://a.example/news/6f1ed002ab5595859014ebf0951522d9": "",
	} {
		verdict, rule := trap.NewWatch(400, now).Judge(page(address))
		if rule != want || (verdict == trap.Leave) != (want != "") {
			t.Errorf("%.80s: verdict %d, rule %q, want %q", address, verdict, rule, want)
		}
	}
}

func TestOnlyPagesAreJudged(t *testing.T) {
	w := trap.NewWatch(400, now)
	address := "https://a.example/a/a/a/a"
	for name, task := range map[string]frontier.Task{
		"feed":    {URL: address, Role: frontier.RoleFeed, Depth: 1},
		"sitemap": {URL: address, Role: frontier.RoleSitemap, Depth: 1},
		"start":   {URL: address, Role: frontier.RolePage},
		"hinted":  {URL: address, Role: frontier.RolePage, Depth: 1, Hint: frontier.Hint{Origin: "feed"}},
	} {
		if verdict, _ := w.Judge(task); verdict != trap.Go {
			t.Errorf("%s: verdict %d", name, verdict)
		}
	}
}

// TestWhatBringsNothingComesLater has many pages of one kind without a story,
// which is learned, and unlearned when one of them leads to a story.
func TestWhatBringsNothingComesLater(t *testing.T) {
	w := trap.NewWatch(400, now)
	task := func(n int) frontier.Task { return page(fmt.Sprintf("https://a.example/tags/word-%d", n)) }
	story := page("https://a.example/news/1")
	for n := range 6 {
		if verdict, _ := w.Judge(task(n)); verdict != trap.Go {
			t.Fatalf("page %d: verdict %d", n, verdict)
		}
		h := answer(task(n), "")
		if n == 0 {
			h.Found = []frontier.Task{story}
		}
		w.Learn(task(n), h)
	}
	if verdict, _ := w.Judge(task(7)); verdict != trap.Later {
		t.Errorf("verdict %d, want Later", verdict)
	}
	put := task(7)
	put.Late = true
	if verdict, rule := w.Judge(put); verdict != trap.Leave || rule != trap.Wide {
		t.Errorf("verdict %d, rule %q, want Leave", verdict, rule)
	}
	if sights := w.Sights(); len(sights) != 1 || sights[0].Count != 1 || !strings.Contains(sights[0].String(), put.URL) {
		t.Errorf("sights %v", sights)
	}
	h := answer(task(6), "")
	h.Found = []frontier.Task{task(8)}
	if w.Learn(task(6), h); !h.Found[0].Late {
		t.Error("what is found of a kind that brings nothing is not late")
	}
	w.Learn(story, answer(story, "something happened"))
	if verdict, _ := w.Judge(put); verdict != trap.Go {
		t.Errorf("verdict %d after one of its kind led to a story", verdict)
	}
}

func TestCopiesAreNoStories(t *testing.T) {
	w := trap.NewWatch(400, now)
	for n := range 8 {
		task := page(fmt.Sprintf("https://a.example/s/0123456789abcde%d/news", n))
		w.Learn(task, answer(task, fmt.Sprintf("the same story, seen %d times", n)))
	}
	for n := range 8 {
		task := page(fmt.Sprintf("https://a.example/s/0123456789abcde%d/news", 10+n))
		w.Learn(task, answer(task, fmt.Sprintf("the same story, seen %d times", 10+n)))
	}
	if verdict, _ := w.Judge(page("https://a.example/s/00000000a00b00c00d0/news")); verdict != trap.Later {
		t.Errorf("verdict %d, want Later", verdict)
	}
}

// TestArchiveStaysOpen has three thousand stories of one kind.
func TestArchiveStaysOpen(t *testing.T) {
	w := trap.NewWatch(4000, now)
	for n := range 3000 {
		task := page(fmt.Sprintf("https://a.example/news/%d", n))
		if verdict, rule := w.Judge(task); verdict != trap.Go {
			t.Fatalf("story %d: verdict %d, rule %q", n, verdict, rule)
		}
		w.Learn(task, answer(task, word(n)))
	}
	if len(w.Sights()) != 0 {
		t.Errorf("sights %v", w.Sights())
	}
}

// TestFaultsTeachNothing has a site that fails for a while.
func TestFaultsTeachNothing(t *testing.T) {
	w := trap.NewWatch(400, now)
	for n := range 50 {
		task := page(fmt.Sprintf("https://a.example/news/%d", n))
		h := answer(task, "")
		h.Result.State, h.Result.Status = frontier.StateFailed, 503
		w.Learn(task, h)
	}
	if verdict, _ := w.Judge(page("https://a.example/news/51")); verdict != trap.Go {
		t.Errorf("verdict %d", verdict)
	}
}

func TestFoundAreSifted(t *testing.T) {
	w := trap.NewWatch(400, now)
	front := frontier.Task{SourceID: "s", URL: "https://a.example/", Role: frontier.RolePage}
	h := answer(front, "")
	h.Found = []frontier.Task{page("https://a.example/a/a/a"), page("https://a.example/b"), page("https://a.example/v/0123456789abcdef/news")}
	w.Learn(front, h)
	if len(h.Found) != 2 || h.Found[0].Late || !h.Found[1].Late {
		t.Errorf("found %+v", h.Found)
	}
	again := answer(page("https://a.example/b"), "")
	again.Found = []frontier.Task{page("https://a.example/b"), page("https://a.example/c")}
	w.Learn(page("https://a.example/b"), again)
	if len(again.Found) != 1 || again.Found[0].URL != "https://a.example/c" {
		t.Errorf("found again %+v", again.Found)
	}
}

func TestEveryRuleHasItsWords(t *testing.T) {
	for _, r := range trap.Rules() {
		if strings.HasSuffix(r.Reason(), ": ") {
			t.Errorf("rule %q has no reason", r)
		}
	}
}

func FuzzWatch(f *testing.F) {
	f.Add("https://a.example/a/b//c/?year=2026&x=%zz", "https://a.example/(S(abc))/x.html")
	f.Add("%", "https://a.example/2026/03/;a=1/..")
	f.Fuzz(func(t *testing.T, a, b string) {
		w := trap.NewWatch(20, now)
		for range 5 {
			h := answer(page(a), "")
			h.Found = []frontier.Task{page(b)}
			w.Learn(page(a), h)
		}
		late := page(a)
		late.Late = true
		if verdict, rule := w.Judge(late); verdict == trap.Leave && strings.HasSuffix(rule.Reason(), ": ") {
			t.Errorf("%q is left out without a reason", a)
		}
	})
}

func BenchmarkWatch(b *testing.B) {
	w := trap.NewWatch(200, now)
	var links []frontier.Task
	for n := range 100 {
		links = append(links, page(fmt.Sprintf("https://a.example/news/2026/03/02/story-of-the-day-%d", n)))
	}
	for b.Loop() {
		task := links[0]
		h := answer(task, "text")
		h.Found = append([]frontier.Task{}, links...)
		w.Judge(task)
		w.Learn(task, h)
	}
}
