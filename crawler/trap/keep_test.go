package trap_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/trap"
)

// tag is a page of one kind among very many.
func tag(n int) frontier.Task { return page(fmt.Sprintf("https://a.example/tags/word-%d", n)) }

// learned are the traps of a run that met pages of one kind which bring nothing.
func learned(t *testing.T) []frontier.Trap {
	t.Helper()
	w := trap.NewWatch(400, now)
	for n := range 6 {
		w.Learn(tag(n), answer(tag(n), ""))
	}
	traps, changed := w.Traps()
	if len(traps) != 1 || !changed || !traps[0].Since.Equal(now()) {
		t.Fatalf("learned %+v, changed %t", traps, changed)
	}
	return traps
}

// TestATrapOfYesterdayCostsOnePage goes on where the run before ended.
func TestATrapOfYesterdayCostsOnePage(t *testing.T) {
	traps := learned(t)
	w := trap.NewWatch(400, func() time.Time { return now().AddDate(0, 0, 1) }, traps...)
	if _, changed := w.Traps(); changed {
		t.Error("nothing was looked at and something changed")
	}
	seen := tag(0)
	seen.Memory.First = now()
	if verdict, _ := w.Judge(seen); verdict != trap.Go {
		t.Fatalf("verdict %d on the first page", verdict)
	}
	w.Learn(seen, answer(seen, ""))
	for n := range 100 { // there is room for late pages, which this run has no use for
		story := page(fmt.Sprintf("https://a.example/news/%d", n))
		w.Learn(story, answer(story, word(n)))
	}
	next := tag(7)
	if verdict, _ := w.Judge(next); verdict != trap.Later {
		t.Errorf("verdict %d, want Later", verdict)
	}
	next.Late = true
	if verdict, _ := w.Judge(next); verdict != trap.Leave {
		t.Errorf("verdict %d, want Leave", verdict)
	}
	kept, changed := w.Traps()
	if changed || len(kept) != 1 || kept[0] != traps[0] {
		t.Errorf("kept %+v, changed %t: it is not believed longer for that", kept, changed)
	}
}

// TestAMendedSiteIsFreed has a trap of yesterday whose pages bring stories now.
func TestAMendedSiteIsFreed(t *testing.T) {
	w := trap.NewWatch(400, now, learned(t)...)
	w.Learn(tag(0), answer(tag(0), "something happened"))
	if verdict, _ := w.Judge(tag(1)); verdict != trap.Go {
		t.Errorf("verdict %d", verdict)
	}
	if kept, changed := w.Traps(); len(kept) != 0 || !changed {
		t.Errorf("kept %+v, changed %t", kept, changed)
	}
}

// TestQuietSectionsAreNoTrap looks at sections again on a day without news.
func TestQuietSectionsAreNoTrap(t *testing.T) {
	w := trap.NewWatch(200, now)
	for n := range 20 {
		section := page("https://a.example/" + word(n))
		section.Memory.First = now().AddDate(0, 0, -1)
		if verdict, rule := w.Judge(section); verdict != trap.Go {
			t.Fatalf("section %d: verdict %d, rule %q", n, verdict, rule)
		}
		w.Learn(section, answer(section, ""))
	}
	if kept, _ := w.Traps(); len(kept) != 0 {
		t.Errorf("kept %+v", kept)
	}
}

// TestWhatIsKeptIsBounded has a site of very many kinds of page.
func TestWhatIsKeptIsBounded(t *testing.T) {
	w := trap.NewWatch(20_000, now)
	for kind := range 300 {
		for n := range 10 {
			task := page(fmt.Sprintf("https://a.example/%s/%s/%d", word(kind), word(kind), n))
			w.Learn(task, answer(task, ""))
		}
	}
	if kept, _ := w.Traps(); len(kept) != 200 {
		t.Errorf("%d groups are kept, want 200", len(kept))
	}
}
