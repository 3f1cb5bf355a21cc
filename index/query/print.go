package query

import (
	"strings"
	"time"
	"unicode"
)

// String writes a tree in the query language. For a tree that Parse returned,
// Parse gives the same tree back.
func String(n Node) string {
	switch n := n.(type) {
	case And:
		return join(n.Parts, " ")
	case Or:
		if list, ok := valueList(n); ok {
			return list
		}
		return join(n.Parts, " OR ")
	case Not:
		return "-" + nested(n.Part)
	case Word:
		return n.Text
	case Prefix:
		return n.Text + "*"
	case Phrase:
		return `"` + n.Text + `"`
	case Term:
		return string(n.Field) + ":" + value(n.Value)
	case Range:
		return rangeString(n)
	}
	return "*"
}

func join(parts []Node, between string) string {
	texts := make([]string, len(parts))
	for i, n := range parts {
		texts[i] = nested(n)
	}
	return strings.Join(texts, between)
}

// nested puts parentheses around what would otherwise mix with its neighbours.
func nested(n Node) string {
	switch n := n.(type) {
	case And:
		return "(" + String(n) + ")"
	case Or:
		if list, ok := valueList(n); ok {
			return list
		}
		return "(" + String(n) + ")"
	case Range:
		if !n.After.IsZero() && !n.Before.IsZero() {
			return "(" + String(n) + ")"
		}
	}
	return String(n)
}

// valueList writes a choice of values of one field as field:a,b.
func valueList(or Or) (string, bool) {
	field, values, ok := oneField(or)
	if !ok {
		return "", false
	}
	for i, v := range values {
		values[i] = value(v)
	}
	return string(field) + ":" + strings.Join(values, ","), true
}

// oneField returns the values that a choice offers for a single field.
func oneField(or Or) (Field, []string, bool) {
	var field Field
	var values []string
	for _, n := range or.Parts {
		t, ok := n.(Term)
		if !ok || len(values) > 0 && t.Field != field {
			return "", nil, false
		}
		field, values = t.Field, append(values, t.Value)
	}
	return field, values, len(values) > 0
}

// value quotes a value that could not stand alone.
func value(v string) string {
	special := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,()"“„«`, r) }
	if v == "" || strings.ContainsFunc(v, special) {
		return `"` + v + `"`
	}
	return v
}

func rangeString(r Range) string {
	var parts []string
	if !r.After.IsZero() {
		parts = append(parts, "after:"+moment(r.After))
	}
	if !r.Before.IsZero() {
		parts = append(parts, "before:"+moment(r.Before))
	}
	if len(parts) == 0 {
		return "*"
	}
	return strings.Join(parts, " ")
}

func moment(t time.Time) string {
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(dayLayout)
	}
	return strings.ToUpper(t.Format(secondLayout))
}
