//go:build linux

package crawler_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestAMillionKnownAddresses crawls 20 sources of which 50,000 addresses each
// are known, and looks at the process's memory. It runs with QALXAN_LONG=1.
func TestAMillionKnownAddresses(t *testing.T) {
	if os.Getenv("QALXAN_LONG") == "" {
		t.Skip("writes a million addresses; runs with QALXAN_LONG=1")
	}
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	list := sites(20, 500)
	for _, s := range list {
		known(t, record, s, 50_000)
	}
	filled := memory(t)
	web := newWorld()
	web.collect = func(task frontier.Task) (source.Harvest, error) {
		h, err := web.links(task)
		h.Items = []qalxan.Item{{Title: "A story", Text: strings.Map(func(r rune) rune { return 'a' + r%32 }, task.URL)}}
		return h, err
	}
	c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: web}, unhurried{record, t}, web, desk{record})
	if err != nil {
		t.Fatal(err)
	}
	tasks, begun := 0, time.Now()
	if err := c.Run(t.Context(), list, func(crawler.Event) { tasks++ }); err != nil {
		t.Fatal(err)
	}
	t.Logf("after a million addresses %s, after %d tasks in %s %s", filled, tasks, time.Since(begun).Round(time.Millisecond), memory(t))
	if kb := memory(t).kilobytes; kb > 300<<10 {
		t.Errorf("the process grew to %d MB, 300 are allowed", kb>>10)
	}
}

func known(t *testing.T, record *sqlite.Store, s qalxan.Source, n int) {
	t.Helper()
	for from := 0; from < n; from += 1000 {
		var tasks []frontier.Task
		for i := from; i < from+1000; i++ {
			tasks = append(tasks, frontier.Task{
				SourceID: s.ID, URL: fmt.Sprintf("%s/news/2026/03/%02d/a-story-of-the-day-%d", s.URL, i%28+1, i), Role: frontier.RolePage, Depth: i%3 + 1,
			})
		}
		if _, err := record.Enqueue(t.Context(), tasks, false); err != nil {
			t.Fatal(err)
		}
	}
}

// unhurried is a record that says when looking for work was slow.
type unhurried struct {
	*sqlite.Store
	t *testing.T
}

func (u unhurried) Due(ctx context.Context, ids []string, now time.Time, limit int) ([]frontier.Task, error) {
	begun := time.Now()
	due, err := u.Store.Due(ctx, ids, now, limit)
	if took := time.Since(begun); took > 500*time.Millisecond {
		u.t.Errorf("looking for work took %s", took)
	}
	return due, err
}

// resident is what the process ever had in memory.
type resident struct {
	kilobytes int
	line      string
}

func (r resident) String() string { return r.line }

func memory(t *testing.T) (r resident) {
	t.Helper()
	f, err := os.Open("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			r.line = "VmHWM " + strings.TrimSpace(rest)
			fmt.Sscan(rest, &r.kilobytes)
		}
	}
	return r
}
