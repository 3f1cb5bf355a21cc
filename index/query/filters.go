package query

import (
	"slices"
	"time"
)

// Filters is a query without words: exact values and a span of time.
type Filters struct {
	// Values lists, for each field that is asked for, the values that one of
	// is enough. None is the empty value here, as it is in the record.
	Values map[Field][]string
	// After is inclusive, Before exclusive; zero is open.
	After, Before time.Time
}

// AsFilters returns the tree as filters, and false where it is more than
// exact values and spans of time that must all hold: where it has words,
// negation, two conditions on one field, or asks for older versions. A record
// answers such queries by itself, if it has the fields.
func AsFilters(n Node) (Filters, bool) {
	f := Filters{Values: map[Field][]string{}}
	parts := []Node{n}
	if and, ok := n.(And); ok {
		parts = and.Parts
	}
	for _, part := range parts {
		if !f.add(part) {
			return Filters{}, false
		}
	}
	return f, true
}

func (f *Filters) add(n Node) bool {
	switch n := n.(type) {
	case All:
		return true
	case Range:
		f.narrow(n)
		return true
	case Term:
		return f.set(n.Field, []string{n.Value})
	case Or:
		field, values, ok := oneField(n)
		return ok && f.set(field, values)
	}
	return false
}

func (f *Filters) set(field Field, values []string) bool {
	if field == FieldVersions {
		return !slices.Contains(values, "all")
	}
	if _, twice := f.Values[field]; twice {
		return false
	}
	if field == FieldLevel || field == FieldStatus {
		for i, v := range values {
			if v == None {
				values[i] = ""
			}
		}
	}
	f.Values[field] = values
	return true
}

func (f *Filters) narrow(r Range) {
	if r.After.After(f.After) {
		f.After = r.After
	}
	if !r.Before.IsZero() && (f.Before.IsZero() || r.Before.Before(f.Before)) {
		f.Before = r.Before
	}
}
