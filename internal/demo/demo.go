// Package demo plays a scripted week on a web of our own: the same crawler,
// detectors and record as on the real web, at the times that the sources'
// schedules give, in a minute. Afterwards it holds what was flagged to the
// scenario's truth.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// Demo is a loaded scenario, ready to be played once.
type Demo struct {
	Config   configs.Config
	Scenario *fakeweb.Scenario
	Truth    *fakeweb.Truth
	web      *fakeweb.Web
}

// Open loads the scenario of a folder like configs/demo and starts its web.
// The caller closes it.
func Open(fsys fs.FS, data string) (*Demo, error) {
	config, err := configs.LoadFS(fsys, "qalxan.yaml", func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	config.Data = data
	truth, err := loadTruth(fsys)
	if err != nil {
		return nil, err
	}
	web, err := fakeweb.New(fakeweb.Options{})
	if err != nil {
		return nil, fmt.Errorf("starting the offline web: %w", err)
	}
	scenario, err := fakeweb.Load(fsys, web)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("loading the scenario: %w", err), web.Close())
	}
	web.Clock().Set(scenario.Start)
	return &Demo{Config: config, Scenario: scenario, Truth: truth, web: web}, nil
}

// Close ends the web.
func (d *Demo) Close() error { return d.web.Close() }

// Options put a monitor on the demo's web and clock.
func (d *Demo) Options() monitor.Options {
	return monitor.Options{Now: d.web.Clock().Now, Dial: d.web.Dial, RootCAs: d.web.RootCAs()}
}

// Step is one moment of the week at which sources were crawled.
type Step struct {
	Time time.Time
	Runs []store.Run
}

// Play lets the week pass: it moves the clock from one due time to the next
// and crawls what is due.
func (d *Demo) Play(ctx context.Context, m *monitor.Monitor, told func(Step)) error {
	plans, err := newPlans(d.Config.Sources, d.Scenario.Start)
	if err != nil {
		return err
	}
	for {
		at, due := plans.next()
		if len(due) == 0 || at.After(d.Scenario.End) {
			d.web.Clock().Set(d.Scenario.End)
			return nil
		}
		d.web.Clock().Set(at)
		runs, err := m.Crawl(ctx, monitor.CrawlRequest{Targets: due}, nil)
		if err != nil {
			return fmt.Errorf("crawling at %s: %w", at, err)
		}
		told(Step{Time: at, Runs: runs})
	}
}

// plans is when each source is due next.
type plans []*plan

type plan struct {
	source   string
	schedule schedule.Schedule
	at       time.Time
}

func newPlans(sources []qalxan.Source, start time.Time) (plans, error) {
	var p plans
	for _, s := range sources {
		spec, err := schedule.Parse(s.Schedule)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", s.ID, err)
		}
		p = append(p, &plan{source: s.ID, schedule: spec, at: spec.Next(start)})
	}
	return p, nil
}

// next takes the sources that are due next and plans their time after it.
func (p plans) next() (time.Time, []string) {
	if len(p) == 0 {
		return time.Time{}, nil
	}
	at := slices.MinFunc(p, func(a, b *plan) int { return a.at.Compare(b.at) }).at
	var due []string
	for _, one := range p {
		if one.at.Equal(at) {
			due = append(due, one.source)
			one.at = one.schedule.Next(at)
		}
	}
	return at, due
}
