package evidence

import (
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// Field is one named field of a record.
type Field struct{ Name, Value string }

// Fields are the named fields of a record, in order (ISO 28500 section 5).
type Fields []Field

// Get returns the value of the first field with that name, in any case.
func (f Fields) Get(name string) string {
	for _, field := range f {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// id returns a field that holds a record id, without angle brackets.
func (f Fields) id(name string) string { return strings.Trim(f.Get(name), "<>") }

// with appends a field. A field without a value is left out, and so is one
// whose name cannot stand before a colon.
func (f Fields) with(name, value string) Fields {
	if value = oneLine(value); value == "" || !httpguts.ValidHeaderFieldName(name) {
		return f
	}
	return append(f, Field{name, value})
}

// bytes writes the fields as application/warc-fields.
func (f Fields) bytes() []byte {
	var b []byte
	for _, field := range f {
		b = append(b, field.Name+": "+field.Value+"\r\n"...)
	}
	return b
}

// notes turns facts into fields, in the order of their names.
func notes(facts map[string]string) Fields {
	var f Fields
	for name, value := range facts {
		f = f.with(name, value)
	}
	slices.SortFunc(f, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return f
}

// oneLine keeps a value from the wire inside its own line: a line break in it
// would forge a field of ours.
func oneLine(s string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(clean)
}

// target writes an address as WARC-Target-URI holds it: without any space.
func target(url string) string { return strings.ReplaceAll(oneLine(url), " ", "%20") }
