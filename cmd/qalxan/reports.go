package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// send makes what makes reports and packs, and returns the library that tells
// what platforms answered.
func (h *holder) send(a *app, c configs.Config, library *api.Library, keeper control.Keeper) (_ *api.Library, err error) {
	m := h.monitor
	h.outgoing, library, err = outgoing.Open(standing.Options{Reports: c.Reports, Alerts: c.Alerts, Dir: m.ReportsDir()}, outgoing.House{
		Library: library, Packs: m.Packs(), Dispatches: m.Dispatches(), Log: h.log, Export: keeper.Export,
		Patience: c.Packs.Patience(), Logger: a.log,
	})
	if err != nil {
		return nil, usageError{err}
	}
	return library, nil
}

type reportListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (reportListCmd) Help() string { return "Example:\n  qalxan report list" }

// Run lists the standing reports, and what was made last.
func (c reportListCmd) Run(a *app) error {
	return list(a, "/control/reports", c.JSON, func(w *tabwriter.Writer, all outgoing.Reports) {
		fmt.Fprintln(w, "REPORT\tWHAT\tAT\tNEXT\tTO")
		for _, l := range all.Standing {
			what := strings.TrimSpace(orFindings(string(l.Kind)) + " " + string(l.As) + " " + strings.Join(l.Languages, ","))
			to := strings.TrimSpace(strings.Join(l.To, " ") + " " + l.Folder)
			fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\t%s\n", l.Name, what, l.At, l.Zone, l.Next.Format(stamp), plain(to))
		}
		fmt.Fprintln(w, "\nMADE\tREPORT\tWHEN\tSTATE\tLATE\tBYTES\tSHA-256\tWHERE OR WHY NOT")
		for _, d := range all.Made {
			where := d.Went
			if d.Error != "" {
				where = append(where, d.Error)
			}
			late := ""
			if d.Late {
				late = "late"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", d.ID, orNone(d.Report), d.Made.Format(stamp), d.State, late, d.Size, d.SHA256, plain(strings.Join(where, ", ")))
		}
	})
}

func orFindings(kind string) string {
	if kind == "" {
		return "findings"
	}
	return kind
}

type reportRunCmd struct {
	Name string `arg:"" help:"A report of the configuration."`
	By   string `env:"QALXAN_REVIEWER" help:"Who asks for it."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (reportRunCmd) Help() string {
	return "It is made now and goes where it always goes. One that failed at its last time is made for that time.\nExample:\n  qalxan report run week"
}

// Run makes a standing report now.
func (c reportRunCmd) Run(a *app) error {
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	var d store.Dispatch
	if err := s.call(a, http.MethodPost, "/control/reports/"+url.PathEscape(c.Name)+"/run", map[string]string{"by": c.By}, &d); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(d)
	}
	a.printf("%s  %d findings, %d bytes, SHA-256 %s: %s\n", d.ID, d.Findings, d.Size, d.SHA256, plain(strings.Join(d.Went, ", ")))
	return nil
}
