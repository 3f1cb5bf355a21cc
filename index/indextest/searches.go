package indextest

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
)

type search struct {
	Query  string
	IDs    []string `yaml:"ids"`
	Ranked []string
	Marked []string
}

func testSearches(t *testing.T, open Open) {
	x := open(t)
	docs := Documents(t)
	put(t, x, docs...)
	for _, s := range read[search](t, "testdata/searches.yaml") {
		t.Run(s.Query, func(t *testing.T) {
			r := find(t, x, s.Query)
			s.checkIDs(t, r)
			if s.Marked != nil && len(r.Hits) > 0 {
				s.checkMarked(t, r.Hits[0], docs)
			}
		})
	}
}

func (s search) checkIDs(t *testing.T, r index.Result) {
	want, got := s.Ranked, ids(r)
	if want == nil {
		want = slices.Sorted(slices.Values(s.IDs))
		slices.Sort(got)
	}
	if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
		t.Error(diff)
	}
	if r.Total != len(want) {
		t.Errorf("total is %d, want %d", r.Total, len(want))
	}
}

// checkMarked compares the texts at the places of the matches.
func (s search) checkMarked(t *testing.T, hit index.Hit, docs []index.Document) {
	d := docs[slices.IndexFunc(docs, func(d index.Document) bool { return d.ID == hit.ID })]
	var got []string
	for _, m := range hit.Matches {
		text := map[string]string{"title": d.Title, "text": d.Text}[m.Field]
		if m.From < 0 || m.To > len(text) || m.From >= m.To {
			t.Fatalf("match %+v lies outside of the %s", m, m.Field)
		}
		got = append(got, m.Field+":"+text[m.From:m.To])
	}
	if diff := cmp.Diff(s.Marked, got); diff != "" {
		t.Error(diff)
	}
}

func put(t *testing.T, x index.Index, docs ...index.Document) {
	t.Helper()
	if err := x.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

// find searches for up to 100 hits.
func find(t *testing.T, x index.Index, text string) index.Result {
	t.Helper()
	n, err := query.Parse(text, now)
	if err != nil {
		t.Fatal(err)
	}
	r, err := x.Search(t.Context(), index.Request{Query: n, Size: 100, Matches: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range r.Hits {
		if math.IsNaN(h.Score) || math.IsInf(h.Score, 0) || h.Score < 0 {
			t.Errorf("%s: the score of %s is %v", text, h.ID, h.Score)
		}
	}
	return r
}

func ids(r index.Result) []string {
	all := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		all[i] = h.ID
	}
	return all
}
