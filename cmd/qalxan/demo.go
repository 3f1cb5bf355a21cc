package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/demo"
)

type demoCmd struct {
	Dir  string `placeholder:"D" help:"Where to keep the demo's data; a temporary folder without."`
	Addr string `placeholder:"HOST:PORT" default:"127.0.0.1:8470" help:"Where the desk answers afterwards."`
	Once bool   `help:"End after the week, without the desk."`
	JSON bool   `help:"Print what was crawled, flagged and why as JSON."`
}

// Help is shown by --help.
func (demoCmd) Help() string {
	return "Examples:\n  qalxan demo\n  qalxan demo --once --json\n  qalxan demo --dir demo-data --once && qalxan search --data demo-data su"
}

// errTruth is the exit of a demo that did not come out as its scenario knows.
var errTruth = errors.New("the outcome differs from the scenario's truth; see above")

// Run plays the demo.
func (c demoCmd) Run(a *app) (err error) {
	dir, remove, err := c.folder()
	if err != nil {
		return err
	}
	defer remove()
	fsys, err := configs.Demo()
	if err != nil {
		return err
	}
	d, err := demo.Open(fsys, dir)
	if err != nil {
		return err
	}
	defer d.Close()
	d.Config.Listen = c.Addr
	if err := d.Config.Validate(); err != nil {
		return usageError{err}
	}
	h, err := a.hold(d.Config, d.Options())
	if err != nil {
		return err
	}
	defer h.Close()
	account, err := c.play(a, d, h)
	if err != nil {
		return err
	}
	if err := c.print(a, account); err != nil {
		return err
	}
	if !c.Once {
		return c.stay(a, h, d.Config)
	}
	if len(account.Missing)+len(account.Wrong) > 0 {
		return errTruth
	}
	return nil
}

// folder is an empty folder for the data. A demo never mixes its made-up
// findings into data that is there already.
func (c demoCmd) folder() (string, func(), error) {
	if c.Dir == "" {
		dir, err := os.MkdirTemp("", "qalxan-demo-*")
		return dir, func() { os.RemoveAll(dir) }, err
	}
	entries, err := os.ReadDir(c.Dir)
	if err == nil && len(entries) > 0 {
		return "", nil, usagef("--dir %s is not empty; the demo needs a folder of its own", c.Dir)
	}
	return c.Dir, func() {}, nil
}

func (c demoCmd) play(a *app, d *demo.Demo, h *holder) (demo.Account, error) {
	begun := time.Now()
	err := d.Play(a, h.monitor, func(s demo.Step) {
		if !a.progress {
			return
		}
		items := 0
		for _, r := range s.Runs {
			items += r.Items
		}
		fmt.Fprintf(a.err, "\r\x1b[K%s: %d sources, %d new items", s.Time.UTC().Format("Mon 15:04"), len(s.Runs), items)
	})
	if a.progress {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if err != nil {
		return demo.Account{}, err
	}
	account, err := d.Account(a, h.monitor.Record())
	account.Seconds = time.Since(begun).Seconds()
	return account, err
}

func (c demoCmd) print(a *app, account demo.Account) error {
	if c.JSON {
		e := json.NewEncoder(a.out)
		e.SetIndent("", "  ")
		return e.Encode(account)
	}
	t := account.Totals
	a.printf("%s\n%s to %s, played in %.1f s: %d sources, %d captures, %d items in %d versions.\n",
		account.Title, account.Start.UTC().Format(stamp), account.End.UTC().Format(stamp), account.Seconds, t.Sources, t.Captures, t.Items, t.Versions)
	for _, s := range account.Campaigns {
		a.printf("\nCampaign %s: %s\n%d findings on %d hosts, first seen at %s\n", s.ID, plain(s.Title), len(s.Members), s.Sources, s.First)
	}
	a.printf("\n")
	for _, f := range account.Findings {
		a.printf("%s  %-8s  %s  %s\n    %s\n", f.Published.UTC().Format("Mon 15:04"), f.Level, f.Language, f.URL, plain(f.Title))
		for _, s := range f.Signals {
			a.printf("    %s %.2f: %s\n", s.Detector, s.Score, plain(s.Why))
		}
	}
	return c.printTruth(a, account)
}

func (demoCmd) printTruth(a *app, account demo.Account) error {
	if len(account.Missing)+len(account.Wrong) == 0 {
		a.printf("\nEverything that the scenario hides was found, and nothing else was flagged.\n")
		return nil
	}
	a.printf("\nmissing:\n  %s\nwrong:\n  %s\n", strings.Join(account.Missing, "\n  "), strings.Join(account.Wrong, "\n  "))
	return nil
}

// stay keeps the desk open until it is told to stop.
func (c demoCmd) stay(a *app, h *holder, config configs.Config) error {
	group, ctx := errgroup.WithContext(a)
	if err := a.answer(ctx, group, h, config); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "Everything in it is made up. Commands reach it with --data %s. Stop with Ctrl-C.\n", config.Data)
	if err := group.Wait(); err != nil && a.Err() == nil {
		return err
	}
	return nil
}
