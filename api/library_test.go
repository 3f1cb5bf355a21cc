package api_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

func TestSearch(t *testing.T) {
	library := apitest.Open(t)
	tests := map[string]struct {
		query string
		want  []string // identities
	}{
		"everything, newest first": {"", []string{apitest.Quiet, apitest.Reserved, apitest.Evil, apitest.Persian, apitest.Copy, apitest.Original}},
		"a word":                   {"sakinlər", []string{apitest.Copy, apitest.Original}},
		"a filter":                 {"lang:fa", []string{apitest.Persian}},
		"words and a filter":       {"körpü source:ikinci level:incident", []string{apitest.Copy}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			result, err := library.Search(t.Context(), api.SearchRequest{Query: test.query})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, h := range result.Hits {
				got[h.URL] = true
			}
			want := map[string]bool{}
			for _, identity := range test.want {
				want[identity] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if result.Total != len(test.want) || result.FacetsOf != len(test.want) {
				t.Errorf("total %d, facets of %d, want %d", result.Total, result.FacetsOf, len(test.want))
			}
		})
	}
}

func TestSearchHit(t *testing.T) {
	result, err := apitest.Open(t).Search(t.Context(), api.SearchRequest{Query: "bağlanır source:ikinci level:incident"})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Hits) != 1 {
		t.Fatalf("%d hits, want 1", len(result.Hits))
	}
	hit := result.Hits[0]
	if hit.FindingID != qalxan.FindingID(apitest.Copy) || hit.Level != qalxan.LevelIncident || hit.Status != qalxan.StatusConfirmed {
		t.Errorf("finding %s, %s, %s", hit.FindingID, hit.Level, hit.Status)
	}
	if len(hit.Snippets) < 2 || hit.Snippets[0].Field != qalxan.FieldTitle || hit.Snippets[1].Field != qalxan.FieldText {
		t.Fatalf("snippets %+v", hit.Snippets)
	}
	for _, s := range hit.Snippets {
		m := s.Marks[0]
		if got := string([]rune(s.Text)[m.From:m.To]); got != "bağlanır" {
			t.Errorf("%s marks %q", s.Field, got)
		}
	}
}

