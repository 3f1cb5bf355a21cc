package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

type crawlCmd struct {
	Targets      []string      `arg:"" optional:"" name:"source|url" help:"Ids of sources, or addresses; every configured source without."`
	As           string        `placeholder:"KIND" enum:",site,feed,wikipedia" default:"" help:"How addresses are collected: site, feed or wikipedia; guessed without."`
	Pages        int           `placeholder:"N" help:"At most so many answers an address (default 200)."`
	Depth        int           `placeholder:"N" help:"At most so many links away from an address (default 2)."`
	Delay        time.Duration `placeholder:"D" help:"At least so long between two requests to a host (default 5s)."`
	AllowPrivate bool          `help:"Let addresses be on this machine or a private network."`
	JSON         bool          `help:"Print every task and run as JSON Lines."`
}

// Help is shown by --help.
func (crawlCmd) Help() string {
	return "Examples:\n  qalxan crawl https://www.example.org/ --pages 20\n  qalxan crawl my-source --json"
}

// Run crawls, with progress on a terminal and a summary of each source.
func (c crawlCmd) Run(a *app) error {
	s, err := a.open()
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
	p := &crawlPrinter{app: a, json: c.JSON}
	if err := messages(answer, p.print); err != nil {
		return err
	}
	if len(p.silent) > 0 {
		return fmt.Errorf("nothing was fetched from %s; see above", strings.Join(p.silent, ", "))
	}
	return nil
}

// messages reads a long answer to its end. An answer that breaks off without
// one means that the other process ended.
func messages(r io.Reader, each func(control.Message) error) error {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var m control.Message
		if err := json.Unmarshal(scanner.Bytes(), &m); err != nil {
			return fmt.Errorf("reading progress: %w", err)
		}
		if m.Error != "" {
			return errors.New(m.Error)
		}
		if m.End {
			return nil
		}
		if err := each(m); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("reading progress: %w", err)
	}
	return errors.New("the process that did the work ended before it was done; what it recorded is safe, run the command again")
}

// crawlPrinter shows a crawl as it goes.
type crawlPrinter struct {
	*app
	json   bool
	tasks  int
	items  int
	silent []string // sources without an answer
}

func (p *crawlPrinter) print(m control.Message) error {
	for _, r := range m.Runs {
		if r.Fetched == 0 && r.Error != "" {
			p.silent = append(p.silent, r.SourceID)
		}
	}
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
}
