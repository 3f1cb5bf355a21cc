package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"unicode"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/internal/hostile"
)

// TestHostileTextsOnTheTerminal runs the commands that print what was crawled
// and what people wrote, and looks at every sign that they print.
func TestHostileTextsOnTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("a record of hundreds of texts is slow")
	}
	bad := openHouse(t, attackedRecord())
	socket, err := control.Listen(bad.data)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: bad.handler}
	go func() { _ = server.Serve(socket) }() // ends with Close
	t.Cleanup(func() { server.Close() })
	commands := [][]string{
		{"search", ""},
		{"search", "--json", "text"},
		{"campaign", "list"},
		{"campaign", "list", "--json"},
		{"narrative", "list"},
		{"narrative", "list", "--json"},
		{"source", "list"},
		{"source", "list", "--json"},
		{"alert", "queue"},
		{"alert", "queue", "--json"},
		{"audit"},
		{"audit", "--json"},
		{"user", "token", "list"},
		{"learn", "list"},
		{"report", "--as", "jsonl", "level:critical"},
		{"report", "--as", "markdown", "level:critical"},
	}
	for n := 0; n < len(hostile.Texts()); n += 12 {
		ids := []string{bad.places.Findings[n], bad.places.Items[n], bad.places.Sources[n], bad.places.Narratives[n]}
		if n%120 == 0 {
			ids = append(ids, bad.places.Campaigns[n])
		}
		for i, id := range ids {
			command := []string{"show", id}
			if n%3 == 0 {
				command = append(command, "--json")
			} else if i == 0 {
				command = append(command, "--explain")
			}
			commands = append(commands, command)
		}
		commands = append(commands, []string{"search", hostileText(n)}, []string{"review", ids[0], "--to", "dismissed", "--by", hostileText(n), "--reason", hostileText(n)})
	}
	printed := 0
	for _, command := range commands {
		var out, said bytes.Buffer
		arguments := append([]string{"-d", bad.data}, command...)
		code := run(t.Context(), arguments, terminal{out: &out, err: &said, env: func(string) string { return "" }, in: strings.NewReader("")})
		if code != exitDone && command[0] != "search" && command[0] != "review" {
			t.Errorf("%q ended with %d: %s", command, code, said.String())
		}
		printed += out.Len()
		obeyed(t, command, out.String()+said.String())
		if strings.Contains(fmt.Sprint(command), "--json") && code == exitDone && !json.Valid(out.Bytes()) {
			t.Errorf("%q prints no JSON", command)
		}
	}
	t.Logf("%d commands printed %d KB", len(commands), printed>>10)
}

// obeyed fails where a terminal would do more than show what was printed.
func obeyed(t *testing.T, command []string, printed string) {
	t.Helper()
	for line := range strings.Lines(printed) {
		if at := strings.IndexFunc(line, commands); at >= 0 {
			t.Errorf("%q prints %.60q", command, line[max(0, at-20):])
			return
		}
	}
}

func commands(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r'
}

// TestScreen shows signs that a terminal obeys, whole and in pieces.
func TestScreen(t *testing.T) {
	text := "a\x1b]0;x\x07\u009b\u202eə\xff\t\n"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		s := &screen{to: &out}
		for at := 0; at < len(text); at += size {
			if n, err := s.Write([]byte(text[at:min(len(text), at+size)])); err != nil || n == 0 {
				t.Fatal(n, err)
			}
		}
		if got, want := out.String(), `a\u001b]0;x\u0007\u009b\u202eə`+"\ufffd\t\n"; got != want {
			t.Errorf("in pieces of %d: %q, want %q", size, got, want)
		}
	}
}

// TestHostileTextsInBrowser opens pages that are full of hostile texts in
// Debian's Chromium: no text runs, asks anybody for anything or makes the
// console say a word.
func TestHostileTextsInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: hostile texts are not shown to a browser")
	}
	bad := openHouse(t, attackedRecord())
	// The browser comes logged in: what it sends is made to carry the session.
	desk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(&http.Cookie{Name: guard.SessionCookie(false), Value: bad.session})
		bad.public.ServeHTTP(w, r)
	}))
	t.Cleanup(desk.Close)
	b := openBrowser(t, path, desk.URL)
	pages := []string{"/", "/search?q=", "/findings", "/campaigns", "/sources", "/narratives", "/audit", "/coverage", "/quality"}
	for n := 0; n < len(hostile.Texts()); n += 15 {
		pages = append(pages, "/findings/"+bad.places.Findings[n], "/items/"+bad.places.Items[n+1], "/sources/"+bad.places.Sources[n+2])
		if n%90 == 0 {
			pages = append(pages, "/campaigns/"+bad.places.Campaigns[n])
		}
	}
	for _, page := range pages {
		b.visit(page)
		if evaluate[bool](b, "window.__owned !== undefined") {
			t.Errorf("%s: a text ran", page)
		}
	}
	t.Logf("%d pages", len(pages))
	b.finish()
}
