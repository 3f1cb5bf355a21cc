package query

import "slices"

// allOf joins parts, flat; All adds nothing to others.
func allOf(parts []Node) Node {
	var flat []Node
	for _, n := range parts {
		if and, ok := n.(And); ok {
			flat = append(flat, and.Parts...)
		} else {
			flat = append(flat, n)
		}
	}
	flat = slices.DeleteFunc(flat, func(n Node) bool { return n == Node(All{}) })
	switch len(flat) {
	case 0:
		return All{}
	case 1:
		return flat[0]
	}
	return And{flat}
}

// anyOf offers a choice of parts, flat.
func anyOf(parts []Node) Node {
	if len(parts) == 1 {
		return parts[0]
	}
	var flat []Node
	for _, n := range parts {
		if or, ok := n.(Or); ok {
			flat = append(flat, or.Parts...)
		} else {
			flat = append(flat, n)
		}
	}
	return Or{flat}
}

func negate(n Node) Node {
	if not, ok := n.(Not); ok {
		return not.Part
	}
	return Not{n}
}

// AllVersions reports whether the tree asks for older versions as well as the
// latest.
func AllVersions(n Node) bool {
	return hasTerm(n, func(t Term) bool { return t.Field == FieldVersions && t.Value == "all" })
}

// versionsOnTop reports whether versions: stands only where it holds for the
// whole query.
func versionsOnTop(n Node) bool {
	versions := func(t Term) bool { return t.Field == FieldVersions }
	parts := []Node{n}
	if and, ok := n.(And); ok {
		parts = and.Parts
	}
	return !slices.ContainsFunc(parts, func(part Node) bool {
		_, top := part.(Term)
		return !top && hasTerm(part, versions)
	})
}

func hasTerm(n Node, is func(Term) bool) bool {
	in := func(n Node) bool { return hasTerm(n, is) }
	switch n := n.(type) {
	case And:
		return slices.ContainsFunc(n.Parts, in)
	case Or:
		return slices.ContainsFunc(n.Parts, in)
	case Not:
		return in(n.Part)
	case Term:
		return is(n)
	}
	return false
}
