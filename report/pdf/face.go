package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"github.com/go-text/typesetting/font/opentype"
)

// glyphKey is a glyph that stands for some letters. One glyph may stand for
// several: the same shape is a Latin and a Cyrillic letter.
type glyphKey struct {
	id   int
	text string
}

// face is a font with the characters that a file uses of it. Characters are
// numbered as they come (CIDs, ISO 32000-1, 9.7.4), so that every one can say
// which letters it stands for.
type face struct {
	name   string
	tables map[string][]byte
	ids    map[rune]int // the glyphs of letters
	places []uint32     // of the outlines
	cids   map[glyphKey]int
	used   []glyphKey // by CID - 1
}

func faces() (regular, bold *face, err error) {
	if regular, err = newFace("DejaVuSans", dejavusans.TTF); err != nil {
		return nil, nil, err
	}
	bold, err = newFace("DejaVuSans-Bold", dejavusansbold.TTF)
	return regular, bold, err
}

func newFace(name string, ttf []byte) (*face, error) {
	loader, err := opentype.NewLoader(bytes.NewReader(ttf))
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	f := &face{name: "QALXAN+" + name, tables: map[string][]byte{}, cids: map[glyphKey]int{}}
	for _, tag := range append([]string{"cmap"}, kept...) {
		if f.tables[tag], err = loader.RawTable(opentype.MustNewTag(tag)); err != nil {
			return nil, fmt.Errorf("read table %s of the font %s: %w", tag, name, err)
		}
	}
	f.places = offsets(f.tables["loca"], f.tables["head"])
	if f.ids, err = letterGlyphs(f.tables["cmap"]); err != nil {
		return nil, fmt.Errorf("read the letters of the font %s: %w", name, err)
	}
	return f, nil
}

const lastCID = 0xffff

// cid numbers a glyph that stands for a text. In the unheard-of case that the
// numbers run out, the text is given up before the shape.
func (f *face) cid(id int, text string) int {
	key := glyphKey{id, text}
	if n, known := f.cids[key]; known {
		return n
	}
	if len(f.used) == lastCID {
		return f.cids[glyphKey{f.used[0].id, f.used[0].text}]
	}
	f.used = append(f.used, key)
	f.cids[key] = len(f.used)
	return len(f.used)
}

// width is the advance of a glyph in thousandths of the size.
func (f *face) width(id int) float64 {
	metrics := int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	return f.scaled(binary.BigEndian.Uint16(f.tables["hmtx"][4*min(id, metrics-1):]))
}

// sides are the left and right border of a glyph's outline in thousandths of
// the size; false where it has none.
func (f *face) sides(id int) (left, right float64, ok bool) {
	outline := f.tables["glyf"][f.places[id]:f.places[id+1]]
	if len(outline) < 10 {
		return 0, 0, false
	}
	left = f.scaled(binary.BigEndian.Uint16(outline[2:]))
	right = f.scaled(binary.BigEndian.Uint16(outline[6:]))
	return left, right, true
}

// scaled turns units of the font into thousandths of the size.
func (f *face) scaled(units uint16) float64 {
	return float64(int16(units)) * 1000 / float64(binary.BigEndian.Uint16(f.tables["head"][18:]))
}
