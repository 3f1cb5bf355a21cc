package highlight

import "unicode"

// Change is a run of text that two versions share, or that only one has.
type Change struct {
	Text    string
	Removed bool // only the version before has it
	Added   bool // only the version after has it
}

// maxDiff bounds the words of each side that are compared one by one, after
// what both begin and end with was set aside.
const maxDiff = 1500

// Diff says how one version became another, word by word. Where too much
// differs to be compared in short time, all of it is removed and added.
func Diff(before, after string) []Change {
	a, b := pieces(before), pieces(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out changes
	out.add(Change{}, a[:head]...)
	out.between(a[head:len(a)-tail], b[head:len(b)-tail])
	out.add(Change{}, a[len(a)-tail:]...)
	return out
}

type changes []Change

// add appends pieces of one kind, to the last run where it is of that kind.
func (c *changes) add(kind Change, pieces ...string) {
	for _, p := range pieces {
		if n := len(*c); n > 0 && (*c)[n-1].Removed == kind.Removed && (*c)[n-1].Added == kind.Added {
			(*c)[n-1].Text += p
			continue
		}
		kind.Text = p
		*c = append(*c, kind)
	}
}

// between compares what differs, by the longest subsequence that both have.
func (c *changes) between(a, b []string) {
	removed, added := Change{Removed: true}, Change{Added: true}
	if len(a) > maxDiff || len(b) > maxDiff {
		c.add(removed, a...)
		c.add(added, b...)
		return
	}
	common := longest(a, b)
	for len(a) > 0 && len(b) > 0 {
		i, j := len(common)-1-len(a), len(common[0])-1-len(b)
		switch {
		case a[0] == b[0]:
			c.add(Change{}, a[0])
			a, b = a[1:], b[1:]
		case common[i+1][j] >= common[i][j+1]:
			c.add(removed, a[0])
			a = a[1:]
		default:
			c.add(added, b[0])
			b = b[1:]
		}
	}
	c.add(removed, a...)
	c.add(added, b...)
}

// longest holds how many pieces a[i:] and b[j:] have in common, in order.
func longest(a, b []string) [][]uint16 {
	common := make([][]uint16, len(a)+1)
	for i := range common {
		common[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	return common
}

// pieces cuts a text into words, each with the space after it.
func pieces(text string) []string {
	var out []string
	start, space := 0, false
	for at, r := range text {
		if space && !unicode.IsSpace(r) {
			out = append(out, text[start:at])
			start = at
		}
		space = unicode.IsSpace(r)
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}
