package order_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/monitor/order"
	"github.com/qalxan/qalxan/store"
)

// office watches one source, has switched another off, and keeps both.
type office struct{ saved []string }

func (*office) Sources() []qalxan.Source {
	return []qalxan.Source{qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}.WithDefaults()}
}

func (o *office) Standing() []qalxan.Source { return o.Sources() }

func (*office) Off(id string) (store.Kept, bool) {
	return store.Kept{By: "Aygün", Why: "it is gone"}, id == "old"
}

func (o *office) Source(_ context.Context, id string) (qalxan.Source, error) {
	if id != "daily" {
		return qalxan.Source{}, store.ErrNotFound
	}
	return o.Sources()[0], nil
}

func (o *office) SaveSource(_ context.Context, s qalxan.Source) error {
	o.saved = append(o.saved, s.ID)
	return nil
}

// TestNew says what requests come to.
func TestNew(t *testing.T) {
	for name, tt := range map[string]struct {
		targets []string
		want    []string // ids of sources
		tasks   []frontier.Task
	}{
		"nothing named": {nil, []string{"daily"}, nil},
		"named twice":   {[]string{"daily", "daily"}, []string{"daily"}, nil},
		"two pages of a host": {
			[]string{"https://new.example/", "https://new.example/two"},
			[]string{"new-example"},
			[]frontier.Task{{SourceID: "new-example", URL: "https://new.example/two", Role: frontier.RolePage}},
		},
		"kinds on one host": {
			[]string{"https://new.example/", "https://new.example/feed.xml", "https://new.example/wiki/Town"},
			[]string{"new-example", "feed-new-example-feed-xml", "wiki-new-example"},
			nil,
		},
	} {
		o := &office{}
		got, err := order.New(t.Context(), order.Request{Targets: tt.targets, Policy: qalxan.Policy{MaxPages: 3, Delay: time.Minute}}, o, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var ids []string
		for _, s := range got.Sources {
			ids = append(ids, s.ID)
			if s.Policy.MaxPages != 3 || s.Policy.Delay != time.Minute {
				t.Errorf("%s: %s has the bounds %+v", name, s.ID, s.Policy)
			}
		}
		if diff := cmp.Diff(tt.want, ids) + cmp.Diff(tt.tasks, got.Tasks); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if tt.targets != nil && !cmp.Equal(o.saved, ids) {
			t.Errorf("%s: saved %q", name, o.saved)
		}
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	for target, want := range map[string]string{
		"old":                "switched off by Aygün: it is gone",
		"nobody":             "neither a source nor an address",
		"ftp://new.example/": "",
		"https://":           "",
	} {
		o := &office{}
		_, err := order.New(t.Context(), order.Request{Targets: []string{target}}, o, o)
		if !errors.Is(err, qalxan.ErrRequest) || !strings.Contains(err.Error(), want) || o.saved != nil {
			t.Errorf("%s: %v, saved %q", target, err, o.saved)
		}
	}
}
