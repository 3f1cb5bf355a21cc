package pdf

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/go-text/typesetting/font/opentype"
)

// kept are the tables that a font in a PDF needs (ISO 32000-1, 9.9).
var kept = []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"}

// subset is the font with the outlines of the used glyphs only. Glyphs keep
// their numbers.
func (f *face) subset() []byte {
	glyf, loca := f.outlines()
	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	own := map[string][]byte{"glyf": glyf, "loca": loca, "head": head}
	var tables []opentype.Table
	for _, tag := range kept {
		content := f.tables[tag]
		if data, changed := own[tag]; changed {
			content = data
		}
		tables = append(tables, opentype.Table{Tag: opentype.MustNewTag(tag), Content: content})
	}
	slices.SortFunc(tables, func(a, b opentype.Table) int { return cmp.Compare(a.Tag, b.Tag) })
	return opentype.WriteTTF(tables)
}

// offsets reads where outlines begin (OpenType 1.9, loca).
func offsets(loca, head []byte) []uint32 {
	var out []uint32
	if binary.BigEndian.Uint16(head[50:]) == 1 {
		for ; len(loca) >= 4; loca = loca[4:] {
			out = append(out, binary.BigEndian.Uint32(loca))
		}
		return out
	}
	for ; len(loca) >= 2; loca = loca[2:] {
		out = append(out, 2*uint32(binary.BigEndian.Uint16(loca)))
	}
	return out
}

// outlines keeps the outlines of the used glyphs and of their parts.
func (f *face) outlines() (data, loca []byte) {
	glyf, at := f.tables["glyf"], f.places
	keep := make([]bool, len(at))
	var add func(id int)
	add = func(id int) {
		if id+1 >= len(at) || keep[id] {
			return
		}
		keep[id] = true
		for _, part := range components(glyf[at[id]:at[id+1]]) {
			add(part)
		}
	}
	add(0)
	for _, k := range f.used {
		add(int(k.id))
	}
	for id := range at {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(data)))
		if keep[id] {
			data = append(data, glyf[at[id]:at[id+1]]...)
			data = append(data, make([]byte, -len(data)&3)...)
		}
	}
	return data, loca
}

// components lists the glyphs that a composite glyph is made of (OpenType 1.9,
// glyf, composite glyph description).
func components(glyph []byte) []int {
	if len(glyph) < 10 || int16(binary.BigEndian.Uint16(glyph)) >= 0 {
		return nil
	}
	var out []int
	for rest := glyph[10:]; len(rest) >= 4; {
		flags := binary.BigEndian.Uint16(rest)
		out = append(out, int(binary.BigEndian.Uint16(rest[2:])))
		size := 6
		for flag, more := range map[uint16]int{0x1: 2, 0x8: 2, 0x40: 4, 0x80: 8} {
			if flags&flag != 0 {
				size += more
			}
		}
		if flags&0x20 == 0 || size > len(rest) {
			break
		}
		rest = rest[size:]
	}
	return out
}
