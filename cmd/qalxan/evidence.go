package main

import (
	"cmp"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
)

type evidenceCmd struct {
	Verify evidenceVerifyCmd `cmd:"" help:"Check every record of the evidence against its digests and the chain of captures."`
	Export evidenceExportCmd `cmd:"" help:"Pack one finding with its evidence for a partner or a court."`
}

type evidenceVerifyCmd struct {
	Path  string `arg:"" optional:"" name:"dir|pack" help:"A folder of evidence, a copy of one, or a pack; the data folder's evidence without."`
	Noted string `placeholder:"HASH" help:"The hash of the last line of the chain on an earlier day: say whether the chain still holds it."`
	Roots string `placeholder:"FILE" help:"The root certificates (PEM) that time stamps have to lead to; those of the configuration for the data folder, and for a copy or a pack those that came with it."`
	JSON  bool   `help:"Print the summary as JSON, with every time stamp."`
}

// Help is shown by --help.
func (evidenceVerifyCmd) Help() string {
	return "Needs nothing but the files, so it runs on a partner's copy too.\nExamples:\n  qalxan evidence verify /media/usb/evidence\n  qalxan evidence verify f-0123456789abcdef.zip"
}

// errChanged is the exit of a verification that found something.
var errChanged = errors.New("the evidence is not as it was written; see above")

// Run verifies evidence.
func (c evidenceVerifyCmd) Run(a *app) error {
	path := c.Path
	if path == "" {
		config, err := a.config()
		if err != nil {
			return err
		}
		path = filepath.Join(config.Data, "evidence")
		if config.Evidence.Timestamp.URL != "" {
			c.Roots = cmp.Or(c.Roots, config.Evidence.Timestamp.Roots)
		}
	}
	roots, err := c.roots()
	if err != nil {
		return err
	}
	summary, err := a.verify(path, roots...)
	if err != nil {
		return err
	}
	if err := c.print(a, summary); err != nil {
		return err
	}
	if c.Noted != "" {
		held, err := evidence.Holds(a, path, c.Noted)
		if err != nil {
			return err
		}
		if !held {
			return fmt.Errorf("the chain does not hold the line %s: it was cut short or replaced after that was noted", c.Noted)
		}
	}
	if summary.Faults > 0 {
		return errChanged
	}
	return nil
}

func (c evidenceVerifyCmd) print(a *app, s evidence.Summary) error {
	if c.JSON {
		return json.NewEncoder(a.out).Encode(s)
	}
	a.printf("%d files, %d records, %d lines of the chain, %d faults\n", s.Files, s.Records, s.Lines, s.Faults)
	if s.Head != "" {
		a.printf("Head of the chain: %s\n", plain(s.Head))
	}
	c.printStamps(a, s)
	c.printRemoved(a, s)
	return nil
}

// shownRemovals is how many removals are spelt out: the last of them.
const shownRemovals = 20

// printRemoved says what was taken out on purpose.
func (c evidenceVerifyCmd) printRemoved(a *app, s evidence.Summary) {
	if more := len(s.Removed) - shownRemovals; more > 0 {
		a.printf("%d earlier removals on purpose (all of them with --json)\n", more)
		s.Removed = s.Removed[more:]
	}
	for _, r := range s.Removed {
		on := r.Time.Format("2006-01-02")
		if r.Record == "" {
			a.printf("%s: removed by %s on %s\n", plain(r.File), plain(r.By), on)
			continue
		}
		a.printf("%s: %s erased by request %s on %s\n", plain(r.File), plain(r.Record), plain(r.By), on)
	}
}

// shownStamps is how many stamps are spelt out: the last of them.
const shownStamps = 10

func (c evidenceVerifyCmd) printStamps(a *app, s evidence.Summary) {
	if len(s.Stamps) == 0 {
		return
	}
	if more := len(s.Stamps) - shownStamps; more > 0 {
		a.printf("%d earlier time stamps (all of them with --json)\n", more)
		s.Stamps = s.Stamps[more:]
	}
	for _, stamp := range s.Stamps {
		a.printf("%d captures proved to exist before %s by %s\n", stamp.Captures, stamp.Time.Format("2006-01-02 15:04:05 MST"), plain(stamp.Authority))
	}
	if s.Unstamped > 0 {
		a.printf("%d captures are not covered by a time stamp\n", s.Unstamped)
	}
	if c.Roots == "" {
		a.printf("The root certificate of that authority came with the evidence. Compare its SHA-256 with the one that the authority publishes, or give your own with --roots: %s\n", s.Stamps[len(s.Stamps)-1].Root)
	}
}

// roots are the certificates that time stamps have to lead to.
func (c evidenceVerifyCmd) roots() ([]*x509.Certificate, error) {
	if c.Roots == "" {
		return nil, nil
	}
	bundle, err := os.ReadFile(c.Roots)
	if err != nil {
		return nil, usageError{err}
	}
	roots, err := timestamp.Roots(bundle)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", c.Roots, err)}
	}
	return roots, nil
}

// verify verifies a folder or a pack, and names each fault.
func (a *app) verify(path string, roots ...*x509.Certificate) (evidence.Summary, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return evidence.Summary{}, usagef("there is no evidence at %s: name the folder or pack, or the data folder with --data", path)
	}
	if err != nil {
		return evidence.Summary{}, usageError{err}
	}
	verify := evidence.VerifyPack
	if info.IsDir() {
		verify = evidence.Verify
	}
	return verify(a, path, func(f evidence.Fault) {
		fmt.Fprintf(a.err, "%s at %d: %s\n", plain(f.File), f.Offset, plain(f.Reason))
	}, roots...)
}

type evidenceExportCmd struct {
	Finding string `arg:"" help:"The id of a finding."`
	Out     string `short:"o" placeholder:"FILE" help:"Where to write; FINDING.zip without."`
}

// Help is shown by --help.
func (evidenceExportCmd) Help() string {
	return "The pack holds the answers of the servers, the lines of the chain, the finding, and how to verify it all.\nExample:\n  qalxan evidence export f-0123456789abcdef -o case.zip"
}

// Run packs a finding. The pack appears only if it can be verified.
func (c evidenceExportCmd) Run(a *app) error {
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	answer, err := s.stream(a, http.MethodGet, "/control/findings/"+url.PathEscape(c.Finding)+"/evidence", nil)
	if err != nil {
		return err
	}
	defer answer.Close()
	out := c.Out
	if out == "" {
		out = filepath.Base(c.Finding) + ".zip"
	}
	draft := out + ".part"
	defer os.Remove(draft)
	if err := writeWhole(draft, answer); err != nil {
		return fmt.Errorf("the pack did not come whole and what came of it was thrown away; try again: %w", err)
	}
	summary, err := a.verify(draft)
	if err == nil && summary.Faults > 0 {
		err = errChanged
	}
	if err != nil {
		return fmt.Errorf("the pack did not come whole and was thrown away: %w", err)
	}
	return c.hand(a, draft, out)
}

// hand gives the pack its name and says what to tell those who get it.
func (c evidenceExportCmd) hand(a *app, draft, out string) error {
	sum, err := fileSum(draft)
	if err != nil {
		return err
	}
	if err := os.Rename(draft, out); err != nil {
		return fmt.Errorf("writing the pack: %w", err)
	}
	a.printf("%s\nsha256 %s\n", out, sum)
	fmt.Fprintln(a.err, "Tell the receiver this number by another way than the one the file goes by.")
	return nil
}

// fileSum is the SHA-256 of a file, in hex.
func fileSum(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
