// Package xlsx writes tables as a workbook of spreadsheets (ECMA-376). Texts
// are texts: nothing in them is ever read as a formula or made a link.
package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Sheet is one table. Rows hold strings, ints, float64s and time.Times; an
// absent value is nil.
type Sheet struct {
	Name    string
	Columns []Column
	Rows    [][]any
}

// Column is a column's head and width in letters.
type Column struct {
	Name  string
	Width float64
}

// Bounds of the format.
const (
	mostLetters = 32_000 // of a cell; the format ends at 32,767 UTF-16 units
	mostName    = 31     // of a sheet
)

// Write writes the sheets in order. created stands in the file, so that the
// same tables give the same workbook.
func Write(w io.Writer, title string, created time.Time, sheets []Sheet) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	stamp := ""
	if !created.IsZero() {
		stamp = created.UTC().Format(time.RFC3339)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: text(title), Creator: "Qalxan", LastModifiedBy: "Qalxan", Created: stamp, Modified: stamp}); err != nil {
		return fmt.Errorf("name the workbook: %w", err)
	}
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if err := add(f, i, s, styles); err != nil {
			return fmt.Errorf("write sheet %s: %w", s.Name, err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return inOrder(w, out.Bytes())
}

// inOrder writes the parts of a workbook in the order of their names: they come
// in a different order each time.
func inOrder(w io.Writer, book []byte) error {
	parts, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return fmt.Errorf("read the workbook back: %w", err)
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, p := range parts.File {
		if err := out.Copy(p); err != nil {
			return fmt.Errorf("write %s of the workbook: %w", p.Name, err)
		}
	}
	return out.Close()
}

type styles struct{ head, date, wrap int }

func newStyles(f *excelize.File) (s styles, err error) {
	format := "yyyy-mm-dd hh:mm:ss"
	for _, made := range []struct {
		id    *int
		style excelize.Style
	}{
		{&s.head, excelize.Style{
			Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"0B5A8A"}},
			Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
		}},
		{&s.date, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.wrap, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		if *made.id, err = f.NewStyle(&made.style); err != nil {
			return s, fmt.Errorf("make a style: %w", err)
		}
	}
	return s, nil
}

func add(f *excelize.File, number int, s Sheet, style styles) error {
	name := sheetName(s.Name)
	if number == 0 {
		if err := f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(name); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	head := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		if err := out.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: style.head, Value: text(c.Name)}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for i, row := range s.Rows {
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), cells(row, style)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func cells(row []any, style styles) []any {
	out := make([]any, len(row))
	for i, value := range row {
		switch v := value.(type) {
		case string:
			out[i] = excelize.Cell{StyleID: style.wrap, Value: text(v)}
		case time.Time:
			if !v.IsZero() {
				out[i] = excelize.Cell{StyleID: style.date, Value: v.UTC()}
			}
		default:
			out[i] = excelize.Cell{StyleID: style.wrap, Value: v}
		}
	}
	return out
}

// text makes a text fit for XML 1.0 (2.2) and for a cell.
func text(s string) string {
	var out strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if n++; n > mostLetters/2 {
			out.WriteRune('…')
			break
		}
		if r < 0x20 && r != '\t' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff {
			r = '\ufffd'
		}
		out.WriteRune(r)
	}
	return out.String()
}

// sheetName leaves out what a sheet's name may not hold.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, name)
	if letters := []rune(name); len(letters) > mostName {
		return string(letters[:mostName])
	}
	return name
}
