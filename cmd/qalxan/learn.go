package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"text/tabwriter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/monitor"
)

type learnCmd struct {
	Now  learnNowCmd  `cmd:"" default:"withargs" help:"Learn from all decisions how likely signals are confirmed."`
	Undo learnUndoCmd `cmd:"" help:"Take back what was learnt last; the version before is in force again."`
	List learnListCmd `cmd:"" help:"List every version, with who made it and who took it back."`
}

type learnNowCmd struct {
	By     string `env:"QALXAN_REVIEWER" help:"Who asks for it; not needed with --dry-run."`
	DryRun bool   `help:"Only say what would change."`
	JSON   bool   `help:"Print what was learnt as JSON."`
}

// Help is shown by --help.
func (learnNowCmd) Help() string {
	return "Likelihoods are given to signals from then on; what was said of earlier ones stays.\nExamples:\n  qalxan learn --dry-run\n  qalxan learn --by leyla"
}

// Run learns.
func (c learnNowCmd) Run(a *app) error {
	if c.By == "" && !c.DryRun {
		return usagef("say who asks for it with --by, or only look with --dry-run")
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var l monitor.Lesson
	if err := s.call(a, http.MethodPost, "/control/learn", monitor.LearnRequest{By: c.By, Dry: c.DryRun}, &l); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(a.out).Encode(l)
	}
	if err := printLesson(a, l); err != nil {
		return err
	}
	switch {
	case c.DryRun:
		a.printf("Nothing was kept: this was a dry run.\n")
	case l.Number == 0:
		a.printf("Nothing was kept: a detector needs %d decided findings.\n", calibration.Least)
	default:
		a.printf("Version %d is in force. To take it back: qalxan learn undo\n", l.Number)
	}
	return nil
}

// printLesson prints what changes, a detector and language a line.
func printLesson(a *app, l monitor.Lesson) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DETECTOR\tLANGUAGE\tCONFIRMED\tDISMISSED\tPRECISION (95 %)\tSCORE\tLIKELIHOOD\tCALIBRATION ERROR")
	for _, r := range l.Rows {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%.2f (%.2f to %.2f)\t%.2f\t%s -> %s\t%s -> %s\n",
			plain(string(r.Detector)), orAll(r.Language), r.Confirmed, r.Dismissed, r.Precision.Share, r.Precision.Low, r.Precision.High,
			r.Score, orNoData(r.Likelihood), orNoData(r.LikelihoodAfter), orNoData(r.Error), orNoData(r.ErrorAfter))
	}
	return w.Flush()
}

func orAll(language string) string {
	if language == "" {
		return "all"
	}
	return plain(language)
}

func orNoData(figure *float64) string {
	if figure == nil {
		return "no data"
	}
	return fmt.Sprintf("%.2f", *figure)
}

type learnUndoCmd struct {
	By   string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who takes it back."`
	JSON bool   `help:"Print the version that was taken back as JSON."`
}

// Help is shown by --help.
func (learnUndoCmd) Help() string { return "Example:\n  qalxan learn undo --by leyla" }

// Run takes back what was learnt last.
func (c learnUndoCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var undone qalxan.Calibration
	if err := s.call(a, http.MethodPost, "/control/learn/undo", control.UndoRequest{By: c.By}, &undone); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(a.out).Encode(undone)
	}
	a.printf("Version %d, by %s, is no longer in force.\n", undone.Number, plain(undone.By))
	return nil
}

type learnListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (learnListCmd) Help() string { return "Example:\n  qalxan learn list" }

// Run lists versions.
func (c learnListCmd) Run(a *app) error {
	return list(a, "/control/learn", c.JSON, func(w *tabwriter.Writer, all []qalxan.Calibration) {
		fmt.Fprintln(w, "VERSION\tLEARNT\tBY\tUNDONE\tBY")
		for _, v := range all {
			undone := "no"
			if v.UndoneBy != "" {
				undone = v.Undone.UTC().Format(stamp)
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", v.Number, v.Time.UTC().Format(stamp), plain(v.By), undone, plain(v.UndoneBy))
		}
	})
}
