package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPrivacyThroughARunningServer gives every command about personal data while
// a server holds the data folder: what a hold keeps stays, what is released goes,
// and the evidence and the index agree with it afterwards, also when the server
// has ended.
func TestPrivacyThroughARunningServer(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"qalxan.yaml": "listen: 127.0.0.1:0\n" + watched,
		"name.txt":    "Nigar Quliyeva\n",
		"theirs.warc": warcSaying("https://xeber.example/a", "The bridge over the river was blown up by its own engineers on Thursday morning, and nobody says so. Nigar Quliyeva lives near the river."),
	} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, stop := serving(t, at("qalxan.yaml"), at("data"))
	say := func(code int, want, words string, more ...string) string {
		t.Helper()
		args := append(strings.Fields(words), more...)
		got, out := command(t, append(args, "-c", at("qalxan.yaml"), "--data", at("data"))...)
		if got != code || !strings.Contains(out, want) {
			t.Fatalf("%v: exit %d, no %q in: %s", args, got, want, out)
		}
		return out
	}
	asked := []string{"--person-file", at("name.txt"), "--reason", "request 12 of Nigar Quliyeva"}

	say(exitDone, "1 new items, 1 findings", "import --as warc", at("theirs.warc"))
	finding := regexp.MustCompile(`f-[0-9a-f]{16}`).FindString(say(exitDone, "f-", "report --as jsonl"))
	hold := regexp.MustCompile(`h-[0-9a-f]{16}`).FindString(say(exitDone, "holds the finding", "privacy hold add finding", finding, "--by", "kamran", "--reason", "case 7"))
	say(exitDone, "case 7", "privacy hold list")
	say(exitDone, "person-", "privacy export --by kamran -o "+at("held.json"), asked...)
	say(exitDone, "Nothing was changed", "privacy erase --by kamran", asked...)
	if out := say(exitDone, "refused, under a legal hold: 1", "privacy erase --yes --by kamran", asked...); !strings.Contains(out, "erased by request e-") {
		t.Errorf("under a hold: %s", out)
	}
	say(exitDone, finding, "search Quliyeva")
	say(exitDone, "no more", "privacy hold release", hold, "--by", "kamran", "--reason", "case 7 is closed")
	say(exitDone, "erased by request e-", "privacy erase --yes --by kamran", asked...)
	say(exitDone, "Nothing was found", "search Quliyeva")
	say(exitDone, "would be removed: 0 texts", "privacy retain --dry-run")
	say(exitDone, "removed: 0 texts", "privacy retain --by kamran")
	say(exitDone, "have pseudonyms", "privacy pseudonymise --by kamran")
	if out := say(exitDone, "person-", "privacy requests"); strings.Contains(out, "Quliyeva") || strings.Contains(out, "not yet") {
		t.Errorf("requests: %s", out)
	}
	for _, verb := range []string{"privacy.export", "privacy.erase", "privacy.hold", "privacy.release"} {
		if out := say(exitDone, "socket", "audit --verb "+verb); strings.Contains(out, "Quliyeva") {
			t.Errorf("the log names her: %s", out)
		}
	}
	agree := func() {
		t.Helper()
		say(exitDone, "Index and record agree", "doctor")
		say(exitDone, "0 faults", "evidence verify")
		if out := say(exitDone, finding, "show", finding); strings.Contains(out, "Quliyeva") || !strings.Contains(out, "█") {
			t.Errorf("shown: %s", out)
		}
	}
	agree()
	say(exitUsage, "one letter", "privacy erase --person N --by kamran --reason asked --yes")
	say(exitUsage, "--reason", "privacy erase --person-file "+at("name.txt")+" --by kamran --yes")
	say(exitFailed, "see: qalxan privacy hold list", "privacy hold release h-0000000000000000 --by kamran --reason closed")
	stop()
	agree()
}
