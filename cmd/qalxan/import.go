package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
)

type importCmd struct {
	As     string   `required:"" enum:"warc" placeholder:"KIND" help:"What the files are: warc."`
	Files  []string `arg:"" type:"existingfile" help:"The files, compressed or not."`
	Source string   `placeholder:"ID" help:"Keep everything under this source; under one for each host without."`
	JSON   bool     `help:"Print progress and counts as JSON Lines."`
}

// Help is shown by --help.
func (importCmd) Help() string {
	return "Pages that are known are left out, so a command that was stopped can be given again.\nExample:\n  qalxan import --as warc CC-NEWS-20260301.warc.gz"
}

// Run takes files in, with progress on a terminal and counts of each file.
func (c importCmd) Run(a *app) error {
	request := monitor.ImportRequest{As: c.As, Source: c.Source}
	for _, name := range c.Files {
		path, err := filepath.Abs(name) // a server may run in another folder
		if err != nil {
			return err
		}
		request.Files = append(request.Files, path)
	}
	s, err := a.begin()
	if err != nil {
		return err
	}
	defer s.close()
	answer, err := s.stream(a, http.MethodPost, "/control/import", request)
	if err != nil {
		return err
	}
	defer answer.Close()
	return messages(answer, func(m control.Message) error {
		if m.Import == nil {
			return nil
		}
		return c.print(a, *m.Import)
	})
}

func (c importCmd) print(a *app, p monitor.ImportProgress) error {
	if c.JSON {
		return json.NewEncoder(a.out).Encode(p)
	}
	if a.progress {
		fmt.Fprintf(a.err, "\r\x1b[K")
	}
	if !p.Done {
		if a.progress {
			fmt.Fprintf(a.err, "%s: %d %%, %d records, %d new items", filepath.Base(p.File), 100*p.Read/max(p.Size, 1), p.Records, p.Items)
		}
		return nil
	}
	a.printf("%s: %d records, %d new items, %d findings\n", plain(filepath.Base(p.File)), p.Records, p.Items, p.Findings)
	for _, reason := range sortedKeys(p.Skipped) {
		a.printf("  %d left out: %s\n", p.Skipped[reason], reason)
	}
	return nil
}
