package inflate

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const limit = 1 << 20

func pack(t testing.TB, open func(io.Writer) io.WriteCloser, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gz(w io.Writer) io.WriteCloser   { return gzip.NewWriter(w) }
func zl(w io.Writer) io.WriteCloser   { return zlib.NewWriter(w) }
func br(w io.Writer) io.WriteCloser   { return brotli.NewWriter(w) }
func zs(w io.Writer) io.WriteCloser   { e, _ := zstd.NewWriter(w); return e }
func bare(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f }

func TestBody(t *testing.T) {
	plain := []byte(strings.Repeat("Salam, dünya. ", 50))
	tests := []struct {
		name   string
		raw    []byte
		header string
		want   []byte
		left   string
	}{
		{"plain", plain, "", plain, ""},
		{"identity", plain, "identity", plain, ""},
		{"gzip", pack(t, gz, plain), "gzip", plain, ""},
		{"upper case", pack(t, gz, plain), " X-GZIP ", plain, ""},
		{"two members", append(pack(t, gz, plain), pack(t, gz, plain)...), "gzip", append(plain[:len(plain):len(plain)], plain...), ""},
		{"deflate", pack(t, zl, plain), "deflate", plain, ""},
		{"deflate without header", pack(t, bare, plain), "deflate", plain, ""},
		{"brotli", pack(t, br, plain), "br", plain, ""},
		{"zstd", pack(t, zs, plain), "zstd", plain, ""},
		{"twice", pack(t, br, pack(t, gz, plain)), "gzip, br", plain, ""},
		{"thrice", pack(t, gz, pack(t, gz, pack(t, gz, plain))), "gzip, gzip, gzip", pack(t, gz, plain), "gzip"},
		{"unknown", plain, "sdch", plain, "sdch"},
		{"unknown below", pack(t, gz, plain), "sdch, gzip", plain, "sdch"},
		{"announced and not done", plain, "gzip", plain, ""},
		{"empty", nil, "gzip", nil, "gzip"},
		{"more behind gzip", append(pack(t, gz, plain), "\n<!-- 0.2 s -->"...), "gzip", plain, ""},
		{"zeros behind gzip", append(pack(t, gz, plain), make([]byte, 512)...), "gzip", plain, ""},
		{"more behind deflate", append(pack(t, zl, plain), "\r\n"...), "deflate", plain, ""},
		{"more behind brotli", append(pack(t, br, plain), "\r\n"...), "br", plain, ""},
		{"more behind zstd", append(pack(t, zs, plain), "<!-- -->"...), "zstd", plain, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Body(tt.raw, tt.header, limit)
			if !bytes.Equal(got.Body, tt.want) || got.Left != tt.left || got.Cut || got.Broken {
				t.Errorf("Body = %d bytes, left %q, cut %v, broken %v; want %d bytes, left %q", len(got.Body), got.Left, got.Cut, got.Broken, len(tt.want), tt.left)
			}
		})
	}
}

// TestBodyThatBreaksOff cuts packed bodies at every place where they may break
// off. What comes out is a beginning and said to be one, or nothing of worth.
func TestBodyThatBreaksOff(t *testing.T) {
	var plain []byte
	for i := range 4000 {
		plain = fmt.Appendf(plain, "sentence %d of the story. ", i*i)
	}
	for _, e := range []struct {
		name string
		open func(io.Writer) io.WriteCloser
	}{{"gzip", gz}, {"deflate", zl}, {"br", br}, {"zstd", zs}} {
		raw := pack(t, e.open, plain)
		for _, at := range []int{40, 100, len(raw) / 4, len(raw) / 2, len(raw) - 9, len(raw) - 1} {
			got := Body(raw[:at], e.name, limit)
			if !got.Broken || got.Cut {
				t.Errorf("%s broken off at %d of %d: %d bytes, broken %v, cut %v", e.name, at, len(raw), len(got.Body), got.Broken, got.Cut)
			}
		}
	}
	raw := pack(t, gz, plain)
	raw[len(raw)-8] ^= 1 // its sum
	if got := Body(raw, "gzip", limit); !got.Broken || !bytes.Equal(got.Body, plain) {
		t.Errorf("another sum: %d bytes, broken %v", len(got.Body), got.Broken)
	}
	if got := Body(append(pack(t, gz, plain), raw...), "gzip", limit); !got.Broken {
		t.Errorf("another sum of the second member: %d bytes, broken %v", len(got.Body), got.Broken)
	}
}

// What the bound cuts off did not break off.
func TestCutIsNotBroken(t *testing.T) {
	plain := []byte(strings.Repeat("0123456789abcdef", 4096))
	if got := Body(pack(t, gz, pack(t, gz, plain)), "gzip, gzip", 200); !got.Cut || got.Broken {
		t.Errorf("cut %v, broken %v", got.Cut, got.Broken)
	}
}

func TestBombsAreBounded(t *testing.T) {
	zeros := make([]byte, 64<<20)
	bombs := map[string]struct {
		raw    []byte
		header string
	}{
		"gzip":       {pack(t, gz, zeros), "gzip"},
		"gzip twice": {pack(t, gz, pack(t, gz, zeros)), "gzip, gzip"},
		"deflate":    {pack(t, zl, zeros), "deflate"},
		"brotli":     {pack(t, br, zeros), "br"},
		"zstd":       {pack(t, zs, zeros), "zstd"},
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := Body(bomb.raw, bomb.header, limit)
			runtime.ReadMemStats(&after)
			if len(got.Body) != limit || !got.Cut {
				t.Errorf("%d bytes, cut %v; want %d, cut", len(got.Body), got.Cut, limit)
			}
			// What a reader grows through on its way to the bound, and a window.
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 32*limit {
				t.Errorf("%d bytes were allocated for %d", grown, limit)
			}
		})
	}
}

// The outer layer yields as little as the bound allows, and so does not feed
// an inner one without end.
func TestInnerLayerIsStarved(t *testing.T) {
	empty := pack(t, gz, nil)
	raw := pack(t, gz, bytes.Repeat(empty, 8*limit/len(empty)))
	if got := Body(raw, "gzip, gzip", limit); !got.Cut {
		t.Errorf("%d bytes, not cut", len(got.Body))
	}
}

func FuzzBody(f *testing.F) {
	f.Add(pack(f, gz, []byte("a")), "gzip")
	f.Add(pack(f, zs, []byte("a")), "zstd, br")
	f.Add([]byte("x\x9c"), "deflate,deflate")
	f.Fuzz(func(t *testing.T, raw []byte, header string) {
		if got := Body(raw, header, 4096); got.Left == "" && len(got.Body) > max(4096, len(raw)) {
			t.Errorf("%d bytes came out", len(got.Body))
		}
	})
}

func BenchmarkBody(b *testing.B) {
	plain := []byte(strings.Repeat("<p>Bakı, 21 noyabr. Nazirlik bildirib.</p>\n", 2500))
	for _, e := range []struct {
		name string
		open func(io.Writer) io.WriteCloser
	}{{"gzip", gz}, {"br", br}, {"zstd", zs}} {
		raw := pack(b, e.open, plain)
		b.Run(e.name, func(b *testing.B) {
			b.SetBytes(int64(len(plain)))
			for b.Loop() {
				Body(raw, e.name, limit)
			}
		})
	}
}
