package robots

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// minCases is how many questions the tables hold at least.
const minCases = 150

// TestTables asks the questions of testdata. A case is a title, a robots.txt
// and questions, one a line:
//
//	=== title
//	User-agent: *
//	Disallow: /x
//	---
//	deny | Qalxan | /x | 2 | Disallow: /x
//	delay | Qalxan | none
//
// A verdict is followed by agent, address, and line and rule where one decided.
// delay, sitemaps and signals take an agent and what is expected. Backslashes
// escape in files and questions as they do in Go.
func TestTables(t *testing.T) {
	tables, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables: %v", err)
	}
	cases := 0
	for _, table := range tables {
		text, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		for chunk := range strings.SplitSeq("\n"+string(text), "\n=== ") {
			if strings.TrimSpace(chunk) == "" {
				continue
			}
			title, rest, _ := strings.Cut(chunk, "\n")
			file, questions, ok := strings.Cut(rest, "\n---\n")
			if !ok {
				t.Fatalf("%s: %q has no questions", table, title)
			}
			rules := Parse([]byte(unescape(t, file)))
			for q := range strings.SplitSeq(strings.TrimSpace(questions), "\n") {
				cases++
				t.Run(filepath.Base(table)+"/"+title, func(t *testing.T) { ask(t, rules, q) })
			}
		}
	}
	if cases < minCases {
		t.Errorf("%d cases, want %d at least", cases, minCases)
	}
}

func ask(t *testing.T, r *Rules, question string) {
	t.Helper()
	fields := strings.Split(question, " | ")
	for i := range fields {
		fields[i] = unescape(t, strings.TrimSpace(fields[i]))
	}
	fields = append(fields, "", "", "", "")
	verb, agent, want := fields[0], fields[1], fields[2]
	var got string
	switch verb {
	case "allow", "deny":
		line, _ := strconv.Atoi(fields[3])
		expected := Decision{Allowed: verb == "allow", Rule: fields[4], Line: line}
		if d := r.Test(agent, fields[2]); d != expected {
			t.Errorf("%s: %+v, want %+v", question, d, expected)
		}
		return
	case "delay":
		if d, ok := r.CrawlDelay(agent); ok {
			got = d.String()
		}
	case "sitemaps":
		got = strings.Join(r.Sitemaps(), " ")
	case "signals":
		for _, s := range r.Signals(agent) {
			got += fmt.Sprintf("%d:%s=%s ", s.Line, s.Name, s.Value)
		}
	default:
		t.Fatalf("what is %q?", question)
	}
	if got = cmp.Or(strings.TrimSpace(got), "none"); got != want {
		t.Errorf("%s: got %q", question, got)
	}
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	quoted := strings.ReplaceAll(strings.ReplaceAll(s, `"`, `\"`), "\n", `\n`)
	text, err := strconv.Unquote(`"` + quoted + `"`)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return text
}
