// Package pdf writes a paper as a PDF 1.7 file (ISO 32000-1): A4 pages of text
// that can be selected and searched in every script that DejaVu Sans has.
// Arabic letters are joined, every line is put in the order of its scripts, and
// glyphs are embedded with what they stand for.
//
// The same paper gives the same bytes.
package pdf

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/qalxan/qalxan/report/paper"
)

// printer writes pages as they fill. What is kept of a page is its number,
// links and foot.
type printer struct {
	file          *file
	regular, bold *face
	setter        setter
	paper         *paper.Paper
	fonts         [2]int
	pages         []page
	page          *canvas
	y             float64 // where the next block begins, from the top
	anchors       map[string]target
	outline       []*bookmark
}

type page struct {
	number, content int
	links           []link
}

type target struct {
	page int // its object
	y    float64
}

// Write writes the paper. The time and memory that it takes grow with the
// length of the texts, of which each is bounded by paper.Clean.
func Write(w io.Writer, p *paper.Paper) error {
	regular, bold, err := faces()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	f := newFile(out)
	d := &printer{file: f, regular: regular, bold: bold, paper: p, anchors: map[string]target{}}
	d.fonts = [2]int{f.number(), f.number()}
	d.turn()
	d.masthead()
	for i, b := range p.Blocks {
		d.block(b, i+1 < len(p.Blocks))
	}
	if err := d.close(); err != nil {
		return fmt.Errorf("write a PDF file: %w", err)
	}
	return out.Flush()
}

// turn begins a page and writes the one before.
func (d *printer) turn() {
	d.finish()
	d.page, d.y = &canvas{}, margin
	d.pages = append(d.pages, page{number: d.file.number(), content: d.file.number()})
}

func (d *printer) finish() {
	if d.page == nil {
		return
	}
	last := &d.pages[len(d.pages)-1]
	d.file.stream(last.content, "", d.page.content.Bytes())
	last.links = d.page.links
}

// room turns the page where less than a height is left of it.
func (d *printer) room(height float64) {
	if d.y+height > pageHeight-bottom && d.y > margin {
		d.turn()
	}
}

// close writes what can be known at the end only: feet with the number of
// pages, links to places, fonts and the catalogue.
func (d *printer) close() error {
	d.finish()
	tree := d.file.number()
	var kids strings.Builder
	for i, p := range d.pages {
		foot := d.file.number()
		d.file.stream(foot, "", d.foot(i+1))
		d.file.object(p.number, fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents[%d 0 R %d 0 R]/Resources<</Font<</F1 %d 0 R/F2 %d 0 R>>>>/Annots[%s]>>",
			tree, pageWidth, pageHeight, p.content, foot, d.fonts[0], d.fonts[1], d.annotations(p.links)))
		fmt.Fprintf(&kids, "%d 0 R ", p.number)
	}
	d.file.object(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), kids.String()))
	for i, a := range []*face{d.regular, d.bold} {
		d.file.writeFont(d.fonts[i], a)
	}
	outline := d.writeOutline()
	root, info := d.file.number(), d.file.number()
	d.file.object(root, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R%s/Lang%s/ViewerPreferences<</DisplayDocTitle true>>>>", tree, outline, words(d.paper.Languages[0])))
	made := ""
	if t := d.paper.Generated; !t.IsZero() {
		made = t.UTC().Format("/CreationDate(D:20060102150405Z)")
	}
	d.file.object(info, fmt.Sprintf("<</Title%s/Producer(Qalxan)%s>>", words(paper.Clean(d.paper.Title)), made))
	return d.file.end(root, info)
}

func (d *printer) annotations(links []link) string {
	var out strings.Builder
	for _, l := range links {
		action := fmt.Sprintf("/A<</S/URI/URI%s>>", address(l.to))
		if name, inside := strings.CutPrefix(l.to, "#"); inside {
			to, known := d.anchors[name]
			if !known {
				continue
			}
			action = to.dest()
		}
		fmt.Fprintf(&out, "<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[%.2f %.2f %.2f %.2f]%s>>", l.x1, pageHeight-l.y2, l.x2, pageHeight-l.y1, action)
	}
	return out.String()
}

// foot is the line below each page: marking, what the paper says there in the
// languages that fit, and the page.
func (d *printer) foot(number int) []byte {
	c := &canvas{}
	const size, base, counted = 7.5, pageHeight - 36, 130
	c.segment(margin, base-12, pageWidth-margin, base-12)
	for i, l := range d.footLines((textWidth - counted) / size * em) {
		c.line(l, "F1", size, margin, base+10*float64(i), soft)
	}
	for _, l := range first(d.setter.set(d.regular, paper.Plain(d.paper.Page(number, len(d.pages))), counted/size*em, false)) {
		c.line(l, "F1", size, pageWidth-margin-l.width*size/em, base, soft)
	}
	return c.content.Bytes()
}

// footLines is the longest foot that fits two lines, or as much of the shortest
// as does.
func (d *printer) footLines(width float64) []line {
	var out []line
	for n := len(d.paper.Foot); n >= min(1, len(d.paper.Foot)); n-- {
		left := paper.Plain(d.paper.Marking)
		for i, l := range d.paper.Foot[:n] {
			switch {
			case i > 0:
				left = append(left, paper.Run{Text: "  /  "})
			case d.paper.Marking != "":
				left = append(left, paper.Run{Text: "  ·  "})
			}
			left = append(left, l...)
		}
		if out = d.setter.set(d.regular, left, width, false); len(out) <= 2 {
			break
		}
	}
	return out[:min(2, len(out))]
}

func first(lines []line) []line { return lines[:min(1, len(lines))] }
