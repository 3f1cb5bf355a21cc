package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/trial"
)

// localSite is a news site of one story on this machine.
func localSite(t *testing.T) string {
	t.Helper()
	story := "<p>" + strings.Repeat("The council has agreed to mend the road before winter. ", 20) + "</p>"
	pages := map[string]string{
		"/robots.txt": "User-agent: *\nDisallow: /private\n",
		"/":           `<title>The News</title><a href="/2026/road">The road is mended</a> <a href="/private/x">x</a> \x1b[31m`,
		"/2026/road":  `<html lang="en"><title>The road is mended</title><h1>The road is mended</h1><p>20 November 2026</p>` + story + story + story,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path != "/robots.txt" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func TestSourceTest(t *testing.T) {
	address, data := localSite(t), filepath.Join(t.TempDir(), "d")
	args := []string{"source", "test", address, "--allow-private", "--delay", "1ms", "--data", data}
	code, out := command(t, args...)
	for _, want := range []string{
		"robots.txt: allowed", "feeds: none", "title      The road is mended", "published  2026-11-20 00:00 UTC (date line)",
		"language   en", "The council has agreed", "would not be asked:", "/private/x: robots.txt of",
	} {
		if code != exitDone || !strings.Contains(out, want) {
			t.Errorf("exit %d, no %q in:\n%s", code, want, out)
		}
	}
	var r trial.Result
	if code, out := command(t, append(args, "--json")...); code != exitDone || json.Unmarshal([]byte(out), &r) != nil || len(r.Items) != 1 {
		t.Errorf("exit %d: %s", code, out)
	}
	if code, out := command(t, "source", "--data", data); code != exitDone || strings.Contains(out, "127") {
		t.Errorf("the trial left a source: %d %s", code, out)
	}
	if code, out := command(t, "source", "test", "news", "--data", data); code != exitUsage {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestSourceHealth(t *testing.T) {
	address, data := localSite(t), filepath.Join(t.TempDir(), "d")
	if code, out := command(t, "crawl", address, "--allow-private", "--delay", "1ms", "--data", data); code != exitDone {
		t.Fatalf("exit %d: %s", code, out)
	}
	code, out := command(t, "source", "--data", data)
	if code != exitDone || !strings.Contains(out, "good") || !strings.Contains(out, "It answered") {
		t.Errorf("exit %d: %s", code, out)
	}
	var l api.SourceList
	if _, out := command(t, "source", "--json", "--data", data); json.Unmarshal([]byte(out), &l) != nil || len(l.Sources) != 1 {
		t.Fatalf("not a list of one: %s", out)
	}
	code, out = command(t, "source", "show", l.Sources[0].Source.ID, "--data", data)
	for _, want := range []string{
		"good: It answered", "1 new item in the last run; what is normal is not known yet (0 of 5 runs)", "last good answer 20",
		"addresses known, ", "robots.txt: read 1 minute ago.", "OUTCOME", "answered",
	} {
		if code != exitDone || !strings.Contains(out, want) {
			t.Errorf("exit %d, no %q in:\n%s", code, want, out)
		}
	}
	if code, out := command(t, "source", "show", "absent", "--data", data); code != exitFailed || !strings.Contains(out, "source absent") {
		t.Errorf("exit %d: %s", code, out)
	}
}
