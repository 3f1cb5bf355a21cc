package pdf

import (
	"fmt"
	"strings"

	"github.com/qalxan/qalxan/report/paper"
)

// bookmark is a heading in the outline of the file (ISO 32000-1, 12.3.3).
type bookmark struct {
	title  string
	to     target
	number int
	inner  []*bookmark
}

// mark puts a heading in the outline: those of level 2 on top, those of level 3
// below the last of them.
func (d *printer) mark(b paper.Block) {
	if b.Level > 3 {
		return
	}
	var titles []string
	for _, l := range b.Words {
		titles = append(titles, l.String())
	}
	m := &bookmark{title: strings.Join(titles, " / "), to: d.here()}
	if top := len(d.outline) - 1; b.Level == 3 && top >= 0 {
		d.outline[top].inner = append(d.outline[top].inner, m)
		return
	}
	d.outline = append(d.outline, m)
}

// here is the current place.
func (d *printer) here() target {
	return target{d.pages[len(d.pages)-1].number, d.y}
}

// dest is a place that a link or bookmark leads to, at the size that the reader has.
func (t target) dest() string {
	return fmt.Sprintf("/Dest[%d 0 R/XYZ null %.2f null]", t.page, pageHeight-t.y)
}

// writeOutline writes the bookmarks and returns the entry for the catalogue; none
// without bookmarks.
func (d *printer) writeOutline() string {
	if len(d.outline) == 0 {
		return ""
	}
	root := d.file.number()
	d.file.object(root, fmt.Sprintf("<</Type/Outlines/Count %d%s>>", len(d.outline), d.siblings(root, d.outline)))
	return fmt.Sprintf("/Outlines %d 0 R", root)
}

// siblings writes bookmarks and what is below them, closed, and returns where
// they begin and end.
func (d *printer) siblings(parent int, marks []*bookmark) string {
	if len(marks) == 0 {
		return ""
	}
	for _, m := range marks {
		m.number = d.file.number()
	}
	for i, m := range marks {
		entries := d.siblings(m.number, m.inner)
		if len(m.inner) > 0 {
			entries += fmt.Sprintf("/Count -%d", len(m.inner))
		}
		if i > 0 {
			entries += fmt.Sprintf("/Prev %d 0 R", marks[i-1].number)
		}
		if i+1 < len(marks) {
			entries += fmt.Sprintf("/Next %d 0 R", marks[i+1].number)
		}
		d.file.object(m.number, fmt.Sprintf("<</Title%s/Parent %d 0 R%s%s>>", words(m.title), parent, m.to.dest(), entries))
	}
	return fmt.Sprintf("/First %d 0 R/Last %d 0 R", marks[0].number, marks[len(marks)-1].number)
}
