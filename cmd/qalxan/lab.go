package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/index/analysis"
)

// labCmd runs one analysis over files: no data folder, JSON Lines in and out.
type labCmd struct {
	Extract      labExtractCmd      `cmd:"" help:"Pages to title, text, dates and links."`
	Language     labLanguageCmd     `cmd:"" help:"Texts to languages."`
	Match        labMatchCmd        `cmd:"" help:"Texts against narratives."`
	Techniques   labTechniquesCmd   `cmd:"" help:"Texts to manipulation techniques."`
	Duplicates   labDuplicatesCmd   `cmd:"" help:"Texts against each other."`
	Lookalike    labLookalikeCmd    `cmd:"" help:"Domains against brands that they may imitate."`
	Coordination labCoordinationCmd `cmd:"" help:"Who shares the same things at the same time."`
	Stem         labStemCmd         `cmd:"" help:"Words to stems."`
	Robots       labRobotsCmd       `cmd:"" help:"What a robots.txt says of an address."`
}

// errEnough ends the reading of lines.
var errEnough = errors.New("no more lines are wanted")

// maxLine bounds one line of input, in bytes.
const maxLine = 16 << 20

// eachLine reads lines until the end, or until one cannot be used.
func eachLine(r io.Reader, do func(line []byte) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	for n := 1; s.Scan(); n++ {
		if err := do(s.Bytes()); err != nil {
			return usagef("line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	return nil
}

// document is a line of input with a text.
type document struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// parseDocument reads such a line.
func parseDocument(line []byte) (document, error) {
	var d document
	if err := json.Unmarshal(line, &d); err != nil {
		return d, fmt.Errorf(`write {"id":"...","text":"..."}, both as strings: %w`, err)
	}
	return d, nil
}

// lineWriter buffers lines of JSON; flush ends them.
func (a *app) lineWriter() (encode func(any) error, flush func() error) {
	w := bufio.NewWriterSize(a.out, 64<<10)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode, w.Flush
}

type labLanguageCmd struct{}

// Help is shown by --help.
func (labLanguageCmd) Help() string {
	return "Reads text lines, or JSON Lines with \"text\".\nExample:\n  echo 'Bu gün hava yaxşıdır.' | qalxan lab language"
}

// Run writes the language of every line.
func (labLanguageCmd) Run(a *app) error {
	d, err := language.New(language.Default())
	if err != nil {
		return err
	}
	return a.mapLines(func(line []byte) (any, error) {
		text := string(line)
		var doc document
		if len(line) > 0 && line[0] == '{' && json.Unmarshal(line, &doc) == nil {
			text = doc.Text
		}
		l := d.Detect(text)
		return map[string]any{"language": l.Code, "confidence": l.Confidence, "script": l.Script}, nil
	})
}

type labDuplicatesCmd struct {
	Min float64 `default:"0.4" help:"The least similarity to report, 0 to 1."`
}

// Help is shown by --help.
func (labDuplicatesCmd) Help() string {
	return "Reads JSON Lines {id,text}; writes {a,b,similarity}, each pair once.\nExample:\n  qalxan lab duplicates --min 0.7 < texts.jsonl"
}

// Run writes every pair of texts that are nearly the same.
func (c labDuplicatesCmd) Run(a *app) error {
	if c.Min <= 0 || c.Min > 1 {
		return usagef("--min %g is not above 0 and at most 1", c.Min)
	}
	var failed error
	docs := func(yield func(duplicate.Doc) bool) {
		failed = eachLine(a.in, func(line []byte) error {
			d, err := parseDocument(line)
			if err != nil {
				return err
			}
			if !yield(duplicate.Doc{ID: d.ID, Text: d.Text}) {
				return errEnough
			}
			return nil
		})
	}
	encode, flush := a.lineWriter()
	for p := range duplicate.Pairs(docs, c.Min) {
		if err := encode(map[string]any{"a": p.A, "b": p.B, "similarity": p.Similarity}); err != nil {
			return err
		}
	}
	if failed != nil {
		return failed
	}
	return flush()
}

type labStemCmd struct {
	Language string `required:"" help:"ISO 639-1 code."`
}

// Help is shown by --help.
func (labStemCmd) Help() string {
	return "Reads a word a line, writes its stem; the folded word where the language has no stemmer.\nExample:\n  echo kitablarımızdan | qalxan lab stem --language az"
}

// Run writes the stem of every line.
func (c labStemCmd) Run(a *app) error {
	w := bufio.NewWriter(a.out)
	err := eachLine(a.in, func(line []byte) error {
		stem, _ := analysis.Stem(c.Language, string(line))
		_, err := fmt.Fprintln(w, stem)
		return err
	})
	if err != nil {
		return err
	}
	return w.Flush()
}

type labRobotsCmd struct {
	Agent string `required:"" help:"The product token, or a whole User-Agent."`
	URL   string `required:"" help:"The address asked for."`
}

// Help is shown by --help.
func (labRobotsCmd) Help() string {
	return "Reads a robots.txt; writes {allowed,rule,line} (RFC 9309).\nExample:\n  qalxan lab robots --agent Qalxan --url https://a.example/private/x < robots.txt"
}

// Run says what the file allows.
func (c labRobotsCmd) Run(a *app) error {
	body, err := io.ReadAll(io.LimitReader(a.in, maxLine))
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	d := robots.Parse(body).Test(c.Agent, c.URL)
	return json.NewEncoder(a.out).Encode(map[string]any{"allowed": d.Allowed, "rule": d.Rule, "line": d.Line})
}
