package storetest

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

func written(kind store.KeptKind, subject string, version int, doc string) store.Kept {
	return store.Kept{
		Kind: kind, Subject: subject, Version: version, Time: start.Add(time.Duration(version) * time.Minute),
		By: "Aygün", Why: "Read all of it.", Doc: json.RawMessage(doc),
	}
}

// testKept: every version stays, the last one is in force, and one that was
// written on an old one is refused.
func testKept(t *testing.T, s store.Store) {
	one, two := written(store.KeptNarrative, "a", 1, `{"claim":"\u202e; DROP TABLE kept"}`), written(store.KeptNarrative, "a", 2, `{"claim":"b"}`)
	two.Ended = true
	other, brief := written(store.KeptNarrative, "b", 1, `{}`), written(store.KeptBrief, "a", 1, `[]`)
	for _, k := range []store.Kept{one, two, other, brief} {
		same(t, "kept", must(s.Keep(t.Context(), k))(t), k)
	}
	same(t, "versions", must(s.KeptVersions(t.Context(), store.KeptNarrative, "a"))(t), []store.Kept{one, two})
	same(t, "last", must(s.KeptLast(t.Context(), store.KeptNarrative))(t), []store.Kept{two, other})
	same(t, "nothing", must(s.KeptVersions(t.Context(), store.KeptSource, "a"))(t), nil)
	for _, version := range []int{0, 1, 2, 4} {
		if _, err := s.Keep(t.Context(), written(store.KeptNarrative, "a", version, `{}`)); !errors.Is(err, store.ErrConflict) {
			t.Errorf("version %d after 2: %v", version, err)
		}
	}
	nobody := written(store.KeptNarrative, "a", 3, `{}`)
	nobody.By = ""
	if _, err := s.Keep(t.Context(), nobody); err == nil {
		t.Error("something is kept that nobody wrote")
	}
}

// testKeptOften: of many versions the last are listed, and the numbers go on.
func testKeptOften(t *testing.T, s store.Store) {
	for n := range store.MostVersions + 3 {
		must(s.Keep(t.Context(), written(store.KeptNarrative, "often", n+1, `{}`)))(t)
	}
	all := must(s.KeptVersions(t.Context(), store.KeptNarrative, "often"))(t)
	if len(all) != store.MostVersions || all[0].Version != 4 || all[len(all)-1].Version != store.MostVersions+3 {
		t.Errorf("%d versions, from %d to %d", len(all), all[0].Version, all[len(all)-1].Version)
	}
}

// testKeptAtOnce: of several who write at once one is kept.
func testKeptAtOnce(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { _, errs[i] = s.Keep(t.Context(), written(store.KeptSource, "x", 1, `{}`)) })
	}
	all.Wait()
	kept := 0
	for _, err := range errs {
		if err == nil {
			kept++
		} else if !errors.Is(err, store.ErrConflict) {
			t.Error(err)
		}
	}
	if kept != 1 {
		t.Errorf("%d are kept", kept)
	}
}
