package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

type narrativeCmd struct {
	List   narrativeListCmd   `cmd:"" default:"withargs" help:"List watched narratives."`
	Show   narrativeShowCmd   `cmd:"" help:"Show a narrative and everything that was written of it."`
	Add    narrativeAddCmd    `cmd:"" help:"Watch another narrative."`
	Change narrativeChangeCmd `cmd:"" help:"Change a narrative that was added."`
	Retire narrativeRetireCmd `cmd:"" help:"Watch a narrative no more. What was written stays."`
	Test   narrativeTestCmd   `cmd:"" help:"Try wordings against the items of the last month."`
}

type narrativeListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (narrativeListCmd) Help() string { return "Example:\n  qalxan narrative list" }

// Run lists narratives.
func (c narrativeListCmd) Run(a *app) error {
	return list(a, "/api/v1/narratives", c.JSON, func(w *tabwriter.Writer, l api.NarrativeList) {
		fmt.Fprintln(w, "NARRATIVE\tITEMS\tLANGUAGES\tFROM\tCLAIM")
		for _, n := range l.Narratives {
			languages := strings.Join(sortedKeys(n.Narrative.Wordings), " ")
			fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\n", n.Narrative.ID, n.Items, languages, placedAt(n.Placed, "retired"), plain(n.Narrative.Claim))
		}
	})
}

// placedAt is where something stands, and that it holds no more.
func placedAt(p api.Placed, ended string) string {
	switch {
	case p.Ended:
		return ended
	case p.Shadowed:
		return string(p.From) + " (also in the record)"
	}
	return string(p.From)
}

type narrativeShowCmd struct {
	ID   string `arg:"" help:"The id of a narrative."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (narrativeShowCmd) Help() string { return "Example:\n  qalxan narrative show closed-bridge" }

// Run shows one narrative.
func (c narrativeShowCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	path := "/control/narratives/" + url.PathEscape(c.ID)
	if c.JSON {
		return s.copyJSON(a, path)
	}
	var w api.Writing[qalxan.Narrative]
	if err := s.get(a, path, &w); err != nil {
		return err
	}
	n := w.Value
	a.printf("%s  %s\n%s\n", n.ID, placedAt(w.Placed, "retired"), plain(n.Claim))
	if n.Parent != "" {
		a.printf("part of %s\n", n.Parent)
	}
	a.printSentences("wordings", n.Wordings)
	a.printSentences("rebuttals", n.Rebuttals)
	for _, r := range n.References {
		a.printf("reference: %s\n", plain(r))
	}
	a.printVersions(w.Versions)
	return nil
}

func (a *app) printSentences(what string, all map[string][]string) {
	for _, lang := range slices.Sorted(maps.Keys(all)) {
		for _, text := range all[lang] {
			a.printf("%s %s: %s\n", what, lang, plain(text))
		}
	}
}

func (a *app) printVersions(all []store.Kept) {
	for _, k := range all {
		ended := ""
		if k.Ended {
			ended = ", ended"
		}
		a.printf("version %d%s: %s, by %s%s\n", k.Version, ended, k.Time.UTC().Format(stamp), plain(k.By), because(k.Why))
	}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + plain(why)
}

type narrativeAddCmd struct {
	fileOf
	written
}

// Help is shown by --help.
func (narrativeAddCmd) Help() string {
	return "The file holds id, claim, wordings by language, and whatever else a narrative of the configuration has.\n" +
		"It is looked for in what is collected from now on.\nExample:\n  qalxan narrative add bridge.yaml --by leyla"
}

// Run adds a narrative.
func (c narrativeAddCmd) Run(a *app) error {
	return c.save(a, c.fileOf, func(w api.Writing[qalxan.Narrative], n qalxan.Narrative) (watchlist.NarrativeChange, error) {
		if w.Seen() > 0 {
			return watchlist.NarrativeChange{}, usagef("narrative %s is there already: change it with qalxan narrative change", n.ID)
		}
		return watchlist.NarrativeChange{Author: c.author(0), Narrative: n}, nil
	})
}

// save reads a narrative from a file, what is kept of it, and sends the change
// that comes of both.
func (w written) save(a *app, f fileOf, change func(api.Writing[qalxan.Narrative], qalxan.Narrative) (watchlist.NarrativeChange, error)) error {
	var n qalxan.Narrative
	if err := f.read(a, &n); err != nil {
		return err
	}
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	var now api.Writing[qalxan.Narrative]
	if err := s.getIfThere(a, "/control/narratives/"+url.PathEscape(n.ID), &now); err != nil {
		return err
	}
	c, err := change(now, n)
	if err != nil {
		return err
	}
	return w.send(a, s, "/control/narratives", c, "watched:")
}

type narrativeChangeCmd struct {
	fileOf
	written
}

// Help is shown by --help.
func (narrativeChangeCmd) Help() string {
	return "The file holds the whole narrative. What was there before stays as a version.\nExample:\n  qalxan narrative change bridge.yaml --by leyla --reason 'a new wording'"
}

// Run changes a narrative.
func (c narrativeChangeCmd) Run(a *app) error {
	return c.save(a, c.fileOf, func(w api.Writing[qalxan.Narrative], n qalxan.Narrative) (watchlist.NarrativeChange, error) {
		return watchlist.NarrativeChange{Author: c.author(w.Seen()), Narrative: n}, nil
	})
}

type narrativeRetireCmd struct {
	ID string `arg:"" help:"The id of a narrative that was added."`
	written
}

// Help is shown by --help.
func (narrativeRetireCmd) Help() string {
	return "Example:\n  qalxan narrative retire closed-bridge --by leyla --reason 'nobody says it any more'"
}

// Run retires a narrative.
func (c narrativeRetireCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var now api.Writing[qalxan.Narrative]
	if err := s.get(a, "/control/narratives/"+url.PathEscape(c.ID), &now); err != nil {
		return err
	}
	return c.send(a, s, "/control/narratives", watchlist.NarrativeChange{Author: c.author(now.Seen()), Narrative: now.Value, Retired: true}, "retired:")
}

type narrativeTestCmd struct {
	Wordings []string `arg:"" help:"Wordings, each in quotation marks."`
	JSON     bool     `help:"Print JSON."`
}

// Help is shown by --help.
func (narrativeTestCmd) Help() string {
	return "Example:\n  qalxan narrative test 'the bridge is closed'"
}

// Run tries wordings.
func (c narrativeTestCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var answer json.RawMessage
	if err := s.call(a, http.MethodPost, "/control/narratives/try", c.Wordings, &answer); err != nil {
		return err
	}
	if c.JSON {
		_, err := fmt.Fprintf(a.out, "%s\n", answer)
		return err
	}
	return decoded(answer, func(all []control.TriedWording) {
		for _, t := range all {
			a.printf("%s\n  %d items of the last month have all of its words\n", plain(t.Wording), t.Found.Total)
			a.printHits(t.Found)
			if t.Near.Total > 0 {
				a.printf("  %d lack only one of them\n", t.Near.Total)
				a.printHits(t.Near)
			}
		}
	})
}

// printHits prints the first hits of a search.
func (a *app) printHits(r api.SearchResult) {
	const most = 5
	for _, h := range r.Hits[:min(len(r.Hits), most)] {
		a.printf("    %s  %s  %s\n", h.ID, h.Language, plain(h.Title))
	}
}
