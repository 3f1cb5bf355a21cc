package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"text/template"
	"time"

	"github.com/qalxan/qalxan/report/leash"
	"github.com/qalxan/qalxan/report/paper"
)

// ErrTemplate: the template cannot be read, or fails on the paper.
var ErrTemplate = errors.New("the report's template cannot be used")

// Bounds of what a template makes.
const (
	mostBytes = 64 << 20
	mostSteps = 5_000_000 // turns of loops and calls of parts
)

// Text is one line of Markdown in which everything foreign is escaped. A
// template can show it and do nothing else with it: what it is made of cannot be
// reached, and the functions that could cut or join texts are not there.
type Text struct{ markdown string }

// String is what a template shows.
func (t Text) String() string { return t.markdown }

// Page is what a template sees.
type Page struct {
	Title     Text
	Marking   *Text // nil for unmarked
	Criteria  *Text
	Generated time.Time
	Foot      Text
	Languages []string
	Blocks    []Block
}

// Block is a part of a paper. Words of heading, text, note and quote are a line
// for each language, or one for all.
type Block struct {
	Kind    paper.Kind
	Level   int
	Ordered bool
	Words   []Text
	Items   [][]Text
	Columns [][]Text
	Rows    [][][]Text
}

// WriteOwn writes the paper with a template, which is text/template. It sees a
// Page and the comparing functions of the language, and nothing else: no file,
// no network, no raw text. One that puts a text into an address or a tag, that
// does not end, or that makes more than 64 MB, is an error.
func WriteOwn(w io.Writer, p *paper.Paper, own string) error {
	return writeOwn(w, p, own, mostSteps)
}

func writeOwn(w io.Writer, p *paper.Paper, own string, most int) error {
	if place := tagged.FindStringIndex(own); place != nil {
		line := 1 + bytes.Count([]byte(own[:place[1]]), []byte("\n"))
		return fmt.Errorf("%w: line %d puts a text into an address, a tag or code, where escaping does not hold", ErrTemplate, line)
	}
	out := leash.New(mostBytes, most)
	t, err := template.New("report").Funcs(out.Functions()).Funcs(missing()).Parse(own)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	for _, part := range t.Templates() {
		out.Hold(part.Tree)
	}
	if err := t.Execute(out, page(p)); err != nil {
		return fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	_, err = out.WriteTo(w)
	return err
}

// tagged finds actions in the place of an address, inside a tag, and behind a
// backtick.
var tagged = regexp.MustCompile("\\]\\([^)\\n]*\\{\\{|\\]:[^\\n]*\\{\\{|<[A-Za-z/!?][^>]*\\{\\{|[`~][^`~\\n]*\\{\\{")

// missing take the place of functions that text/template has by itself and that
// could turn an escaped text into another one.
func missing() template.FuncMap {
	out := template.FuncMap{}
	for _, name := range []string{"call", "html", "index", "js", "print", "printf", "println", "slice", "urlquery"} {
		out[name] = func(...any) (string, error) {
			return "", fmt.Errorf("%s is not there in a template of Markdown: it could undo what is escaped", name)
		}
	}
	return out
}

// page is a paper of which everything is escaped.
func page(p *paper.Paper) Page {
	out := Page{
		Title: Text{Escape(p.Title)}, Marking: given(p.Marking), Criteria: given(p.Criteria),
		Generated: p.Generated, Foot: Text{words(p.Foot)}, Languages: p.Languages,
	}
	for _, b := range p.Blocks {
		if b.Kind == paper.Picture {
			continue
		}
		out.Blocks = append(out.Blocks, Block{
			Kind: b.Kind, Level: b.Level, Ordered: b.Ordered, Words: lines(b.Words), Items: each(b.Items, lines),
			Columns: each(b.Columns, lines), Rows: each(b.Rows, func(row []paper.Words) [][]Text { return each(row, lines) }),
		})
	}
	return out
}

func given(text string) *Text {
	if text == "" {
		return nil
	}
	return &Text{Escape(text)}
}

func lines(w paper.Words) []Text {
	return each(w, func(l paper.Line) Text { return Text{words(paper.Words{l})} })
}

func each[T, U any](all []T, of func(T) U) []U {
	var out []U
	for _, one := range all {
		out = append(out, of(one))
	}
	return out
}
