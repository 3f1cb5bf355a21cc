package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/source/warc"
)

// record is one record as writers make it.
func record(kind, fields, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:1>\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, fields, len(block), block)
}

const (
	about  = "WARC-Target-URI: https://xeber.example/a\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: application/http; msgtype=response\r\n"
	answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Salam</p>"
)

func packed(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		gz := gzip.NewWriter(&b)
		_, _ = gz.Write([]byte(p))
		_ = gz.Close()
	}
	return b.String()
}

func read(t *testing.T, archive string) (all []warc.Entry, last error) {
	t.Helper()
	for e, err := range warc.Read(strings.NewReader(archive)) {
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
	return all, nil
}

func TestReadEveryCompression(t *testing.T) {
	info, response := record("warcinfo", "", "software: x"), record("response", about, answer)
	for name, archive := range map[string]string{
		"plain": info + response + response, "a member a record": packed(info, response, response),
		"whole": packed(info + response + response), "more line ends": info + "\r\n" + response + "\n\n\n" + response,
	} {
		all, err := read(t, archive)
		if err != nil || len(all) != 3 || all[0].Skip != warc.SkipKind {
			t.Fatalf("%s: %v %v", name, all, err)
		}
		r := all[2].Response
		if r.URL != "https://xeber.example/a" || r.Status != 200 || string(r.Body) != "<p>Salam</p>" || r.Time.Unix() != 1614834367 || r.ID != "urn:uuid:1" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestSkips(t *testing.T) {
	for _, tt := range []struct {
		record string
		want   warc.Skip
	}{
		{record("request", about, "GET / HTTP/1.1\r\n\r\n"), warc.SkipKind},
		{record("resource", about, "<p>"), warc.SkipKind},
		{record("revisit", about, "HTTP/1.1 200 OK\r\n\r\n"), warc.SkipRevisit},
		{record("response", strings.Replace(about, "application/http", "text/dns", 1), "x"), warc.SkipHTTP},
		{record("response", about, "220 ftp\r\n\r\n"), warc.SkipHTTP},
		{record("response", about, "HTTP/1.1 9 OK\r\n\r\n"), warc.SkipHTTP},
		{record("response", about, ""), warc.SkipHTTP},
		{record("response", strings.Replace(about, "https://", "dns:", 1), answer), warc.SkipHead},
		{record("response", strings.Replace(about, "2021-", "21-", 1), answer), warc.SkipHead},
		{record("response", strings.Replace(about, "https://xeber.example/a", "<https://xeber.example/a>", 1), answer), ""},
		{record("response", strings.Replace(about, "07Z", "07.123456789Z", 1), answer), ""},
		{record("response", strings.Replace(about, "\r\n", "\n", -1), answer), ""},
		{record("response", about, "HTTP/1.0 200\n: x\nnonsense\nContent-Type: text/html\n\nbody"), ""},
	} {
		all, err := read(t, tt.record+record("response", about, answer))
		if err != nil || len(all) != 2 || all[0].Skip != tt.want || all[1].Skip != "" {
			t.Errorf("%.200q: %v %v", tt.record, all, err)
		}
	}
}

func TestDamage(t *testing.T) {
	one := record("response", about, answer)
	for name, archive := range map[string]string{
		"cut":              one + one[:len(one)-30],
		"cut in the head":  one + one[:40],
		"cut gzip":         packed(one, one)[:len(packed(one))+60],
		"no length":        one + strings.Replace(one, "Content-Length", "Content-Width", 1),
		"a length below 0": one + strings.Replace(one, "Content-Length: ", "Content-Length: -", 1),
		"words":            one + "these are words\n",
		"blank for ever":   one + strings.Repeat("\n", 5000),
		"a head for ever":  one + "WARC/1.0\r\n" + strings.Repeat("X-Y: z\r\n", 200_000),
	} {
		all, err := read(t, archive)
		if len(all) != 1 || !errors.Is(err, warc.ErrDamaged) {
			t.Errorf("%s: %d records, %v", name, len(all), err)
		}
	}
	if _, err := read(t, "\x1f\x8bxx"); !errors.Is(err, warc.ErrDamaged) {
		t.Errorf("no gzip: %v", err)
	}
	if all, err := read(t, ""); len(all) != 0 || err != nil {
		t.Errorf("nothing: %v %v", all, err)
	}
}

// A record that says it is long is passed over, not held.
func TestLongRecord(t *testing.T) {
	const length = 65 << 20
	head := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\n%sContent-Length: %d\r\n\r\n", about, length)
	long := io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, length), strings.NewReader("\r\n\r\n"+record("response", about, answer)))
	var skips []warc.Skip
	for e, err := range warc.Read(long) {
		if err != nil {
			t.Fatal(err)
		}
		skips = append(skips, e.Skip)
	}
	if diff := cmp.Diff([]warc.Skip{warc.SkipLong, ""}, skips); diff != "" {
		t.Error(diff)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestPage(t *testing.T) {
	text := "<html><head><title>Söz</title></head><p>Привет, мир. Это страница.</p></html>"
	cp1251 := "<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>"
	for _, tt := range []struct{ name, head, body, want string }{
		{"as it is", "Content-Type: text/html; charset=utf-8", text, text},
		{"chunked", "Transfer-Encoding: chunked", "5\r\n<p>Sa\r\n7;x=y\r\nlam</p>\r\n0\r\n\r\n", "<p>Salam</p>"},
		{"chunked no more", "Transfer-Encoding: chunked", text, text},
		{"gzip", "Content-Encoding: gzip", packed(text), text},
		{"gzip no more", "Content-Encoding: gzip", text, text},
		{"gzip in chunks", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(packed(text)), packed(text)), text},
		{"an old charset", "Content-Type: text/html; charset=windows-1251", cp1251, "<p>Привет</p>"},
		{"too long", "Content-Type: text/html", strings.Repeat("x", 2000), strings.Repeat("x", 1000)},
	} {
		all, err := read(t, record("response", about, "HTTP/1.1 200 OK\r\n"+tt.head+"\r\n\r\n"+tt.body))
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %v", tt.name, err)
		}
		p := all[0].Response.Page(1000)
		if string(p.Body) != tt.want || p.Truncated != (tt.name == "too long") || p.Header.Get("Transfer-Encoding") != "" {
			t.Errorf("%s: %q, truncated %t, %v", tt.name, p.Body, p.Truncated, p.Header)
		}
	}
}

// What the owner of a page says of its use holds in an archive too.
func TestPageTerms(t *testing.T) {
	for head, want := range map[string]bool{"X-A: b": false, "tdm-reservation: 1": true, "X-Robots-Tag: noarchive": true} {
		all, err := read(t, record("response", about, "HTTP/1.1 200 OK\r\n"+head+"\r\n\r\n<p>"))
		if err != nil || all[0].Response.Page(1000).Terms.Withhold() != want {
			t.Errorf("%s: %v %v", head, all, err)
		}
	}
}

// Our own evidence is an archive like any other.
func TestReadOurOwn(t *testing.T) {
	dir := t.TempDir()
	w, err := evidence.Open(dir, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.Record(t.Context(), evidence.Exchange{URL: "https://xeber.example/a", Method: "GET", Time: time.Now(), Status: 200, Body: []byte("x")})
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(dir + "/" + c.Location.File)
	if err != nil {
		t.Fatal(err)
	}
	all, err := read(t, string(data))
	if err != nil || len(all) != 4 || all[1].Skip != "" || all[1].Response.ID != c.ID {
		t.Errorf("%v %v", all, err)
	}
}

func FuzzRead(f *testing.F) {
	one := record("response", about, answer)
	f.Add([]byte(one))
	f.Add([]byte(packed(one, one)))
	f.Add([]byte(record("response", about, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n")))
	f.Add([]byte("WARC/1.1\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for e, err := range warc.Read(bytes.NewReader(data)) {
			if err != nil {
				return
			}
			if e.Skip != "" {
				continue
			}
			if p := e.Response.Page(1 << 16); len(p.Body) > 1<<18 {
				t.Errorf("%d bytes of a page", len(p.Body))
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	archive := packed(record("response", about, answer+strings.Repeat("<p>söz xəbər</p>\n", 3000)))
	b.SetBytes(int64(len(archive)))
	for b.Loop() {
		for e, err := range warc.Read(strings.NewReader(archive)) {
			if err != nil {
				b.Fatal(err)
			}
			_ = e.Response.Page(5 << 20)
		}
	}
}
