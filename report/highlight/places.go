package highlight

import "slices"

// Places turns ranges of bytes of a text into spans of code points. A border
// inside a code point moves to its start; a range outside the text is dropped.
// Every pair is from and to, half-open.
func Places(text string, ranges [][2]int) []Span {
	if len(ranges) == 0 {
		return nil
	}
	starts := offsets(text)
	var out []Span
	for _, r := range ranges {
		if r[0] < 0 || r[1] > len(text) || r[0] >= r[1] {
			continue
		}
		out = append(out, Span{From: place(starts, r[0]), To: place(starts, r[1])})
	}
	return out
}

// place finds the code point that holds a byte.
func place(starts []int, at int) int {
	i, exact := slices.BinarySearch(starts, at)
	if exact {
		return i
	}
	return i - 1
}
