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

	reporting "github.com/qalxan/qalxan/report"
)

type reportCmd struct {
	Make reportMakeCmd `cmd:"" default:"withargs" help:"Write a report of findings, now."`
	List reportListCmd `cmd:"" help:"List the reports that stand in the configuration, and what was made."`
	Run  reportRunCmd  `cmd:"" help:"Make a report of the configuration now."`
}

type reportMakeCmd struct {
	Query []string `arg:"" optional:"" help:"Which findings; all without. See docs/search.md."`
	As    string   `default:"html" placeholder:"FORMAT" help:"html, pdf, xlsx, csv, jsonl or markdown."`
	Kind  string   `default:"findings" help:"What is told: findings, brief (every campaign in ABCDE order) or weekly (counts and times, of the last 7 days without a query)."`
	Title string   `help:"What stands on top."`
	// Language and Marking are printed; see package report.
	Language  []string `default:"en" placeholder:"CODE" help:"az, en or ru; two, with a comma, stand side by side."`
	Marking   string   `placeholder:"TEXT" help:"Who may read it, such as TLP:AMBER; stands on every page."`
	Templates string   `placeholder:"DIR" help:"Folder with a report.html or report.md of your own. See docs/report.md."`
	Out       string   `short:"o" placeholder:"FILE" help:"Where to write; standard output without."`
}

// Help is shown by --help.
func (reportMakeCmd) Help() string {
	return "Examples:\n  qalxan report --as html -o week.html level:incident after:7d\n  qalxan report --as csv > findings.csv\n" +
		"  qalxan report --kind brief --as pdf --language az,en -o brief.pdf campaign:c-0123456789abcdef\n  qalxan report --kind weekly --as pdf --language ru -o week.pdf"
}

// Run writes a report. A file appears whole or not at all.
func (c reportMakeCmd) Run(a *app) (err error) {
	template, err := c.template()
	if err != nil {
		return err
	}
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	answer, err := s.stream(a, "POST", "/control/report?"+c.values().Encode(), map[string]string{"template": template})
	if err != nil {
		return err
	}
	defer answer.Close()
	if c.Out == "" {
		_, err = io.Copy(c.to(a), answer)
		return err
	}
	if err := writeWhole(c.Out, answer); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	fmt.Fprintf(a.err, "The report is in %s\n", c.Out)
	return nil
}

// to is where a report goes that has no file: what is read as it stands goes over
// the screen, other forms byte by byte.
func (c reportMakeCmd) to(a *app) io.Writer {
	if c.As == "jsonl" || c.As == "markdown" {
		return a.out
	}
	return a.raw
}

func (c reportMakeCmd) values() url.Values {
	query := strings.Join(c.Query, " ")
	if query == "" && c.Kind == "weekly" {
		query = "after:7d"
	}
	return url.Values{
		"as": {c.As}, "q": {query}, "title": {c.Title}, "kind": {c.Kind}, "language": c.Language, "marking": {c.Marking},
	}
}

// mostTemplate bounds a template, in bytes.
const mostTemplate = 512 << 10

// template reads the template of the folder for the format; nothing without a
// folder. A link that leads out of the folder is not followed.
func (c reportMakeCmd) template() (string, error) {
	if c.Templates == "" {
		return "", nil
	}
	name := reporting.Format(c.As).TemplateFile()
	if name == "" {
		return "", usageError{fmt.Errorf("--templates is for html and markdown; a report as %s has no template", c.As)}
	}
	root, err := os.OpenRoot(c.Templates)
	if err != nil {
		return "", fmt.Errorf("reading the templates: %w", err)
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return "", fmt.Errorf("reading the templates in %s: %w", c.Templates, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostTemplate+1))
	if err == nil && len(text) > mostTemplate {
		err = errors.New("it is longer than 512 KB")
	}
	if err != nil {
		return "", fmt.Errorf("reading %s in %s: %w", name, c.Templates, err)
	}
	return string(text), nil
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
		return fmt.Errorf("in %s no file can be made: %w", filepath.Dir(name), errors.Unwrap(err))
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
