package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// run is one go test command with what it measures.
type run struct {
	arguments []string
	measures  []measure
}

// said is the command as a person types it.
func (r run) said() string {
	quoted := make([]string, len(r.arguments))
	for i, a := range r.arguments {
		if strings.ContainsAny(a, "^$|") {
			a = "'" + a + "'"
		}
		quoted[i] = a
	}
	return "go test -v " + strings.Join(quoted, " ")
}

// measure is one figure that a test prints.
type measure struct {
	what, name string
	bar        bar
	read       func(output string) (float64, bool)
	speed      bool
}

// bar is what a figure has to reach.
type bar struct {
	value float64
	most  bool // the figure may be that at most
}

func least(value float64) bar { return bar{value: value} }
func most(value float64) bar  { return bar{value: value, most: true} }

func (b bar) met(figure float64) bool {
	if b.most {
		return figure <= b.value
	}
	return figure >= b.value
}

func (b bar) String() string {
	if b.most {
		return "at most " + shown(b.value)
	}
	return "at least " + shown(b.value)
}

func shown(figure float64) string {
	if figure >= 100 {
		return fmt.Sprintf("%.0f", figure)
	}
	return strconv.FormatFloat(figure, 'g', 4, 64)
}

// worst reads the lowest figure that a pattern finds. A pattern of two groups
// finds "n of m", a share.
func worst(pattern string) func(string) (float64, bool) {
	expression := regexp.MustCompile(`(?m)` + pattern)
	return func(output string) (lowest float64, ok bool) {
		for _, found := range expression.FindAllStringSubmatch(output, -1) {
			figure, err := strconv.ParseFloat(found[1], 64)
			if err != nil {
				return 0, false
			}
			if len(found) > 2 {
				of, err := strconv.ParseFloat(found[2], 64)
				if err != nil || of == 0 {
					return 0, false
				}
				figure /= of
			}
			if !ok || figure < lowest {
				lowest, ok = figure, true
			}
		}
		return lowest, ok
	}
}

// divided reads a figure in a smaller unit.
func divided(by float64, read func(string) (float64, bool)) func(string) (float64, bool) {
	return func(output string) (float64, bool) {
		figure, ok := read(output)
		return figure / by, ok
	}
}

// count counts what a pattern finds in the output of a test that ran.
func count(test, pattern string) func(string) (float64, bool) {
	expression := regexp.MustCompile(`(?m)` + pattern)
	return func(output string) (float64, bool) {
		ran := strings.Contains(output, "--- PASS: "+test) || strings.Contains(output, "--- FAIL: "+test)
		return float64(len(expression.FindAllString(output, -1))), ran
	}
}

// failed is 0 where a test passed, and 1 where it did not.
func failed(test string) func(string) (float64, bool) { return count(test, `^--- FAIL: `+test+` `) }
