// Package markdown writes a paper as CommonMark with tables. Foreign texts stay
// texts: they make no link, image, heading, list, code or HTML, and no reader
// makes them a mention or an address to click.
package markdown

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/qalxan/qalxan/report/paper"
)

// Write writes the paper. Pictures are left out: the tables below them hold the
// same.
func Write(w io.Writer, p *paper.Paper) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# %s\n\n", Escape(p.Title))
	if p.Marking != "" {
		fmt.Fprintf(out, "**%s**\n\n", Escape(p.Marking))
	}
	for _, b := range p.Blocks {
		block(out, b)
	}
	fmt.Fprintf(out, "---\n\n%s\n", words(p.Foot))
	return out.Flush()
}

func block(out *bufio.Writer, b paper.Block) {
	switch b.Kind {
	case paper.Heading:
		fmt.Fprintf(out, "%s %s\n\n", strings.Repeat("#", b.Level), words(b.Words))
	case paper.Text:
		fmt.Fprintf(out, "%s\n\n", paragraphs(b.Words))
	case paper.Note:
		fmt.Fprintf(out, "%s\n\n", paragraphs(b.Words))
	case paper.Quote:
		fmt.Fprintf(out, "> %s\n\n", strings.ReplaceAll(paragraphs(b.Words), "\n", "\n> "))
	case paper.List:
		for i, item := range b.Items {
			sign := "-"
			if b.Ordered {
				sign = fmt.Sprintf("%d.", i+1)
			}
			fmt.Fprintf(out, "%s %s\n", sign, words(item))
		}
		fmt.Fprint(out, "\n")
	case paper.Table:
		row(out, b.Columns)
		fmt.Fprintf(out, "|%s\n", strings.Repeat(" --- |", len(b.Columns)))
		for _, r := range b.Rows {
			row(out, r)
		}
		fmt.Fprint(out, "\n")
	}
}

func row(out *bufio.Writer, cells []paper.Words) {
	for _, c := range cells {
		fmt.Fprintf(out, "| %s ", words(c))
	}
	fmt.Fprint(out, "|\n")
}

// words are several languages on one line.
func words(w paper.Words) string { return joined(w, " / ") }

// paragraphs are several languages below each other.
func paragraphs(w paper.Words) string { return joined(w, "\n\n") }

func joined(w paper.Words, between string) string {
	var all []string
	for _, l := range w {
		all = append(all, strings.TrimSpace(runs(l)))
	}
	return strings.Join(all, between)
}

// runs writes runs, those that are marked and stand side by side as one: signs of
// one emphasis after those of another would show as asterisks.
func runs(l paper.Line) string {
	var out strings.Builder
	for len(l) > 0 {
		n := 0
		for n < len(l) && l[n].Marked && l[n].Link == "" {
			n++
		}
		if n > 0 {
			out.WriteString(strong(l[:n]))
		} else {
			n = 1
			out.WriteString(run(l[0]))
		}
		l = l[n:]
	}
	return out.String()
}

// strong writes marked runs. Spaces at the ends stay outside, where the signs of
// an emphasis may not stand beside them (CommonMark 0.31, 6.2).
func strong(l paper.Line) string {
	last := len(l) - 1
	var out strings.Builder
	for _, r := range l[:last] {
		out.WriteString(Escape(r.Text) + note(r.Number))
	}
	text := out.String() + Escape(l[last].Text)
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text + note(l[last].Number)
	}
	before, after, _ := strings.Cut(text, inner)
	return before + "**" + inner + "**" + note(l[last].Number) + after
}

func run(r paper.Run) string {
	text := Escape(r.Text)
	switch {
	case strings.HasPrefix(r.Link, "#"):
		return text
	case r.Link != "":
		return "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", "|", "%7C", "\n", "", " ", "%20").Replace(r.Link) + ">)"
	}
	return text
}

func note(number string) string {
	if number == "" {
		return ""
	}
	return " \\[" + number + "\\]"
}

// Escape makes a foreign text one line of plain text. Every ASCII sign that
// could mean something is a backslash escape (CommonMark 0.31, 2.4), or an
// entity where a backslash would not do: < and & in HTML, and the signs by
// which extensions find addresses and mentions.
func Escape(text string) string {
	var out strings.Builder
	for _, r := range paper.Clean(text) {
		switch {
		case r == '\n':
			out.WriteByte(' ')
		case strings.ContainsRune("<>&@:\"'", r):
			fmt.Fprintf(&out, "&#%d;", r)
		case strings.ContainsRune("\\`*_{}[]()#+-.!|~=$^", r):
			out.WriteByte('\\')
			out.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
