package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

type reportCmd struct {
	Query []string `arg:"" optional:"" help:"Which findings; all without. See docs/search.md."`
	As    string   `default:"html" placeholder:"FORMAT" help:"html, csv or jsonl."`
	Title string   `help:"What stands on top."`
	Out   string   `short:"o" placeholder:"FILE" help:"Where to write; standard output without."`
}

// Help is shown by --help.
func (reportCmd) Help() string {
	return "Examples:\n  qalxan report --as html -o week.html level:incident after:7d\n  qalxan report --as csv > findings.csv"
}

// Run writes a report. A file appears whole or not at all.
func (c reportCmd) Run(a *app) (err error) {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	q := url.Values{"as": {c.As}, "q": {strings.Join(c.Query, " ")}, "title": {c.Title}}
	answer, err := s.stream(a, "GET", "/control/report?"+q.Encode(), nil)
	if err != nil {
		return err
	}
	defer answer.Close()
	if c.Out == "" {
		_, err = io.Copy(a.out, answer)
		return err
	}
	if err := writeWhole(c.Out, answer); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	fmt.Fprintf(a.err, "The report is in %s\n", c.Out)
	return nil
}

// writeWhole writes a file beside its place and moves it there when it is
// complete. A new file may be read by whom the umask lets, one that was there
// keeps its mode. What is there and no file, such as /dev/stdout or a pipe, is
// written to and never replaced.
func writeWhole(name string, r io.Reader) (err error) {
	before, err := os.Stat(name)
	if err == nil && !before.Mode().IsRegular() {
		return writeInto(name, r)
	}
	beside := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+"."+rand.Text())
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriter(f)
	_, err = io.Copy(w, r)
	if before != nil {
		err = errors.Join(err, f.Chmod(before.Mode().Perm()))
	}
	err = errors.Join(err, w.Flush(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func writeInto(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
