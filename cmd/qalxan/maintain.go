package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
)

type reindexCmd struct{}

// Help is shown by --help.
func (reindexCmd) Help() string { return "Example:\n  qalxan reindex" }

// Run builds the index anew. The old one answers until the new one is whole.
func (reindexCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	answer, err := s.stream(a, http.MethodPost, "/control/reindex", nil)
	if err != nil {
		return err
	}
	defer answer.Close()
	total := 0
	err = messages(answer, func(m control.Message) error {
		if m.Done != nil {
			total = *m.Done
		}
		if a.progress {
			fmt.Fprintf(a.err, "\r\x1b[K%d documents", total)
		}
		return nil
	})
	if a.progress {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "The index was built anew: %d documents.\n", total)
	return nil
}

type doctorCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (doctorCmd) Help() string { return "Example:\n  qalxan doctor --json" }

// errUnhealthy is the exit of a doctor that found something.
var errUnhealthy = errors.New("something differs; see above for what to do")

// Run compares index, record and evidence.
func (c doctorCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var d monitor.Diagnosis
	if err := s.get(a, "/control/doctor", &d); err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(a.out).Encode(d); err != nil {
			return err
		}
	} else {
		printDiagnosis(a, d)
	}
	if !d.Healthy {
		return errUnhealthy
	}
	return nil
}

func printDiagnosis(a *app, d monitor.Diagnosis) {
	fmt.Fprintf(a.out, "record:   %d captures, %d items in %d versions, %d findings, %d campaigns, %d addresses queued\n",
		d.Totals.Captures, d.Totals.Items, d.Totals.Versions, d.Totals.Findings, d.Totals.Campaigns, d.Totals.Queued)
	fmt.Fprintf(a.out, "index:    %d documents\n", d.Indexed)
	for _, part := range []struct {
		name   string
		faults []string
	}{{"record", d.Record}, {"index", d.Index}, {"evidence", d.Evidence}, {"source", d.Sources}} {
		for _, fault := range part.faults {
			fmt.Fprintf(a.out, "%s: %s\n", part.name, plain(fault))
		}
	}
	if d.Moving > 0 {
		fmt.Fprintf(a.out, "%d changes were on their way into the index, because a crawl writes; they were not compared\n", d.Moving)
	}
	if d.Healthy {
		fmt.Fprintln(a.out, "Index and record agree, and every capture stands where the record says.")
	}
}
