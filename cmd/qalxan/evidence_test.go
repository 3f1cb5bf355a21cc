package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const watched = `
narratives:
  - id: bridge
    claim: The bridge was blown up.
    wordings: {en: ["the bridge over the river was blown up by its own engineers"]}
`

// warcOf is an archive with one page that makes the watched claim.
func warcOf(url string) string {
	return warcSaying(url, "The bridge over the river was blown up by its own engineers on Thursday morning, and nobody says so on the evening news.")
}

// warcSaying is an archive with one page that says a sentence six times.
func warcSaying(url, sentence string) string {
	page := "<html lang=en><head><title>Bridge</title><meta property=og:type content=article></head><body><article><h1>Bridge</h1>" +
		strings.Repeat("<p>"+sentence+"</p>", 6) +
		"</article></body></html>"
	block := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-03-04T05:06:07Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", url, len(block), block)
}

// TestArchiveToPack takes an archive in, packs the finding that comes of it,
// and verifies the pack, the folder, and a pack that was changed.
func TestArchiveToPack(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{"qalxan.yaml": watched, "theirs.warc": warcOf("https://xeber.example/a")} {
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
	say(exitDone, "theirs.warc: 1 records, 1 new items, 1 findings", "import", "--as", "warc", at("theirs.warc"))
	say(exitDone, "1 left out: known already", "import", "--as", "warc", at("theirs.warc"))
	say(exitDone, `"records":1`, "import", "--as", "warc", "--json", at("theirs.warc"))
	say(exitUsage, "csv", "import", "--as", "csv", at("theirs.warc"))

	finding := regexp.MustCompile(`f-[0-9a-f]{16}`).FindString(say(exitDone, "f-", "report", "--as", "jsonl"))
	say(exitDone, "sha256 ", "evidence", "export", finding, "-o", at("case.zip"))
	say(exitFailed, "names no", "evidence", "export", "f-0000000000000000", "-o", at("none.zip"))
	say(exitUsage, "is no finding", "evidence", "export", "xeber-example", "-o", at("none.zip"))
	if left, _ := filepath.Glob(at("*.part")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	say(exitDone, "0 faults", "evidence", "verify", at("case.zip"))
	head := regexp.MustCompile(`[0-9a-f]{64}`).FindString(say(exitDone, "0 faults", "evidence", "verify"))
	say(exitDone, "0 faults", "evidence", "verify", "--noted", head)
	say(exitFailed, "cut short", "evidence", "verify", "--noted", strings.Repeat("0", 64))

	pack, err := os.ReadFile(at("case.zip"))
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(string(pack), "urn:uuid") // in a file that is not compressed, or in none
	if i < 0 {
		i = strings.Index(string(pack), "evidence.warc.gz") + 100
	}
	pack[i] ^= 1
	if err := os.WriteFile(at("case.zip"), pack, 0o600); err != nil {
		t.Fatal(err)
	}
	say(exitFailed, "evidence.warc.gz", "evidence", "verify", at("case.zip"))
}
