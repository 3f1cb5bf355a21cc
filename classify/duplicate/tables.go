package duplicate

import "math"

// tables find signatures that are likely to be similar (locality-sensitive
// hashing): a signature is cut into bands of some rows, and two signatures meet
// if they have one band in common.
//
// Each signature costs 4 bytes and a map entry of about 10 bytes a band.
type tables struct {
	rows  int
	heads []map[uint32]int32 // by band: hash of the band to the last number put in
	next  []int32            // by number and band: the one before it in the chain
}

// recall is the least chance with which two texts that are just similar enough
// must meet.
const recall = 0.93

// newTables lays out the bands for a least similarity: as many rows as that
// still meet with the chance of recall, because each row more keeps strangers
// apart.
func newTables(least float64) *tables {
	rows := 4
	for ; rows > 1; rows-- {
		bands := float64(SignatureLength / rows)
		if 1-math.Pow(1-math.Pow(least, float64(rows)), bands) >= recall {
			break
		}
	}
	t := &tables{rows: rows, heads: make([]map[uint32]int32, SignatureLength/rows)}
	for band := range t.heads {
		t.heads[band] = map[uint32]int32{}
	}
	return t
}

// put adds a signature under the next number, which is the count of those
// before it.
func (t *tables) put(signature []uint32) {
	number := int32(len(t.next) / len(t.heads))
	for band, heads := range t.heads {
		key := t.key(signature, band)
		before, ok := heads[key]
		if !ok {
			before = -1
		}
		t.next = append(t.next, before)
		heads[key] = number
	}
}

// near lists the numbers of the signatures that share a band, each once, in no
// order.
func (t *tables) near(signature []uint32) []int32 {
	seen := map[int32]bool{}
	var numbers []int32
	for band, heads := range t.heads {
		number, ok := heads[t.key(signature, band)]
		for ; ok && number >= 0; number = t.next[int(number)*len(t.heads)+band] {
			if !seen[number] {
				seen[number] = true
				numbers = append(numbers, number)
			}
		}
	}
	return numbers
}

func (t *tables) key(signature []uint32, band int) uint32 {
	h := uint64(band)
	for _, v := range signature[band*t.rows : (band+1)*t.rows] {
		h = mix(h^uint64(v), 0xD6E8FEB86659FD93)
	}
	return uint32(h)
}
