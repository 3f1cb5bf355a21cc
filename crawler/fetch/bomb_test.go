package fetch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"
)

const (
	bombs      = 10
	bombRatio  = 1000
	bombSize   = 64 << 20 // unpacked
	bombMemory = 256 << 20
)

// zeros is an endless body.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func bomb(t *testing.T) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, io.LimitReader(zeros{}, bombSize)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if ratio := bombSize / b.Len(); ratio < bombRatio {
		t.Fatalf("a bomb of 1:%d", ratio)
	}
	return b.Bytes()
}

// TestBombs unpacks ten at once and watches what the runtime takes from the
// system.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("measures memory, of which the race detector, run with -short, takes its own share")
	}
	packed := bomb(t)
	w := newWeb(t)
	w.mux.HandleFunc("/", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsFileAt {
			rw.WriteHeader(http.StatusNotFound)
			return
		}
		rw.Header().Set("Content-Encoding", "gzip")
		rw.Header().Set("Content-Type", "text/html")
		rw.Write(packed)
	})
	c, _ := newClient(t, w)
	most := watchMemory(t)
	var group sync.WaitGroup
	for i := range bombs {
		group.Go(func() {
			p, err := c.Get(t.Context(), quick(fmt.Sprintf("http://h%d.example/bomb", i)))
			if err != nil || !p.Truncated || int64(len(p.Body)) > quick("").Policy.WithDefaults().MaxBody {
				t.Errorf("bomb %d: %v", i, err)
			}
		})
	}
	group.Wait()
	heap, sys := most()
	t.Logf("most heap in use %d MiB, most taken from the system %d MiB", heap>>20, sys>>20)
	if sys > bombMemory {
		t.Errorf("%d MiB were taken from the system, want less than %d", sys>>20, bombMemory>>20)
	}
}

// watchMemory samples until its result is called, which returns the most that
// was in use and the most that was taken from the system and not given back.
func watchMemory(t *testing.T) (most func() (heap, sys uint64)) {
	t.Helper()
	var heap, sys uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap, sys = max(heap, m.HeapInuse), max(sys, m.Sys-m.HeapReleased)
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() (uint64, uint64) {
		close(stop)
		<-done
		return heap, sys
	}
}
