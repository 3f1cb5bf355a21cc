package duplicate

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

func signed(n int, when time.Time) store.Signed {
	random := rand.New(rand.NewPCG(uint64(n), 0))
	signature := make([]uint32, SignatureLength)
	for i := range signature {
		signature[i] = random.Uint32()
	}
	return store.Signed{
		ItemID: fmt.Sprintf("i-%016x", n), Identity: fmt.Sprintf("https://news.example/2026/11/%d", n), SourceID: "source",
		URL: fmt.Sprintf("https://news.example/2026/11/%d", n), When: when, Signature: signature,
	}
}

func TestAddForgets(t *testing.T) {
	b := newBench(t, article("a", 0, story))
	changed := article("a", 0, otherStory)
	b.learn(changed)
	if found := b.look(t, article("b", 1, story)); len(found) != 0 {
		t.Errorf("a replaced version is still found: %+v", found)
	}
	if found := b.look(t, article("b", 1, otherStory)); len(found) != 2 {
		t.Errorf("the new version is not found: %+v", found)
	}
	changed.Text = "gone"
	b.learn(changed)
	if found := b.look(t, article("b", 1, otherStory)); len(found) != 0 {
		t.Errorf("a text without a signature is still found: %+v", found)
	}
}

func TestAddTidies(t *testing.T) {
	b := newBench(t)
	for n := range 10 * minTidy {
		b.Add(signed(n, noon.Add(time.Duration(n)*time.Hour)))
	}
	window := int(DefaultWindow / time.Hour)
	if got := len(b.shelf.entries); got > 3*window+minTidy {
		t.Errorf("%d entries are kept of a window of %d", got, window)
	}
	for n := range 10 * minTidy {
		b.Add(signed(1, noon.Add(time.Duration(n)*time.Second)))
	}
	if got := len(b.shelf.entries); got > 3*window+minTidy {
		t.Errorf("%d entries are kept after versions of one", got)
	}
}

func BenchmarkAdd(b *testing.B) {
	d, err := New(Options{Texts: shop{}})
	if err != nil {
		b.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for b.Loop() {
		d.Add(signed(n, noon))
		n++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/item")
	runtime.KeepAlive(d)
}

func BenchmarkDetect(b *testing.B) {
	bench := newBench(b, article("a", 0, story))
	for n := range 50_000 {
		bench.Add(signed(n, noon))
	}
	item := article("b", 1, story)
	signature := Sign(item.Text)
	for b.Loop() {
		if signals, err := bench.Detect(b.Context(), item, signature); err != nil || len(signals) != 2 {
			b.Fatal(len(signals), err)
		}
	}
}
