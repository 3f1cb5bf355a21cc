package main

import (
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
)

type sourceAddCmd struct {
	fileOf
	written
	Untested bool `help:"Save it without a test."`
}

// Help is shown by --help.
func (sourceAddCmd) Help() string {
	return "The file holds id, kind, url, schedule, and whatever else a source of the configuration has. A server that runs crawls it\n" +
		"at its next time.\nExample:\n  qalxan source add news.yaml --by leyla --reason 'the region is not covered'"
}

// Run tests a source and adds it.
func (c sourceAddCmd) Run(a *app) error {
	return c.saveSource(a, c.fileOf, c.Untested, func(w api.Writing[qalxan.Source], id string) error {
		if w.Seen() > 0 {
			return usagef("source %s is there already: change it with qalxan source change", id)
		}
		return nil
	})
}

type sourceChangeCmd struct {
	fileOf
	written
	Untested bool `help:"Save another address without a test."`
}

// Help is shown by --help.
func (sourceChangeCmd) Help() string {
	return "The file holds the whole source. What was there before stays as a version.\nExample:\n  qalxan source change news.yaml --by leyla"
}

// Run changes a source.
func (c sourceChangeCmd) Run(a *app) error {
	return c.saveSource(a, c.fileOf, c.Untested, func(api.Writing[qalxan.Source], string) error { return nil })
}

// saveSource reads a source from a file, tests it, prints what would be
// collected and saves it.
func (w written) saveSource(a *app, f fileOf, untested bool, admit func(api.Writing[qalxan.Source], string) error) error {
	var source qalxan.Source
	if err := f.read(a, &source); err != nil {
		return err
	}
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	var now api.Writing[qalxan.Source]
	if err := s.getIfThere(a, "/control/sources/"+url.PathEscape(source.ID), &now); err != nil {
		return err
	}
	if err := admit(now, source.ID); err != nil {
		return err
	}
	if !untested {
		var r trial.Result
		if err := s.call(a, http.MethodPost, "/control/sources/test", source, &r); err != nil {
			return err
		}
		if !w.JSON {
			a.printTrial(r)
			a.printf("\n")
		}
	}
	return w.send(a, s, "/control/sources", watchlist.SourceChange{Author: w.author(now.Seen()), Source: source, Untested: untested}, "crawled from now on:")
}

type sourceOffCmd struct {
	ID string `arg:"" help:"The id of a source that was added."`
	written
}

// Help is shown by --help.
func (sourceOffCmd) Help() string {
	return "Example:\n  qalxan source off news --by leyla --reason 'its owner asked us to'"
}

// Run switches a source off.
func (c sourceOffCmd) Run(a *app) error {
	return c.turn(a, c.ID, true, "switched off:")
}

type sourceOnCmd struct {
	ID string `arg:"" help:"The id of a source that was switched off."`
	written
}

// Help is shown by --help.
func (sourceOnCmd) Help() string { return "Example:\n  qalxan source on news --by leyla" }

// Run switches a source on.
func (c sourceOnCmd) Run(a *app) error {
	return c.turn(a, c.ID, false, "crawled again:")
}

func (w written) turn(a *app, id string, off bool, say string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var now api.Writing[qalxan.Source]
	if err := s.get(a, "/control/sources/"+url.PathEscape(id), &now); err != nil {
		return err
	}
	return w.send(a, s, "/control/sources", watchlist.SourceChange{Author: w.author(now.Seen()), Source: now.Value, Off: off}, say)
}
