package bleve_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/index/indextest"
	"github.com/qalxan/qalxan/index/query"
)

func TestMain(m *testing.M) {
	// Bleve starts analysis workers with the program and keeps them.
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent())
}

func TestConformance(t *testing.T) {
	indextest.Test(t, func(t *testing.T) index.Index { return open(t, t.TempDir()) })
}

func open(t testing.TB, dir string) *bleve.Index {
	t.Helper()
	x, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	t.Run("first", func(t *testing.T) {
		x := open(t, dir)
		if err := x.Put(t.Context(), indextest.Documents(t)); err != nil {
			t.Fatal(err)
		}
		if !x.NeedsRebuild() {
			t.Error("a new index does not ask to be rebuilt")
		}
	})
	x := open(t, dir)
	wantTotal(t, x, query.Word{Text: "istanbul"}, 3)
	if !x.NeedsRebuild() {
		t.Error("an index that was never filled does not ask to be rebuilt")
	}
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	_, err := bleve.Open(dir, bleve.Options{LockWait: 20 * time.Millisecond})
	if !errors.Is(err, index.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
}

func TestOtherFormStartsEmpty(t *testing.T) {
	dir := t.TempDir()
	name := "v1-000000000000-7"
	if err := errors.Join(os.Mkdir(filepath.Join(dir, name), 0o700), os.WriteFile(filepath.Join(dir, "current"), []byte(name+"\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if x := open(t, dir); !x.NeedsRebuild() {
		t.Error("an index of another form does not ask to be rebuilt")
	}
	if got := generations(t, dir); len(got) != 1 || got[0] == name {
		t.Errorf("folders are %v, want one new one", got)
	}
}

func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	t.Run("fill", func(t *testing.T) {
		if err := open(t, dir).Put(t.Context(), indextest.Documents(t)); err != nil {
			t.Fatal(err)
		}
	})
	files, _ := filepath.Glob(filepath.Join(dir, "v*", "store", "*.zap"))
	if len(files) == 0 {
		t.Fatal("no index file to damage")
	}
	for _, f := range files {
		if err := os.Truncate(f, 10); err != nil {
			t.Fatal(err)
		}
	}
	_, err := bleve.Open(dir, bleve.Options{})
	if !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "qalxan reindex") {
		t.Fatalf("got %v, want ErrDamaged", err)
	}
	if err := bleve.Rebuild(t.Context(), dir, bleve.Options{}, documents(t), nil); err != nil {
		t.Fatal(err)
	}
	wantTotal(t, open(t, dir), query.Word{Text: "istanbul"}, 3)
}

func wantTotal(t *testing.T, x *bleve.Index, n query.Node, want int) {
	t.Helper()
	r, err := x.Search(context.Background(), index.Request{Query: n})
	if err != nil || r.Total != want {
		t.Errorf("%s finds %d, %v; want %d", query.String(n), r.Total, err, want)
	}
}

func generations(t *testing.T, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "v*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range paths {
		paths[i] = filepath.Base(p)
	}
	return paths
}
