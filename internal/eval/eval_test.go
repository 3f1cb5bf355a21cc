package main

import (
	"strings"
	"testing"
)

const printed = `=== RUN   TestA
    a_test.go:1: tk  8 sentences: right 1.000; first 40 characters: right 0.900
    a_test.go:1: uk  4 sentences: right 0.750; first 40 characters: right 1.000
    a_test.go:2: homoglyphs                     158 of 160
    a_test.go:3: mean: sentences 0.9950, first 40 characters 0.9828
    a_test.go:4: https://x is incident: because
--- PASS: TestA (0.01s)
BenchmarkA-2   	      12	 160000000 ns/op	 13500.5 texts/s
`

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		read func(string) (float64, bool)
		want float64
		ok   bool
	}{
		"lowest":   {worst(`(?:tk|uk) +\d+ sentences: right ([\d.]+)`), 0.75, true},
		"share":    {worst(`homoglyphs +(\d+) of (\d+)`), 158.0 / 160, true},
		"end":      {worst(`mean: .*first 40 characters ([\d.]+)$`), 0.9828, true},
		"seconds":  {divided(1e9, worst(`BenchmarkA\S*\s+\d+\s+([\d.]+) ns/op`)), 0.16, true},
		"nothing":  {worst(`macro-F1 ([\d.]+)`), 0, false},
		"passed":   {failed("TestA"), 0, true},
		"not run":  {failed("TestB"), 0, false},
		"counted":  {count("TestA", ` is (?:incident|critical): `), 1, true},
		"no share": {worst(`(\d) ?of (x)?`), 0, false},
	} {
		if got, ok := tt.read(printed); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %g, %t; want %g, %t", name, got, ok, tt.want, tt.ok)
		}
	}
	if got, ok := failed("TestC")("--- FAIL: TestC (0.01s)\n"); got != 1 || !ok {
		t.Errorf("failed: %g, %t", got, ok)
	}
}

func TestResult(t *testing.T) {
	m := measure{what: "a", name: "b", bar: most(0.05), read: worst(`error ([\d.]+)`)}
	for output, want := range map[string]string{
		"error 0.05":  "a b at most 0.05 0.05 yes",
		"error 0.051": "a b at most 0.05 0.051 NO",
		"x is not here: the figures cannot be measured": "a b at most 0.05 not measured: the data are not here NO",
	} {
		var b strings.Builder
		if err := table(&b, []result{m.result(output, "go test")}); err != nil {
			t.Fatal(err)
		}
		_, line, _ := strings.Cut(b.String(), "\n")
		if got := strings.Join(strings.Fields(line), " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if least(15000).met(14000) || !least(0.9).met(0.9) || least(15000).String() != "at least 15000" {
		t.Error("a bar is read wrongly")
	}
}

// TestRuns: every measure has what it needs, and no command is run twice.
func TestRuns(t *testing.T) {
	known := map[string]bool{}
	for _, r := range runs() {
		if known[r.said()] || len(r.measures) == 0 {
			t.Errorf("%s: twice, or for nothing", r.said())
		}
		known[r.said()] = true
		for _, m := range r.measures {
			if m.what == "" || m.name == "" || m.read == nil {
				t.Errorf("%s: %+v", r.said(), m)
			}
		}
	}
}
