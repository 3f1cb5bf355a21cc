package tempo

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

var noon = time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)

// past30 is a record of a source that was watched for a month and had an item
// in every sixth hour, until a day ago.
type past30 struct{ err error }

func (p past30) SourceTallies(_ context.Context, since time.Time) (all []store.Tally, err error) {
	for at := noon.AddDate(0, 0, -1); at.After(since) && at.After(noon.AddDate(0, 0, -30)); at = at.Add(-6 * time.Hour) {
		all = append(all, store.Tally{Key: "daily", Hour: at, Items: 1})
	}
	return all, p.err
}

func (past30) NarrativeTallies(context.Context, time.Time) ([]store.Tally, error) { return nil, nil }

func (past30) SourcesWatched(context.Context) (map[string]time.Time, error) {
	return map[string]time.Time{"daily": noon.AddDate(0, 0, -30)}, nil
}

func (past30) NarrativesWatched(context.Context) (map[string]time.Time, error) {
	return map[string]time.Time{"bridge": noon.AddDate(0, 0, -30)}, nil
}

var daily = qalxan.Source{ID: "daily", Name: "The Daily"}

func item(n, version int, at time.Time) qalxan.Item {
	address := fmt.Sprint("https://daily.example/", n)
	return qalxan.Item{
		ID: qalxan.ItemID(address, version), Identity: address, Version: version, SourceID: "daily", Seen: at,
		Dates: []qalxan.Date{{Kind: qalxan.DatePublished, Time: at}},
	}
}

// spreading are the signals of an item that spreads a narrative.
func spreading(i qalxan.Item) []qalxan.Signal {
	return []qalxan.Signal{{ItemID: i.ID, Detector: qalxan.DetectNarrative, Key: "bridge", Stance: qalxan.StanceSpreads}}
}

func raised(signals []qalxan.Signal) string {
	all := ""
	for _, s := range signals {
		all += s.Key + " "
	}
	return all
}

// TestDetect has twenty items of one source within an hour: the source and the
// narrative that they spread come faster than they used to. What is old is no
// part of it, and an edit does not count again.
func TestDetect(t *testing.T) {
	c, err := New(t.Context(), Options{Now: func() time.Time { return noon }, Narratives: []qalxan.Narrative{{ID: "bridge", Claim: "The bridge is closed."}}}, past30{})
	if err != nil {
		t.Fatal(err)
	}
	first := item(0, 1, noon.Add(-time.Hour))
	if got := c.Detect(daily, first, spreading(first)); len(got) != 0 {
		t.Errorf("the first: %s", raised(got))
	}
	for n := range 20 {
		i := item(n, 1, noon.Add(-time.Hour+time.Duration(n)*time.Minute))
		c.Add(store.Entry{Items: []store.ItemEntry{{Item: i}}, Signals: spreading(i)})
	}
	next := item(20, 1, noon.Add(-time.Minute))
	if got := raised(c.Detect(daily, next, spreading(next))); got != "source:daily narrative:bridge " {
		t.Errorf("the next: %q", got)
	}
	edited := item(3, 2, noon.Add(-time.Minute))
	if got := raised(c.Detect(daily, edited, nil)); got != "" {
		t.Errorf("an edit: %q", got)
	}
	old := item(21, 1, noon.Add(-25*time.Hour))
	if got := raised(c.Detect(daily, old, spreading(old))); got != "" {
		t.Errorf("an old item: %q", got)
	}
	before := c.hours(ofSource + "daily").counts
	c.Add(store.Entry{Items: []store.ItemEntry{{Item: edited}}})
	if c.hours(ofSource+"daily").counts != before {
		t.Error("an edit counts again")
	}
}

// TestHoursMove: what was counted moves into the past with the clock, and falls
// out of it.
func TestHoursMove(t *testing.T) {
	now := noon
	c, err := New(t.Context(), Options{Now: func() time.Time { return now }}, past30{})
	if err != nil {
		t.Fatal(err)
	}
	total := func() (n uint32) {
		for _, count := range c.hours(ofSource + "daily").counts {
			n += count
		}
		return n
	}
	if n := total(); n != 116 {
		t.Errorf("%d items in the month before", n)
	}
	now = now.AddDate(0, 0, 26)
	if n := total(); n != 116 {
		t.Errorf("%d items, some weeks later", n)
	}
	now = now.AddDate(0, 0, 32)
	if n := total(); n != 0 {
		t.Errorf("%d items, when all are past", n)
	}
}

func TestRecordThatCannotBeRead(t *testing.T) {
	broken := errors.New("no disk")
	if _, err := New(t.Context(), Options{Now: time.Now}, past30{broken}); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}
