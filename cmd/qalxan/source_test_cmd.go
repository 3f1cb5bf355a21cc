package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/trial"
)

type sourceTestCmd struct {
	URL          string        `arg:"" name:"url" help:"The address that may become a source."`
	As           string        `placeholder:"KIND" enum:",site,feed,wikipedia" default:"" help:"How it is collected: site, feed or wikipedia; guessed without."`
	Delay        time.Duration `placeholder:"D" help:"At least so long between two requests to a host (default 5s)."`
	AllowPrivate bool          `help:"Let it be on this machine or a private network."`
	JSON         bool          `help:"Print JSON."`
}

// Help is shown by --help.
func (sourceTestCmd) Help() string {
	return "Asks a handful of pages and keeps nothing.\nExample:\n  qalxan source test https://www.example.org/"
}

// Run tries a source and prints what it would bring.
func (c sourceTestCmd) Run(a *app) error {
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	var answer json.RawMessage
	if err := s.call(a, http.MethodPost, "/control/sources/try", monitor.TryRequest{
		URL: c.URL, Kind: qalxan.Kind(c.As), Policy: qalxan.Policy{Delay: c.Delay, AllowPrivate: c.AllowPrivate},
	}, &answer); err != nil {
		return err
	}
	if c.JSON {
		_, err := fmt.Fprintf(a.out, "%s\n", answer)
		return err
	}
	return decoded(answer, a.printTrial)
}

func (a *app) printTrial(r trial.Result) {
	a.printf("%s  %s\n%s\n\n", r.Source.ID, r.Source.Kind, plain(r.Source.URL))
	a.printRobots(r)
	a.printAddresses("feeds", r.Feeds)
	a.printAddresses("sitemaps", r.Sitemaps)
	a.printf("%d addresses of pages found, %d addresses asked\n", r.Pages, r.Asked)
	for i, s := range r.Items {
		a.printf("\nitem %d of %d as it would be stored\n", i+1, len(r.Items))
		a.printSample(s)
	}
	if len(r.Items) == 0 {
		a.printf("\nnothing there became an item: add the source only if you know why\n")
	}
	a.printRefusals("\ngave nothing to use:\n", r.Failed)
	a.printRefusals("\nwould not be asked:\n", r.Denied)
}

func (a *app) printRobots(r trial.Result) {
	p := r.Robots
	if p == nil {
		a.printf("robots.txt: %s\n", plain(r.RobotsError))
		return
	}
	verdict := "allowed"
	if !p.Allowed {
		verdict = "not permitted"
	}
	a.printf("robots.txt: %s (%s)\n", verdict, plain(p.Reason))
	if p.Delay > 0 {
		a.printf("crawl-delay: %s\n", p.Delay)
	}
	a.printAddresses("named in robots.txt", p.Sitemaps)
}

func (a *app) printAddresses(name string, addresses []string) {
	const most = 10
	if len(addresses) == 0 {
		a.printf("%s: none\n", name)
		return
	}
	for _, address := range addresses[:min(len(addresses), most)] {
		a.printf("%s: %s\n", name, plain(address))
	}
	if more := len(addresses) - most; more > 0 {
		a.printf("%s: and %d more\n", name, more)
	}
}

func (a *app) printSample(s trial.Sample) {
	a.printf("  title      %s\n  address    %s\n", plain(s.Title), plain(s.URL))
	if s.Canonical != "" && s.Canonical != s.URL {
		a.printf("  canonical  %s\n", plain(s.Canonical))
	}
	if len(s.Dates) == 0 {
		a.printf("  date       none; the time when it was seen would order it\n")
	}
	for _, d := range s.Dates {
		a.printf("  %-9s  %s (%s)\n", d.Kind, d.Time.UTC().Format(stamp), plain(d.Origin))
	}
	a.printf("  language   %s\n", s.Language.Code)
	a.printf("  text       %d words: %s\n", s.Words, plain(s.Begins))
}

func (a *app) printRefusals(heading string, list []trial.Refusal) {
	for i, r := range list {
		if i == 0 {
			a.printf("%s", heading)
		}
		a.printf("  %s: %s\n", plain(r.URL), plain(r.Reason))
	}
}
