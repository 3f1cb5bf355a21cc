package pdf

import (
	"bytes"
	"fmt"
	"unicode"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// glyphKey is a glyph that stands for some letters. One glyph may stand for
// several: the same shape is a Latin and a Cyrillic letter.
type glyphKey struct {
	id     font.GID
	text   string
	unseen bool // has no width and is only read
}

// face is a font with the characters that a file uses of it. Characters are
// numbered as they come (CIDs, ISO 32000-1, 9.7.4), so that every one can say
// which letters it stands for.
type face struct {
	*font.Face
	name   string
	tables map[string][]byte
	places []uint32 // of the outlines
	blank  font.GID // shows nothing
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
	shapes, err := font.NewFont(loader)
	if err != nil {
		return nil, fmt.Errorf("read the shapes of the font %s: %w", name, err)
	}
	f := &face{Face: font.NewFace(shapes), name: "QALXAN+" + name, tables: map[string][]byte{}, cids: map[glyphKey]int{}}
	for _, tag := range kept {
		if f.tables[tag], err = loader.RawTable(opentype.MustNewTag(tag)); err != nil {
			return nil, fmt.Errorf("read table %s of the font %s: %w", tag, name, err)
		}
	}
	f.blank, _ = f.NominalGlyph(' ')
	f.places = offsets(f.tables["loca"], f.tables["head"])
	return f, nil
}

// ResolveFace is the face of every letter: what it lacks shows as a box.
func (f *face) ResolveFace(rune) *font.Face { return f.Face }

// shown is the letter that is drawn for another: a capital that the font lacks,
// such as those of Georgian (Mtavruli), is drawn as its small letter.
func (f *face) shown(r rune) rune {
	if _, has := f.NominalGlyph(r); has {
		return r
	}
	small := unicode.ToLower(r)
	if _, has := f.NominalGlyph(small); has {
		return small
	}
	return r
}

const lastCID = 0xffff

// cid numbers a glyph that stands for a text. In the unheard-of case that the
// numbers run out, the shape is given up.
func (f *face) cid(key glyphKey) int {
	if key.unseen {
		key.id = f.blank
	}
	if n, known := f.cids[key]; known {
		return n
	}
	if len(f.used) == lastCID {
		return 0
	}
	f.used = append(f.used, key)
	f.cids[key] = len(f.used)
	return len(f.used)
}

// width is the advance of a glyph in thousandths of the size.
func (f *face) width(key glyphKey) float64 {
	if key.unseen {
		return 0
	}
	return float64(f.HorizontalAdvance(key.id)) * em / float64(f.Upem())
}
