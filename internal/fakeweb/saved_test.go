package fakeweb

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestServeSaved(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte("<p>packed</p>"))
	z.Close()
	files := fstest.MapFS{
		"a.html":    {Data: []byte("<meta charset=windows-1251>\xcf")},
		"b.html.gz": {Data: packed.Bytes()},
		"bad.gz":    {Data: []byte("not gzip")},
	}
	w := open(t)
	err := w.ServeSaved(files, map[string]string{
		"http://a.example/x":        "a.html",
		"https://b.example/y?id=1":  "b.html.gz",
		"https://a.example/x?id=2#": "b.html.gz",
	})
	if err != nil {
		t.Fatal(err)
	}
	for url, want := range map[string]string{
		"http://a.example/x":        "<meta charset=windows-1251>\xcf",
		"https://a.example/x?id=2":  "<p>packed</p>",
		"https://b.example/y?id=1":  "<p>packed</p>",
		"https://b.example/y":       "<p>packed</p>",
		"https://b.example/nothing": "404 page not found\n",
	} {
		got := get(t, w, url)
		if got.body != want {
			t.Errorf("%s: %q, want %q", url, got.body, want)
		}
		if got.status == 200 && got.header.Get("Content-Type") != "text/html" {
			t.Errorf("%s: Content-Type %q", url, got.header.Get("Content-Type"))
		}
	}
	for _, bad := range []map[string]string{
		{"no-host": "a.html"}, {"http://a.example/": "absent.html"}, {"http://a.example/": "bad.gz"},
	} {
		if err := w.ServeSaved(files, bad); err == nil {
			t.Errorf("%v was served", bad)
		}
	}
}

func TestServeBenchmark(t *testing.T) {
	dir := sharedData(t, "article-extraction-benchmark")
	w := open(t)
	urls, err := w.ServeBenchmark(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(urls) != 181 {
		t.Errorf("%d pages, want 181", len(urls))
	}
	for _, url := range urls {
		if got := get(t, w, url); got.status != 200 || len(got.body) < 1000 {
			t.Errorf("%s: %d, %d bytes", url, got.status, len(got.body))
		}
	}
}

// sharedData finds a folder of real data beside the checkout.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	data := filepath.Join(dir, "..", "shared", "data", name)
	if _, err := os.Stat(data); err != nil {
		t.Skipf("real data is not here: %v", err)
	}
	return data
}
