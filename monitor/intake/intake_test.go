package intake_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/monitor/intake"
	"github.com/qalxan/qalxan/store"
)

// archive writes a file of response records that is cut off by some bytes.
func archive(t *testing.T, cut int, pages ...string) string {
	t.Helper()
	var b strings.Builder
	for i, page := range pages {
		block := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: https://old.example/%d\r\nWARC-Date: 2021-03-04T06:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			i, i, len(block), block)
	}
	file := filepath.Join(t.TempDir(), "old.warc")
	if err := os.WriteFile(file, []byte(b.String()[:b.Len()-cut]), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func story(head string) string {
	return `<html lang="en"><head><title>The bridge is closed</title><meta property="og:type" content="article">` + head +
		`<meta property="article:published_time" content="2021-03-04T05:00:00Z"></head><body><article><h1>The bridge is closed</h1>` +
		strings.Repeat("<p>The bridge over the river was closed on Thursday morning after engineers found cracks in two of its pillars, the ministry said.</p>", 5) + "</article></body></html>"
}

// desk is a record, an evidence and a sink in one, with nothing known at first.
type desk struct {
	sources map[string]qalxan.Source
	latest  map[string]qalxan.Item
	kept    int
}

func (d *desk) Source(_ context.Context, id string) (qalxan.Source, error) {
	if s, ok := d.sources[id]; ok {
		return s, nil
	}
	return qalxan.Source{}, store.ErrNotFound
}

func (d *desk) SaveSource(_ context.Context, s qalxan.Source) error {
	d.sources[s.ID] = s
	return nil
}

func (d *desk) Latest(_ context.Context, identity string) (qalxan.Item, error) {
	if i, ok := d.latest[identity]; ok {
		return i, nil
	}
	return qalxan.Item{}, store.ErrNotFound
}

func (d *desk) Record(_ context.Context, x evidence.Exchange) (qalxan.Capture, error) {
	d.kept++
	return qalxan.Capture{ID: "urn:" + x.URL, URL: x.URL, Time: x.Time}, nil
}

func (d *desk) Take(_ context.Context, _ qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	i := h.Items[0]
	i.Hash = qalxan.ItemHash(i.Title, i.Text)
	d.latest[i.Identity] = i
	return crawler.Gain{Items: 1}, nil
}

func (d *desk) take(ctx context.Context, r intake.Request) (last intake.Progress, err error) {
	o := intake.Options{Now: time.Now, Logger: slog.New(slog.DiscardHandler), Sources: func() []qalxan.Source { return nil }}
	err = intake.Import(ctx, o, intake.Deps{Record: d, Evidence: d, Sink: d}, r, func(p intake.Progress) { last = p })
	return last, err
}

func newDesk() *desk {
	return &desk{sources: map[string]qalxan.Source{}, latest: map[string]qalxan.Item{}}
}

// TestImport takes a file in twice: what is reserved stays out, and what is
// known is neither recorded nor taken again.
func TestImport(t *testing.T) {
	d := newDesk()
	r := intake.Request{As: intake.WARC, Files: []string{archive(t, 0, story(""), story(`<meta name="robots" content="noarchive">`), "<p>no story")}}
	first, err := d.take(t.Context(), r)
	want := map[string]int{"its owner reserves the text, or forbids copies": 1, "no article": 1}
	if diff := cmp.Diff(want, first.Skipped); err != nil || diff != "" || first.Items != 1 || first.Records != 3 || !first.Done || d.kept != 1 {
		t.Errorf("%+v, %v, %d captures: %s", first, err, d.kept, diff)
	}
	if _, made := d.sources["old-example"]; !made {
		t.Errorf("the sources are %v", d.sources)
	}
	again, err := d.take(t.Context(), r)
	if err != nil || again.Items != 0 || d.kept != 1 {
		t.Errorf("again: %+v, %v, %d captures", again, err, d.kept)
	}
}

// TestDamaged: what can be read is taken in, and the other files are read.
func TestDamaged(t *testing.T) {
	d := newDesk()
	p, err := d.take(t.Context(), intake.Request{As: intake.WARC, Files: []string{archive(t, 40, "<p>no story"), archive(t, 0, story(""))}})
	if !errors.Is(err, intake.ErrDamaged) || p.Items != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	d := newDesk()
	file := archive(t, 0, story(""))
	for want, r := range map[string]intake.Request{
		`"csv"`:      {As: "csv"},
		"not a file": {As: intake.WARC, Files: []string{t.TempDir()}},
		"add it to":  {As: intake.WARC, Files: []string{file}, Source: "none"},
	} {
		if _, err := d.take(t.Context(), r); !errors.Is(err, qalxan.ErrRequest) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.take(ctx, intake.Request{As: intake.WARC, Files: []string{file}}); !errors.Is(err, context.Canceled) || d.kept != 0 {
		t.Errorf("stopped: %v", err)
	}
}
