package fakeweb

import (
	"bytes"
	"compress/gzip"
	"testing"
	"testing/fstest"

	"github.com/qalxan/qalxan/internal/shareddata"
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
	dir := shareddata.Folder(t, "article-extraction-benchmark")
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
