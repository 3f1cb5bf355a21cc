// Command eval runs the tests that measure the detectors and prints what they
// print in one table: measure, bar, figure, and whether it is met. It measures
// nothing itself. It fails where a figure is below its bar or could not be
// measured; speeds are told, and decide nothing, because they are the machine's.
//
//	go run ./internal/eval [-json] [-only WORD]
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"text/tabwriter"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	asJSON := flag.Bool("json", false, "print a JSON line for each measure")
	only := flag.String("only", "", "only measures whose names hold this `word`")
	flag.Parse()
	results := all(ctx, *only)
	stop()
	show := table
	if *asJSON {
		show = lines
	}
	if err := show(os.Stdout, results); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
	for _, r := range results {
		if !r.Met && !r.Speed {
			os.Exit(1)
		}
	}
}

// result is a measure with its figure.
type result struct {
	What    string  `json:"what"`
	Measure string  `json:"measure"`
	Bar     string  `json:"bar"`
	Figure  float64 `json:"figure"`
	Met     bool    `json:"met"`
	Speed   bool    `json:"speed,omitempty"`
	Fault   string  `json:"fault,omitempty"` // why there is no figure
	Command string  `json:"command"`
}

// all runs one command after the other: they share the machine's cores.
func all(ctx context.Context, only string) (results []result) {
	for _, r := range runs() {
		var wanted []measure
		for _, m := range r.measures {
			if strings.Contains(m.what+" "+m.name, only) {
				wanted = append(wanted, m)
			}
		}
		if len(wanted) == 0 {
			continue
		}
		command := append([]string{"go", "test", "-count=1", "-v"}, r.arguments...)
		fmt.Fprintln(os.Stderr, strings.Join(command, " "))
		// A test that fails has printed its figures too.
		output, _ := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
		for _, m := range wanted {
			results = append(results, m.result(string(output), r.said()))
		}
	}
	return results
}

func (m measure) result(output, command string) result {
	r := result{What: m.what, Measure: m.name, Bar: m.bar.String(), Speed: m.speed, Command: command}
	figure, ok := m.read(output)
	if !ok {
		r.Fault = "not measured"
		if strings.Contains(output, "is not here: the figures cannot be measured") {
			r.Fault = "not measured: the data are not here"
		}
		return r
	}
	r.Figure, r.Met = figure, m.bar.met(figure)
	return r
}

func lines(out io.Writer, results []result) error {
	encoder := json.NewEncoder(out)
	for _, r := range results {
		if err := encoder.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func table(out io.Writer, results []result) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WHAT\tMEASURE\tBAR\tFIGURE\tMET")
	for _, r := range results {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.What, r.Measure, r.Bar, r.figure(), r.verdict())
	}
	return w.Flush()
}

func (r result) figure() string {
	if r.Fault != "" {
		return r.Fault
	}
	return shown(r.Figure)
}

func (r result) verdict() string {
	switch {
	case r.Met:
		return "yes"
	case r.Speed:
		return "not here"
	}
	return "NO"
}
