package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/qalxan/qalxan/crawler/evidence"
)

type evidenceCmd struct {
	Verify evidenceVerifyCmd `cmd:"" help:"Check every record of the evidence against its digests."`
}

type evidenceVerifyCmd struct {
	Dir  string `arg:"" optional:"" help:"A folder of WARC files, or a copy of one; the data folder's evidence without."`
	JSON bool   `help:"Print the summary as JSON."`
}

// Help is shown by --help.
func (evidenceVerifyCmd) Help() string {
	return "Needs nothing but the files, so it runs on a partner's copy too.\nExample:\n  qalxan evidence verify /media/usb/evidence"
}

// errChanged is the exit of a verification that found something.
var errChanged = errors.New("the evidence is not as it was written; see above")

// Run verifies evidence.
func (c evidenceVerifyCmd) Run(a *app) error {
	dir := c.Dir
	if dir == "" {
		config, err := a.config()
		if err != nil {
			return err
		}
		dir = filepath.Join(config.Data, "evidence")
	}
	if _, err := os.Stat(dir); err != nil {
		return usageError{err}
	}
	summary, err := evidence.Verify(a, dir, func(f evidence.Fault) {
		fmt.Fprintf(a.err, "%s at %d: %s\n", f.File, f.Offset, plain(f.Reason))
	})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := json.NewEncoder(a.out).Encode(summary); err != nil {
			return err
		}
	} else {
		a.printf("%d files, %d records, %d faults\n", summary.Files, summary.Records, summary.Faults)
	}
	if summary.Faults > 0 {
		return errChanged
	}
	return nil
}
