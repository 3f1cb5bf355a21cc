package bleve_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/index/indextest"
	"github.com/qalxan/qalxan/index/query"
)

func documents(t testing.TB) bleve.Documents {
	return func(yield func(index.Document, error) bool) {
		for _, d := range indextest.Documents(t) {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestRebuild(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	if err := x.Put(t.Context(), []index.Document{{ID: "gone", Latest: true, Text: "istanbul"}}); err != nil {
		t.Fatal(err)
	}
	done := 0
	if err := x.Rebuild(t.Context(), documents(t), func(n int) { done = n }); err != nil {
		t.Fatal(err)
	}
	if want := len(indextest.Documents(t)); done != want {
		t.Errorf("progress ended at %d, want %d", done, want)
	}
	if x.NeedsRebuild() {
		t.Error("it asks to be rebuilt again")
	}
	wantTotal(t, x, query.Word{Text: "istanbul"}, 3)
	if got := generations(t, dir); len(got) != 1 {
		t.Errorf("folders are %v, want one", got)
	}
}

// What is written while the record is read is newer than what is read.
func TestRebuildKeepsWhatIsWrittenMeanwhile(t *testing.T) {
	x := open(t, t.TempDir())
	newer := indextest.Documents(t)[0]
	newer.Title, newer.Text = "", "yeni"
	docs := func(yield func(index.Document, error) bool) {
		err := errors.Join(x.Put(t.Context(), []index.Document{newer}), x.Delete(t.Context(), []string{"tr-secim"}))
		if err != nil {
			t.Error(err)
		}
		wantTotal(t, x, query.Word{Text: "yeni"}, 1)
		if err := x.Rebuild(t.Context(), documents(t), nil); err == nil {
			t.Error("a second rebuild ran at the same time")
		}
		documents(t)(yield)
	}
	if err := x.Rebuild(t.Context(), docs, nil); err != nil {
		t.Fatal(err)
	}
	wantTotal(t, x, query.Word{Text: "yeni"}, 1)
	wantTotal(t, x, query.Word{Text: "istanbul"}, 1)
}

func TestFailedRebuildKeepsTheOld(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	if err := x.Put(t.Context(), indextest.Documents(t)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the record cannot be read")
	err := x.Rebuild(t.Context(), func(yield func(index.Document, error) bool) {
		_ = yield(indextest.Documents(t)[1], nil) && yield(index.Document{}, broken)
	}, nil)
	if !errors.Is(err, broken) {
		t.Fatalf("got %v, want %v", err, broken)
	}
	wantTotal(t, x, query.Word{Text: "istanbul"}, 3)
	if got := generations(t, dir); len(got) != 1 {
		t.Errorf("folders are %v, want one", got)
	}
}

// A process that ends in the middle leaves a generation that nothing names.
func TestCrashedRebuildKeepsTheOld(t *testing.T) {
	dir := t.TempDir()
	t.Run("before", func(t *testing.T) {
		if err := open(t, dir).Put(t.Context(), indextest.Documents(t)); err != nil {
			t.Fatal(err)
		}
	})
	name := generations(t, dir)[0]
	left := filepath.Join(dir, name[:len(name)-1]+"9")
	if err := errors.Join(os.Mkdir(left, 0o700), os.WriteFile(filepath.Join(dir, "current.new"), []byte("v1"), 0o600)); err != nil {
		t.Fatal(err)
	}
	wantTotal(t, open(t, dir), query.Word{Text: "istanbul"}, 3)
	if got := generations(t, dir); len(got) != 1 || got[0] != name {
		t.Errorf("folders are %v, want %s", got, name)
	}
}
