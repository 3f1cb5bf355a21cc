package pdf

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// writeFont writes a font under a reserved number (ISO 32000-1, 9.7 and
// 9.10.3).
func (f *file) writeFont(n int, a *face) {
	data := a.subset()
	program, descriptor, descendant, places, meaning := f.number(), f.number(), f.number(), f.number(), f.number()
	f.stream(program, fmt.Sprintf("/Length1 %d", len(data)), data)
	f.object(descriptor, fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1021 -463 1793 1232]/ItalicAngle 0/Ascent 928/Descent -236/CapHeight 729/StemV 90/FontFile2 %d 0 R>>", a.name, program))
	f.stream(places, "", a.glyphs())
	f.stream(meaning, "", []byte(a.meaning()))
	f.object(descendant, fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap %d 0 R/W[1[%s]]>>", a.name, descriptor, places, a.widths()))
	f.object(n, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", a.name, descendant, meaning))
}

// glyphs maps CIDs to glyphs.
func (a *face) glyphs() []byte {
	out := []byte{0, 0}
	for _, k := range a.used {
		out = binary.BigEndian.AppendUint16(out, uint16(k.id))
	}
	return out
}

func (a *face) widths() string {
	var out strings.Builder
	for _, k := range a.used {
		fmt.Fprintf(&out, "%.0f ", a.width(k))
	}
	return out.String()
}

// meaning maps CIDs to letters, in blocks of at most 100.
func (a *face) meaning() string {
	var out strings.Builder
	out.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Qalxan def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for from := 0; from < len(a.used); from += 100 {
		to := min(from+100, len(a.used))
		fmt.Fprintf(&out, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			fmt.Fprintf(&out, "<%04X><%s>\n", i+1, hex16(a.used[i].text))
		}
		out.WriteString("endbfchar\n")
	}
	out.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end\n")
	return out.String()
}
