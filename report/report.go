// Package report writes what goes out: findings and campaigns in a form that
// others can read, print or process.
//
// A report is written in one pass and holds nothing but its document, so that
// the same document gives the same bytes.
package report

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/figures"
)

// Document is what a report is made of. Times are shown in UTC.
type Document struct {
	Title     string // by the kind, in the document's languages, where empty
	Generated time.Time
	// Query is what the findings were searched with; empty for all of them.
	Query string
	// Criteria is the version of the criteria that gave the levels.
	Criteria string
	Findings []Entry
	// Campaigns are those that the findings belong to. Their members are the
	// entries with their id.
	Campaigns []qalxan.Campaign
	// Briefs are what people wrote for campaigns, by their ids, the parts in
	// order. A report says that a person wrote them, and who.
	Briefs map[string][]qalxan.BriefText
	// Narratives are those that are watched, so that claims are said as sentences
	// and not by their ids; the table formats keep the ids as well.
	Narratives []qalxan.Narrative
	// Kind is what is told of the findings; KindFindings where empty. The
	// formats that are tables (CSV, XLSX and JSONL) hold the findings always.
	Kind Kind
	// Languages are the codes of one or two languages in which the report
	// speaks, in order; English where empty. See package say.
	Languages []string
	// Marking says who may read the report, such as TLP:AMBER; it is printed as
	// it stands.
	Marking string
	// After and Before are the period that the report is made for; zero for
	// open. Due is the time for which it should have been made; zero where it
	// is in time.
	After, Before, Due time.Time
	// Platforms is what became of reports to platforms; a weekly summary tells
	// it.
	Platforms []figures.Platform
	// Template takes the place of the standard page of HTML, or of the standard
	// form of Markdown, where not empty. See packages html and markdown.
	Template string
}

// Kind is what a report tells.
type Kind string

// The kinds of report.
const (
	KindFindings Kind = "findings" // every finding with its reasons and evidence
	KindBrief    Kind = "brief"    // every campaign in ABCDE order
	KindWeekly   Kind = "weekly"   // counts and times of a period
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{KindFindings, KindBrief, KindWeekly} }

// Entry is a finding with everything that it speaks of.
type Entry struct {
	Finding qalxan.Finding `json:"finding"`
	Item    qalxan.Item    `json:"item"`
	Source  qalxan.Source  `json:"source"`
	// Captures are the evidence of the item.
	Captures []qalxan.Capture `json:"captures"`
	// Compared are the items that the signals compare the item with.
	Compared []qalxan.Item `json:"compared"`
	// Translations are what machines made of the item's words. HTML, PDF and
	// Markdown quote those into the report's languages.
	Translations []qalxan.Translation `json:"translations,omitempty"`
	Campaign     *qalxan.Campaign     `json:"campaign,omitempty"`
}

// Format is a form in which a report is written.
type Format string

// The formats.
const (
	HTML     Format = "html"     // one page that stands alone
	PDF      Format = "pdf"      // pages for printing
	XLSX     Format = "xlsx"     // a workbook: findings, signals, campaigns
	CSV      Format = "csv"      // one finding a row, for spreadsheets
	JSONL    Format = "jsonl"    // one finding a line, as Entry
	Markdown Format = "markdown" // text for wikis and tickets
)

// Errors of Write.
var (
	ErrFormat = errors.New("unknown report format")
	// ErrRequest: there is no such kind of report or language, or the template
	// cannot be used.
	ErrRequest = errors.New("the report cannot be made like this")
)

// writers is every format, in the order in which they are offered.
var writers = []struct {
	format Format
	media  string
	write  func(io.Writer, Document) error
}{
	{HTML, "text/html; charset=utf-8", writeHTML},
	{PDF, "application/pdf", writePDF},
	{XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writeXLSX},
	{CSV, "text/csv; charset=utf-8", writeCSV},
	{JSONL, "application/jsonl", writeJSONL},
	{Markdown, "text/markdown; charset=utf-8", writeMarkdown},
}

// Formats lists the formats that Write knows.
func Formats() []Format {
	var out []Format
	for _, w := range writers {
		out = append(out, w.format)
	}
	return out
}

// MediaType is the format's Content-Type; empty for an unknown format.
func (f Format) MediaType() string {
	for _, w := range writers {
		if w.format == f {
			return w.media
		}
	}
	return ""
}

// TemplateFile is the name of a template of this format in a folder of an
// agency's own; empty for a format that takes none.
func (f Format) TemplateFile() string {
	return map[Format]string{HTML: "report.html", Markdown: "report.md"}[f]
}

// Write writes the document. For a format that is not one of Formats it
// returns an error that is ErrFormat and writes nothing; for a kind, a language
// or a template that cannot be used one that is ErrRequest.
func Write(w io.Writer, as Format, d Document) (err error) {
	if d.Title, err = d.Heading(); err != nil {
		return fmt.Errorf("write the report as %s: %w", as, err)
	}
	for _, known := range writers {
		if known.format != as {
			continue
		}
		if err := known.write(w, d); err != nil {
			return fmt.Errorf("write the report as %s: %w", as, err)
		}
		return nil
	}
	return fmt.Errorf("%w %q: use one of %s", ErrFormat, as, names())
}

func names() string {
	var out []string
	for _, f := range Formats() {
		out = append(out, string(f))
	}
	return strings.Join(out, ", ")
}
