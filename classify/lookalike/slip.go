package lookalike

import "strings"

// slip is one error of typing.
type slip struct {
	name string // insertion, deletion, substitution, transposition, doubling, key
	at   int    // of the brand's letter
}

// rows are the keys of a keyboard, row by row: QWERTY, QWERTZ and AZERTY where
// they differ.
var rows = []string{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn"}

// slipBetween finds the one slip by which the second name was made from the
// first. Both are ASCII and differ.
func slipBetween(brand, name string) (slip, bool) {
	i := 0
	for i < len(brand) && i < len(name) && brand[i] == name[i] {
		i++
	}
	b, n := brand[i:], name[i:]
	switch {
	case len(n) == len(b)+1 && n[1:] == b:
		return slip{inserted(brand, n[0], i), i}, true
	case len(b) == len(n)+1 && b[1:] == n:
		return slip{"deletion", i}, true
	case len(b) != len(n) || len(b) == 0:
		return slip{}, false
	case b[1:] == n[1:]:
		return slip{replaced(b[0], n[0]), i}, true
	case len(b) > 1 && b[0] == n[1] && b[1] == n[0] && b[2:] == n[2:]:
		return slip{"transposition", i}, true
	}
	return slip{}, false
}

func inserted(brand string, letter byte, at int) string {
	if at > 0 && brand[at-1] == letter {
		return "doubling"
	}
	return "insertion"
}

func replaced(a, b byte) string {
	for _, row := range rows {
		i, j := strings.IndexByte(row, a), strings.IndexByte(row, b)
		if i >= 0 && j >= 0 && (i-j == 1 || j-i == 1) {
			return "key"
		}
	}
	return "substitution"
}

// deletions calls do with a name and with all that is left of it when one
// letter is taken out. Names that are one slip apart have one in common. The
// bytes are valid during the call only.
func deletions(name string, buffer []byte, do func([]byte)) {
	do(append(buffer[:0], name...))
	for i := range len(name) {
		if i == 0 || name[i] != name[i-1] {
			do(append(append(buffer[:0], name[:i]...), name[i+1:]...))
		}
	}
}