func TestSearchPages(t *testing.T) {
	library := apitest.Open(t)
	seen, cursor := map[string]bool{}, ""
	for range 10 {
		result, err := library.Search(t.Context(), api.SearchRequest{Cursor: cursor, Limit: 2, NoFacets: true})
		if err != nil {
			t.Fatal(err)
		}
		if result.FacetsOf != 0 || result.Facets.Days == nil {
			t.Errorf("facets %+v of %d", result.Facets, result.FacetsOf)
		}
		for _, h := range result.Hits {
			if seen[h.ID] {
				t.Errorf("%s came twice", h.ID)
			}
			seen[h.ID] = true
		}
		if cursor = result.Next; cursor == "" {
			break
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d hits on all pages, want 6", len(seen))
	}
}

func TestSearchRefuses(t *testing.T) {
	library := apitest.Open(t)
	var syntax *query.SyntaxError
	if _, err := library.Search(t.Context(), api.SearchRequest{Query: `level:huge`}); !errors.As(err, &syntax) {
		t.Errorf("got %v, want a syntax error", err)
	}
	for _, r := range []api.SearchRequest{{Cursor: "!"}, {Cursor: "LTE"}, {Cursor: "OTk5OTk5"}, {Limit: -1}, {Limit: 101}} {
		if _, err := library.Search(t.Context(), r); !errors.Is(err, store.ErrPage) {
			t.Errorf("%+v gave %v, want ErrPage", r, err)
		}
	}
}

func TestItem(t *testing.T) {
	view, err := apitest.Open(t).Item(t.Context(), qalxan.ItemID(apitest.Original, 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(view.Versions) != 2 || len(view.Captures) != 2 || view.Finding == nil || view.Source == nil {
		t.Errorf("%d versions, %d captures, finding %v, source %v", len(view.Versions), len(view.Captures), view.Finding, view.Source)
	}
	if len(view.Signals) != 2 {
		t.Errorf("%d signals, want the 2 of both versions", len(view.Signals))
	}
}

func TestFinding(t *testing.T) {
	library := apitest.Open(t)
	copied, err := library.Finding(t.Context(), qalxan.FindingID(apitest.Copy))
	if err != nil {
		t.Fatal(err)
	}
	if len(copied.Compared) != 1 || copied.Compared[0].Previous || len(copied.Compared[0].Excerpts) == 0 {
		t.Fatalf("compared %+v", copied.Compared)
	}
	if copied.Compared[0].SourceName != "İlk xəbər" || copied.Campaign == nil || len(copied.Captures) != 2 {
		t.Errorf("source %q, campaign %v, %d captures", copied.Compared[0].SourceName, copied.Campaign, len(copied.Captures))
	}
	edited, err := library.Finding(t.Context(), qalxan.FindingID(apitest.Original))
	if err != nil {
		t.Fatal(err)
	}
	before := edited.Compared[0]
	mark := before.Excerpts[0].Marks[0]
	if got := string([]rune(before.Excerpts[0].Text)[mark.From:mark.To]); !before.Previous || !strings.HasPrefix("heç kim bu barədə yazmır", got[:3]) {
		t.Errorf("the older version marks %q as changed", got)
	}
}

func TestCampaign(t *testing.T) {
	view, err := apitest.Open(t).Campaign(t.Context(), qalxan.CampaignID(apitest.Original))
	if err != nil {
		t.Fatal(err)
	}
	var delays []int64
	for _, m := range view.Members {
		delays = append(delays, m.Delay)
	}
	if diff := cmp.Diff([]int64{0, 2 * 3600, 10 * 3600, 20 * 3600}, delays); diff != "" {
		t.Error(diff)
	}
	if view.Members[0].Item.URL != apitest.Original || view.Unit != "hour" || len(view.Timeline) != 4 {
		t.Errorf("first %s, by %s, %d buckets", view.Members[0].Item.URL, view.Unit, len(view.Timeline))
	}
	want := []store.Count{{Value: "ikinci", Count: 2}, {Value: "ilk", Count: 1}, {Value: "sevom", Count: 1}}
	if diff := cmp.Diff(want, view.Sources); diff != "" {
		t.Error(diff)
	}
}

// TestCampaignPages: members come page by page, and everything else is about
// all of them.
func TestCampaignPages(t *testing.T) {
	library, id := apitest.Open(t), qalxan.CampaignID(apitest.Original)
	whole, err := library.Campaign(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var members []api.Member
	for p := (store.Page{Limit: 3}); ; {
		view, err := library.CampaignPage(t.Context(), id, p)
		if err != nil {
			t.Fatal(err)
		}
		if view.Size != 4 || view.Counted != 4 || view.Mapped != 4 || len(view.Path) != 3 || len(view.Members) > 3 {
			t.Errorf("of %d: %d counted, %d mapped, %d hops, %d on the page", view.Size, view.Counted, view.Mapped, len(view.Path), len(view.Members))
		}
		if diff := cmp.Diff(whole.Sources, view.Sources); diff != "" {
			t.Error(diff)
		}
		members = append(members, view.Members...)
		if p.Cursor = view.Next; view.Next == "" {
			break
		}
	}
	if diff := cmp.Diff(whole.Members, members); diff != "" {
		t.Error(diff)
	}
	if _, err := library.CampaignPage(t.Context(), id, store.Page{Cursor: "!"}); !errors.Is(err, store.ErrPage) {
		t.Errorf("a cursor of nobody: %v", err)
	}
}

func TestNarratives(t *testing.T) {
	list, err := apitest.Open(t).Narratives(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, n := range list.Narratives {
		got[n.Narrative.ID] = n.Items
	}
	if diff := cmp.Diff(map[string]int{"bridge-closed": 4, "unheard": 0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNotFound(t *testing.T) {
	library := apitest.Open(t)
	for name, ask := range map[string]func(context.Context, string) error{
		"item":      func(ctx context.Context, id string) error { _, err := library.Item(ctx, id); return err },
		"finding":   func(ctx context.Context, id string) error { _, err := library.Finding(ctx, id); return err },
		"campaign":  func(ctx context.Context, id string) error { _, err := library.Campaign(ctx, id); return err },
		"source":    func(ctx context.Context, id string) error { _, err := library.Source(ctx, id); return err },
		"narrative": func(ctx context.Context, id string) error { _, err := library.Narrative(ctx, id); return err },
		"resolve":   func(ctx context.Context, id string) error { _, err := library.Resolve(ctx, id); return err },
	} {
		if err := ask(t.Context(), "f-0000"); !errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), "f-0000") {
			t.Errorf("%s: got %v, want ErrNotFound that names what was asked for", name, err)
		}
	}
}

func TestResolve(t *testing.T) {
	library := apitest.Open(t)
	for id, want := range map[string]api.Ref{
		qalxan.ItemID(apitest.Quiet, 1):         {Noun: api.NounItem, ID: qalxan.ItemID(apitest.Quiet, 1)},
		qalxan.FindingID(apitest.Copy):          {Noun: api.NounFinding, ID: qalxan.FindingID(apitest.Copy)},
		qalxan.FindingID(apitest.Copy)[:8]:      {Noun: api.NounFinding, ID: qalxan.FindingID(apitest.Copy)},
		qalxan.CampaignID(apitest.Original):     {Noun: api.NounCampaign, ID: qalxan.CampaignID(apitest.Original)},
		qalxan.CampaignID(apitest.Original)[:4]: {Noun: api.NounCampaign, ID: qalxan.CampaignID(apitest.Original)},
		" ILK ":                                 {Noun: api.NounSource, ID: "ilk"},
		"bridge-closed":                         {Noun: api.NounNarrative, ID: "bridge-closed"},
	} {
		if got, err := library.Resolve(t.Context(), id); err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", id, got, err, want)
		}
	}
}

func TestDocument(t *testing.T) {
	library := apitest.Open(t)
	for query, want := range map[string]int{"": 4, "level:incident": 2, "körpü": 3, "hava": 0} {
		d, err := library.Document(t.Context(), api.DocumentRequest{Title: "T", Query: query})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Findings) != want {
			t.Errorf("%q: %d findings, want %d", query, len(d.Findings), want)
		}
		if want > 0 && (len(d.Campaigns) != 1 || d.Criteria != "1") {
			t.Errorf("%q: %d campaigns, criteria %q", query, len(d.Campaigns), d.Criteria)
		}
		for _, as := range report.Formats() {
			if err := report.Write(&strings.Builder{}, as, d); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := library.Document(t.Context(), api.DocumentRequest{Limit: 1}); !errors.Is(err, api.ErrTooMany) {
		t.Errorf("got %v, want ErrTooMany", err)
	}
}

func BenchmarkSearch(b *testing.B) {
	library := apitest.Open(b)
	for b.Loop() {
		if _, err := library.Search(b.Context(), api.SearchRequest{Query: "körpü"}); err != nil {
			b.Fatal(err)
		}
	}
}
