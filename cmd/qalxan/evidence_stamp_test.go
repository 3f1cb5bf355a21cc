package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

// TestStampsFromImportToPack takes an archive in under an authority, and finds
// what it stamped in the folder and in a pack, with and without roots.
func TestStampsFromImportToPack(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	stranger := timestamptest.New(t, timestamptest.Stamping, time.Now())
	server := httptest.NewServer(tsa)
	defer server.Close()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	config := watched + "\nevidence:\n  timestamp:\n    url: " + server.URL + "\n    every: 1m\n    roots: " + at("roots.pem") + "\n"
	for name, text := range map[string]string{
		"qalxan.yaml": config, "theirs.warc": warcOf("https://xeber.example/a"),
		"roots.pem": string(tsa.Roots()), "other.pem": string(stranger.Roots()),
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	say := func(code int, want string, args ...string) string {
		t.Helper()
		got, out := command(t, append(args, "-c", at("qalxan.yaml"), "--data", at("data"))...)
		if got != code || !strings.Contains(out, want) {
			t.Fatalf("%v: exit %d, %s", args, got, out)
		}
		return out
	}
	say(exitDone, "1 new items", "import", "--as", "warc", at("theirs.warc"))
	out := say(exitDone, "1 captures proved to exist before ", "evidence", "verify")
	if !strings.Contains(out, timestamptest.Name) || strings.Contains(out, "--roots") {
		t.Error(out)
	}
	say(exitFailed, "nobody who is trusted", "evidence", "verify", "--roots", at("other.pem"))
	say(exitUsage, "holds no certificate", "evidence", "verify", "--roots", at("qalxan.yaml"))

	finding := regexp.MustCompile(`f-[0-9a-f]{16}`).FindString(say(exitDone, "f-", "report", "--as", "jsonl"))
	say(exitDone, "sha256 ", "evidence", "export", finding, "-o", at("case.zip"))
	if out := say(exitDone, "1 captures proved to exist before ", "evidence", "verify", at("case.zip")); !strings.Contains(out, "came with the evidence") {
		t.Error(out)
	}
	say(exitDone, `"captures":1`, "evidence", "verify", "--json", "--roots", at("roots.pem"), at("case.zip"))
}
