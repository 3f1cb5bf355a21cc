package pdf

import (
	"encoding/binary"
	"errors"
)

var errLetters = errors.New("there is no table of segments (format 4)")

// letterGlyphs reads which glyph is which letter (OpenType 1.9, cmap), from the
// table of segments of the Basic Multilingual Plane. What lies beyond it is
// shown as a box.
func letterGlyphs(cmap []byte) (map[rune]int, error) {
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		entry := cmap[4+8*i:]
		at := binary.BigEndian.Uint32(entry[4:])
		if binary.BigEndian.Uint16(entry) == 3 && binary.BigEndian.Uint16(cmap[at:]) == 4 {
			return segments(cmap[at:]), nil
		}
	}
	return nil, errLetters
}

func segments(t []byte) map[rune]int {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(t[at:])) }
	out := map[rune]int{}
	double := u16(6) // twice the number of segments
	ends, starts := 14, 16+double
	deltas, ranges := starts+double, starts+2*double
	for s := 0; s < double; s += 2 {
		for r := u16(starts + s); r <= u16(ends+s) && r < 0xffff; r++ {
			id := r
			if offset := u16(ranges + s); offset != 0 {
				if id = u16(ranges + s + offset + 2*(r-u16(starts+s))); id == 0 {
					continue
				}
			}
			if id = (id + u16(deltas+s)) & 0xffff; id != 0 {
				out[rune(r)] = id
			}
		}
	}
	return out
}
