package bleve

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"syscall"
	"testing"

	"github.com/qalxan/qalxan/index"
)

func TestFailure(t *testing.T) {
	for _, tt := range []struct {
		err  error
		full bool
	}{
		{nil, false},
		{errors.New("segment is closed"), false},
		{fmt.Errorf("write a.zap: %w", syscall.ENOSPC), true},
		{fmt.Errorf("write a.zap: %w", syscall.EDQUOT), true},
		{errors.New("persist error: write a.zap: no space left on device"), true},
		{fmt.Errorf("put: %w", index.ErrFull), true},
	} {
		if got := failure(tt.err); errors.Is(got, index.ErrFull) != tt.full || (got == nil) != (tt.err == nil) {
			t.Errorf("failure(%v) = %v, want ErrFull: %t", tt.err, got, tt.full)
		}
	}
}

func TestFaults(t *testing.T) {
	var out bytes.Buffer
	f := newFaults(slog.New(slog.NewTextHandler(&out, nil)))
	f.stop() // nobody waits after the end
	f.report(fmt.Errorf("write 1.zap: %w", syscall.ENOSPC), "store")
	f.report(fmt.Errorf("write 2.zap: %w", syscall.ENOSPC), "store")
	f.report(errors.New("panic"), "store")
	if n := strings.Count(out.String(), "level=ERROR"); n != 2 {
		t.Errorf("logged %d times, want 2:\n%s", n, out.String())
	}
	if f.last() == nil {
		t.Error("the failure is forgotten")
	}
	if f.clear(); f.last() != nil {
		t.Error("the failure is kept after a success")
	}
}

func TestExpandIsBounded(t *testing.T) {
	x, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	var text strings.Builder
	for i := range maxExpansion + 100 {
		fmt.Fprintf(&text, "söz%d ", i)
	}
	if err := x.Put(t.Context(), []index.Document{{ID: "a", Text: text.String() + "söz599"}}); err != nil {
		t.Fatal(err)
	}
	reader, err := x.reader()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	terms, err := prefix{field: fieldText, start: "söz"}.expand(t.Context(), reader)
	if err != nil || len(terms) != maxExpansion {
		t.Errorf("%d words, %v; want %d", len(terms), err, maxExpansion)
	}
}
