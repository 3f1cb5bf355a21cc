package main

import (
	"fmt"
	"net/url"
	"text/tabwriter"
	"time"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/store"
)

type sourceCmd struct {
	List   sourceListCmd   `cmd:"" default:"withargs" help:"List sources and their health, most urgent first."`
	Show   sourceShowCmd   `cmd:"" help:"Show how one source does."`
	Test   sourceTestCmd   `cmd:"" help:"Try a source before it is saved."`
	Add    sourceAddCmd    `cmd:"" help:"Test a source and crawl it from now on."`
	Change sourceChangeCmd `cmd:"" help:"Change a source that was added."`
	Off    sourceOffCmd    `cmd:"" help:"Crawl a source no more. What was collected stays."`
	On     sourceOnCmd     `cmd:"" help:"Crawl a source again that was switched off."`
}

type sourceListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (sourceListCmd) Help() string { return "Example:\n  qalxan source list --json" }

// Run lists sources.
func (c sourceListCmd) Run(a *app) error {
	return list(a, "/api/v1/sources", c.JSON, func(w *tabwriter.Writer, l api.SourceList) {
		fmt.Fprintln(w, "SOURCE\tKIND\tITEMS\tFINDINGS\tQUEUED\tSTATE\tHEALTH")
		for _, s := range l.ByUrgency() {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%s%s\t%s\n", s.Source.ID, s.Source.Kind, s.Items, s.Findings, s.Queued,
				s.Health.State, alarm(s), plain(s.Health.Reason.Text))
		}
	})
}

func alarm(s api.SourceView) string {
	if s.Health.Alert {
		return " !"
	}
	return ""
}

type sourceShowCmd struct {
	ID   string `arg:"" help:"The id of a source."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (sourceShowCmd) Help() string { return "Example:\n  qalxan source show my-source" }

// Run shows one source.
func (c sourceShowCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	path := "/api/v1/sources/" + url.PathEscape(c.ID)
	if c.JSON {
		return s.copyJSON(a, path)
	}
	var v api.SourceDetail
	if err := s.get(a, path, &v); err != nil {
		return err
	}
	a.printSource(v)
	return nil
}

func (a *app) printSource(v api.SourceDetail) {
	s, h := v.Source, v.Health
	a.printf("%s  %s  %s\n%s\n", s.ID, s.Kind, plain(s.Name), plain(s.URL))
	a.printf("grade %s, schedule %s\n", s.Grade, orNone(s.Schedule))
	a.printf("%d items, %d findings\n", v.Items, v.Findings)
	a.printf("%d addresses known, %d queued, %d forgotten\n", v.Known, v.Queued, v.Dropped)
	a.printf("%s%s: %s\n", h.State, alarm(v.SourceView), plain(h.Reason.Text))
	a.printTime("last good answer", v.LastSuccess)
	a.printTime("last new item", h.LastItems)
	a.printf("%s\n", h.Pace)
	if h.LastError != "" {
		a.printf("last error %s: %s\n", h.LastErrorAt.UTC().Format(stamp), plain(h.LastError))
	}
	a.printTime("being crawled since", h.Crawling)
	a.printTime("next run due", h.Next)
	for _, w := range h.Waits {
		a.printf("%d waiting until %s: %s\n", w.Addresses, w.Until.UTC().Format(stamp), plain(w.Reason))
	}
	if h.Robots != nil {
		a.printf("%s\n", plain(h.Robots.Reason.Text))
	}
	for _, trap := range h.Traps {
		a.printf("trap: %s\n", plain(trap))
	}
	a.printRuns(v.Runs)
}

func (a *app) printTime(what string, t time.Time) {
	if !t.IsZero() {
		a.printf("%s %s\n", what, t.UTC().Format(stamp))
	}
}

// shownRuns is how many runs a terminal shows; --json has more.
const shownRuns = 10

func (a *app) printRuns(runs []store.Run) {
	if len(runs) == 0 {
		return
	}
	a.printf("\n")
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tOUTCOME\tUSED\tFAILED\tDENIED\tITEMS\tSAID")
	for _, r := range runs[:min(len(runs), shownRuns)] {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%s\n", r.Started.UTC().Format(stamp), r.Outcome(), r.Used, r.Failed, r.Denied, r.Items, plain(r.Error))
	}
	w.Flush()
}
