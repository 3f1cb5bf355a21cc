package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

type alertCmd struct {
	List  alertListCmd  `cmd:"" default:"withargs" help:"List the rules and targets of alerts."`
	Test  alertTestCmd  `cmd:"" help:"Send a sample that says that it is a test."`
	Queue alertQueueCmd `cmd:"" help:"List letters: what is not sent first."`
}

type alertListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (alertListCmd) Help() string { return "Example:\n  qalxan alert list" }

// Run lists rules and targets.
func (c alertListCmd) Run(a *app) error {
	return list(a, "/control/alerts", c.JSON, func(w *tabwriter.Writer, v alert.Overview) {
		fmt.Fprintln(w, "RULE\tABOUT\tLEVELS\tTO\tWHEN\tQUIET")
		for _, r := range v.Rules {
			about, levels := r.About, strings.Join(r.Levels, " ")
			if about == "" {
				about = "every finding"
			}
			if levels == "" {
				levels = "all"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Name, plain(about), levels, strings.Join(r.To, " "), r.When, orNone(r.Quiet))
		}
		fmt.Fprintln(w, "\nTARGET\tKIND\tWHERE")
		for _, t := range v.Targets {
			fmt.Fprintf(w, "%s\t%s\t%s\n", t.Name, t.Kind, plain(t.Where))
		}
	})
}

type alertTestCmd struct {
	Name string `arg:"" help:"A rule, for all of its targets, or one target."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (alertTestCmd) Help() string {
	return "The sample goes past the queue, now, and is not tried again.\nExample:\n  qalxan alert test critical"
}

// errTest is the exit of a test that did not arrive everywhere.
var errTest = errors.New("the test did not arrive everywhere; see above")

// Run sends a test.
func (c alertTestCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var answer json.RawMessage
	if err := s.call(a, http.MethodPost, "/control/alerts/"+url.PathEscape(c.Name)+"/test", nil, &answer); err != nil {
		return err
	}
	var trials []alert.Trial
	if err := json.Unmarshal(answer, &trials); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if c.JSON {
		a.printf("%s\n", answer)
	}
	for _, t := range trials {
		where := strings.TrimSpace(t.Target + " " + t.Address)
		switch {
		case t.Error != "":
			err = errTest
			fmt.Fprintf(a.err, "%s: %s\n", plain(where), plain(t.Error))
		case !c.JSON:
			a.printf("%s: sent as %s\n", plain(where), t.ID)
		}
	}
	return err
}

type alertQueueCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (alertQueueCmd) Help() string { return "Example:\n  qalxan alert queue" }

// Run lists letters.
func (c alertQueueCmd) Run(a *app) error {
	return list(a, "/control/alerts/queue", c.JSON, func(w *tabwriter.Writer, letters []store.Letter) {
		fmt.Fprintln(w, "LETTER\tRULE\tTARGET\tSTATE\tTRIES\tNEXT OR LAST\tWHY")
		for _, l := range letters {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", l.ID, l.Rule, plain(strings.TrimSpace(l.Target+" "+l.Address)),
				l.State, l.Tries, l.Next.Format("2006-01-02 15:04"), plain(l.Reason))
		}
	})
}
