package trap

import "strings"

// The parts of a site that an address belongs to, narrowest first.
const (
	byShape = iota // what is spelt alike: /news/8, /shop?colour&size
	byPath         // the queries of one path: /shop?
	byQuery        // one kind of query below many names: /*?print
	byPlace        // what lies below one name: /shop/
	byHost
	levels
)

// hostMark ends the name of the group of a host, as no other name ends.
const hostMark = " "

// groups names the groups of an address, one a level. Where there is no query,
// the first three are one.
func (a address) groups() [levels]string {
	dir := a.host
	for _, s := range a.segments[:max(len(a.segments)-1, 0)] {
		dir += "/" + class(s)
	}
	place := a.host
	if len(a.segments) > 1 {
		place += "/" + class(a.segments[0]) + "/"
	}
	last := ""
	if len(a.segments) > 0 {
		last = a.segments[len(a.segments)-1]
	}
	shape := dir + "/" + end(last)
	if len(a.keys) == 0 {
		return [levels]string{shape, shape, shape, place, a.host + hostMark}
	}
	keys := "?" + strings.Join(a.keys, "&")
	path := dir + "/" + class(last) + "?"
	return [levels]string{path + keys, path, shape + keys, place, a.host + hostMark}
}

// class is what a segment is like: a number, a session or other key, a title,
// or a name. Names count where something lies below them.
func class(s string) string {
	switch {
	case isNumber(s):
		return "8"
	case isSession(s):
		return "#"
	case strings.Count(s, "-")+strings.Count(s, "_") > 2:
		return "title"
	}
	return s
}

// end is what the last segment is like, where all names are alike but for what
// stands behind their dot.
func end(s string) string {
	if c := class(s); c != s || s == "" || isNumber(s) {
		return c
	}
	if dot := strings.LastIndexByte(s, '.'); dot >= 0 {
		return "*" + s[dot:]
	}
	return "*"
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func isName(s string) bool { return s != "" && !isNumber(s) }

// isSession reports whether a segment looks like the key of a visit or of a
// record: long, of letters and digits, and no words.
func isSession(s string) bool {
	if strings.HasPrefix(s, "(S(") { // ASP.NET without cookies
		return true
	}
	if _, value, ok := strings.Cut(s, "="); ok {
		s = value
	}
	bare := strings.ReplaceAll(s, "-", "")
	digits := 0
	for _, c := range []byte(bare) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		default:
			return false
		}
	}
	return len(bare) >= 12 && digits > 2 && digits < len(bare) && (len(bare) == len(s) || len(bare) == 32)
}
