package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// byteOrderMark tells spreadsheets that the file is UTF-8.
const byteOrderMark = "\ufeff"

// between parts several values in one cell.
const between = " | "

// columns are the columns of a row, in order.
var columns = []struct {
	name string
	cell func(Entry) string
}{
	{"finding", func(e Entry) string { return e.Finding.ID }},
	{"level", func(e Entry) string { return string(e.Finding.Level) }},
	{"status", func(e Entry) string { return string(e.Finding.Status) }},
	{"why", func(e Entry) string { return e.Finding.Reason.Text }},
	{"title", func(e Entry) string { return e.Item.Title }},
	{"url", func(e Entry) string { return e.Item.URL }},
	{"source", func(e Entry) string { return e.Source.ID }},
	{"source_name", func(e Entry) string { return e.Source.Name }},
	{"source_grade", func(e Entry) string { return string(e.Source.Grade) }},
	{"language", func(e Entry) string { return e.Item.Language.Code }},
	{"published", func(e Entry) string { return stamp(e.Item.Published()) }},
	{"seen", func(e Entry) string { return stamp(e.Item.Seen) }},
	{"version", func(e Entry) string { return strconv.Itoa(e.Item.Version) }},
	{"detectors", func(e Entry) string { return each(e.Finding.Signals, detector) }},
	{"scores", func(e Entry) string { return each(e.Finding.Signals, score) }},
	{"reasons", func(e Entry) string { return each(e.Finding.Signals, reason) }},
	{"techniques", func(e Entry) string { return each(e.Finding.Signals, techniques) }},
	{"compared", func(e Entry) string { return each(e.Compared, itemURL) }},
	{"campaign", func(e Entry) string { return e.Finding.CampaignID }},
	{"created", func(e Entry) string { return stamp(e.Finding.Created) }},
	{"updated", func(e Entry) string { return stamp(e.Finding.Updated) }},
	{"decided_by", func(e Entry) string { return each(e.Finding.Decisions, decider) }},
	{"captures", func(e Entry) string { return each(e.Captures, captureID) }},
	{"sha256", func(e Entry) string { return each(e.Captures, captureHash) }},
}

func detector(s qalxan.Signal) string   { return string(s.Detector) }
func score(s qalxan.Signal) string      { return strconv.FormatFloat(s.Score, 'f', 2, 64) }
func reason(s qalxan.Signal) string     { return s.Reason.Text }
func techniques(s qalxan.Signal) string { return strings.Join(s.Techniques, " ") }
func itemURL(i qalxan.Item) string      { return i.URL }
func decider(d qalxan.Decision) string  { return string(d.To) + " by " + d.By + ": " + d.Reason }
func captureID(c qalxan.Capture) string { return c.ID }

func captureHash(c qalxan.Capture) string { return c.SHA256 }

// each joins one word about every value, leaving the empty ones out.
func each[T any](values []T, word func(T) string) string {
	var out []string
	for _, v := range values {
		if w := word(v); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, between)
}

// stamp is RFC 3339 in UTC, or nothing for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// writeCSV writes a header and one row a finding (RFC 4180, UTF-8).
func writeCSV(w io.Writer, d Document) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	var header []string
	for _, c := range columns {
		header = append(header, c.name)
	}
	if err := table.Write(header); err != nil {
		return err
	}
	for _, e := range d.Findings {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = guard(c.cell(e))
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// starters make a spreadsheet read a cell as a formula (OWASP, CSV Injection);
// the wide forms do so under East Asian settings.
const starters = "=+-@\t\r\n＝＋－＠"

// Cell is a text as a cell of CSV that no spreadsheet takes for a formula.
func Cell(text string) string { return guard(text) }

// guard makes a cell safe to open in a spreadsheet and to show on a terminal:
// what could begin a formula, also behind white space, which some leave out, gets
// a leading apostrophe; control characters other than tabs and line ends, and
// bytes that are not UTF-8, are replaced.
func guard(cell string) string {
	cell = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) {
			return unicode.ReplacementChar
		}
		return r
	}, cell)
	first, _ := utf8.DecodeRuneInString(cell)
	bare, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, unicode.IsSpace))
	if cell != "" && (strings.ContainsRune(starters, first) || strings.ContainsRune(starters, bare)) {
		return "'" + cell
	}
	return cell
}
