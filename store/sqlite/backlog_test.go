package sqlite

import (
	"bytes"
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// TestBacklogIsBounded fills a source beyond its bound. What was visited, what
// is no page and what is promising stays, and it is said.
func TestBacklogIsBounded(t *testing.T) {
	var said bytes.Buffer
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{MaxTasks: 100, Logger: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	of := func(path string, role frontier.Role, depth int, late bool) frontier.Task {
		return frontier.Task{SourceID: "wire", URL: "https://wire.example/" + path, Role: role, Depth: depth, Late: late}
	}
	add := func(tasks ...frontier.Task) {
		t.Helper()
		if _, err := s.Enqueue(t.Context(), tasks, false); err != nil {
			t.Fatal(err)
		}
	}
	visited := of("visited", frontier.RolePage, 2, true)
	add(visited, of("feed", frontier.RoleFeed, 0, false), of("front", frontier.RolePage, 0, false))
	result := frontier.Result{SourceID: "wire", URL: visited.URL, State: frontier.StateDone, Time: time.Now(), Next: time.Now()}
	if err := s.Commit(t.Context(), store.Entry{Result: result}); err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		add(of(fmt.Sprint("late/", n), frontier.RolePage, 1, true), of(fmt.Sprint("page/", n), frontier.RolePage, 1, false))
	}
	b, err := s.Backlog(t.Context(), "wire")
	if err != nil || b.Known > 100 || b.Known+b.Dropped != 123 {
		t.Fatalf("%+v, %v", b, err)
	}
	due, err := s.Due(t.Context(), []string{"wire"}, time.Now().Add(time.Hour), 1000)
	if err != nil || len(due) != b.Known {
		t.Fatalf("%d due, %v", len(due), err)
	}
	kept := map[string]int{}
	for _, task := range due {
		name, _, _ := strings.Cut(strings.TrimPrefix(task.URL, "https://wire.example/"), "/")
		kept[name]++
	}
	if kept["visited"] != 1 || kept["feed"] != 1 || kept["front"] != 1 || kept["page"] != 60 {
		t.Errorf("kept %v", kept)
	}
	if last := due[len(due)-1]; last.URL != "https://wire.example/late/59" {
		t.Errorf("the newest was forgotten before the oldest: the last is %s", last.URL)
	}
	if !strings.Contains(said.String(), "more addresses than are kept") {
		t.Errorf("nobody was told: %s", said.String())
	}
}

// TestBacklogLeavesRoomForNew visits more pages of a source than are kept. What
// is found after that is kept all the same; visited pages that are not due again
// make room for it, oldest first.
func TestBacklogLeavesRoomForNew(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{MaxTasks: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begin := time.Now()
	for n := range 150 {
		page := frontier.Task{SourceID: "wire", URL: fmt.Sprint("https://wire.example/", n), Role: frontier.RolePage, Depth: 1}
		if _, err := s.Enqueue(t.Context(), []frontier.Task{page}, false); err != nil {
			t.Fatal(err)
		}
		due, err := s.Due(t.Context(), []string{"wire"}, time.Now(), 10)
		if err != nil || len(due) != 1 || due[0].URL != page.URL {
			t.Fatalf("page %d is not due: %v, %v", n, due, err)
		}
		result := frontier.Result{SourceID: "wire", URL: page.URL, State: frontier.StateDone, Time: begin.Add(time.Duration(n) * time.Second)}
		if n == 0 {
			result.Next = begin.Add(24 * time.Hour)
		}
		if err := s.Commit(t.Context(), store.Entry{Result: result}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := s.Backlog(t.Context(), "wire")
	if err != nil || b.Known > 100 || b.Known+b.Dropped != 150 {
		t.Errorf("%+v, %v", b, err)
	}
	again, err := s.Due(t.Context(), []string{"wire"}, begin.Add(48*time.Hour), 10)
	if err != nil || len(again) != 1 || again[0].URL != "https://wire.example/0" {
		t.Errorf("what is due again was forgotten: %v, %v", again, err)
	}
}

// TestListsAreBounded has a site that names feeds without end. Those that were
// seen to change stay, some room is for new ones, and it is said.
func TestListsAreBounded(t *testing.T) {
	var said bytes.Buffer
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{MaxLists: 50, Logger: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for n := range 500 {
		feed := frontier.Task{SourceID: "wire", URL: fmt.Sprint("https://wire.example/feed/", n), Role: frontier.RoleFeed, Depth: 1}
		if n%2 == 1 {
			feed.Role = frontier.RoleSitemap
		}
		if _, err := s.Enqueue(t.Context(), []frontier.Task{feed}, false); err != nil {
			t.Fatal(err)
		}
		if n >= 200 {
			continue
		}
		result := frontier.Result{SourceID: "wire", URL: feed.URL, State: frontier.StateDone, Status: 200, Time: time.Now(), Next: time.Now()}
		if n < 5 {
			result.Memory.Changes = 1
		}
		if err := s.Commit(t.Context(), store.Entry{Result: result}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := s.Backlog(t.Context(), "wire")
	if err != nil || b.Known != 50 || b.Dropped != 450 {
		t.Errorf("%+v, %v", b, err)
	}
	due, err := s.Due(t.Context(), []string{"wire"}, time.Now().Add(time.Hour), 100)
	if err != nil {
		t.Fatal(err)
	}
	changed, fresh := 0, 0
	for _, d := range due {
		if d.Memory.Changes > 0 {
			changed++
		} else if n, _ := strconv.Atoi(strings.TrimPrefix(d.URL, "https://wire.example/feed/")); n >= 200 {
			fresh++
		}
	}
	if changed != 5 || fresh != 5 {
		t.Errorf("of %d lists %d were seen to change and %d are new, want 5 and 5", len(due), changed, fresh)
	}
	if !strings.Contains(said.String(), "more feeds and sitemaps than are kept") {
		t.Errorf("nobody was told: %s", said.String())
	}
}

// TestRestsAreBounded keeps more hosts that rest than may be.
func TestRestsAreBounded(t *testing.T) {
	s, now := open(t), time.Now()
	if _, err := s.writer.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO rests SELECT 'h' || i, ?, '', 0, 0, 0, ? + i FROM n`, store.MaxRests, now.UnixMicro(), now.UnixMicro()); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveRest(t.Context(), frontier.Rest{Host: "last.example", Until: now.Add(time.Hour)}, now); err != nil {
		t.Fatal(err)
	}
	all, err := s.LoadRests(t.Context(), now)
	if err != nil || len(all) != store.MaxRests {
		t.Fatalf("%d rests, %v", len(all), err)
	}
	for _, r := range all {
		if r.Host == "h1" {
			t.Error("the rest that expires first was kept")
		}
	}
}
