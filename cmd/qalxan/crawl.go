package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

type crawlCmd struct {
	Targets      []string      `arg:"" optional:"" name:"source|url" help:"Ids of sources, or addresses; every configured source without."`
	As           string        `placeholder:"KIND" enum:",site,feed,wikipedia" default:"" help:"How addresses are collected: site, feed or wikipedia; guessed without."`
	Pages        int           `placeholder:"N" help:"At most so many answers a source or address (an address: 200)."`
	Depth        int           `placeholder:"N" help:"At most so many links away from the start (an address: 2)."`
	Delay        time.Duration `placeholder:"D" help:"At least so long between two requests to a host (an address: 5s); a source keeps its own where that is longer."`
	AllowPrivate bool          `help:"Let addresses be on this machine or a private network."`
	JSON         bool          `help:"Print every task and run as JSON Lines."`
}

// Help is shown by --help.
func (crawlCmd) Help() string {
	return "Examples:\n  qalxan crawl https://www.example.org/ --pages 20\n  qalxan crawl my-source --pages 50 --json"
}

// Run crawls, with progress on a terminal and a summary of each source.
func (c crawlCmd) Run(a *app) error {
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	answer, err := s.stream(a, http.MethodPost, "/control/crawl", monitor.CrawlRequest{
		Targets: c.Targets, Kind: qalxan.Kind(c.As),
		Policy: qalxan.Policy{MaxPages: c.Pages, MaxDepth: c.Depth, Delay: c.Delay, AllowPrivate: c.AllowPrivate},
	})
	if err != nil {
		return err
	}
	defer answer.Close()
	p := &crawlPrinter{app: a, json: c.JSON, used: map[string]bool{}, reason: map[string]string{}}
	if err := messages(answer, p.print); err != nil {
		return err
	}
	return p.verdict()
}

// messages reads a long answer to its end. An answer that breaks off without
// one means that the other process ended.
func messages(r io.Reader, each func(control.Message) error) error {
	for lines := json.NewDecoder(r); ; {
		var m control.Message
		switch err := lines.Decode(&m); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return errors.New("the process that did the work ended before it was done; what it recorded is safe, run the command again")
		case err != nil:
			return fmt.Errorf("reading progress: %w", err)
		case m.Usage:
			return usageError{errors.New(m.Error)}
		case m.Error != "":
			return errors.New(m.Error)
		case m.End:
			return nil
		}
		if err := each(m); err != nil {
			return err
		}
	}
}

// crawlPrinter shows a crawl as it goes.
type crawlPrinter struct {
	*app
	json   bool
	tasks  int
	items  int
	used   map[string]bool   // sources with an answer that could be used
	reason map[string]string // of the last task without one, by source
	runs   []store.Run
}

func (p *crawlPrinter) print(m control.Message) error {
	if t := m.Task; t != nil {
		p.used[t.Source] = p.used[t.Source] || t.State == string(frontier.StateDone)
		p.reason[t.Source] = t.Reason
	}
	p.runs = append(p.runs, m.Runs...)
	if p.json {
		return json.NewEncoder(p.out).Encode(m)
	}
	if m.Task != nil {
		p.task(*m.Task)
	}
	if p.progress && len(m.Runs) > 0 {
		fmt.Fprint(p.err, "\r\x1b[K")
	}
	for _, r := range m.Runs {
		p.run(r)
	}
	return nil
}

// verdict is an error where a source gave nothing that could be used.
func (p *crawlPrinter) verdict() error {
	var errs []error
	for _, r := range p.runs {
		if reason := cmp.Or(p.reason[r.SourceID], r.Error); !p.used[r.SourceID] && reason != "" {
			errs = append(errs, fmt.Errorf("nothing from %s could be used: %s", r.SourceID, reason))
		}
	}
	return errors.Join(errs...)
}

func (p *crawlPrinter) task(t control.Task) {
	p.tasks++
	p.items += t.Items
	if p.progress {
		fmt.Fprintf(p.err, "\r\x1b[K%d fetched, %d new items: %.60s", p.tasks, p.items, t.URL)
	}
	if t.Reason != "" && (t.State != "denied" || p.cli.Verbose) {
		if p.progress {
			fmt.Fprint(p.err, "\r\x1b[K")
		}
		fmt.Fprintf(p.err, "%s: %s: %s\n", t.Source, t.URL, t.Reason)
	}
}

func (p *crawlPrinter) run(r store.Run) {
	fmt.Fprintf(p.out, "%s: %d answers, %d new items, %d findings, %d failed, %d not permitted, %s\n",
		r.SourceID, r.Fetched, r.Items, r.Findings, r.Failed, r.Denied, r.Ended.Sub(r.Started).Round(time.Millisecond))
	for note := range strings.Lines(r.Notes) {
		fmt.Fprintf(p.err, "%s: %s\n", r.SourceID, strings.TrimSpace(note))
	}
}
