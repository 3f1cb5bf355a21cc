// Package query is the search language: what an analyst types, read into a
// tree that every index can carry out. User text never reaches an index's own
// query parser.
//
//	lang: source: narrative: level: status: campaign: host: after: before:
//	"phrase"  -word  ( a OR b )
//
// Words side by side must all occur. docs/search.md is the full description.
package query

import "time"

// Node is a part of a query: All, And, Or, Not, Word, Phrase, Prefix, Term or
// Range.
type Node interface{ node() }

// All matches every document.
type All struct{}

// And matches what all its parts match.
type And struct{ Parts []Node }

// Or matches what at least one of its parts matches.
type Or struct{ Parts []Node }

// Not matches what its part does not.
type Not struct{ Part Node }

// Word matches a word of title or text, folded and, where the language has a
// stemmer, stemmed.
type Word struct{ Text string }

// Prefix matches words that begin with the text: mosk*.
type Prefix struct{ Text string }

// Phrase matches words next to each other in this order.
type Phrase struct{ Text string }

// Term matches an exact value of a field.
type Term struct {
	Field Field
	Value string
}

// Range matches documents whose time is at or after After and before Before;
// zero is open.
type Range struct{ After, Before time.Time }

func (All) node()    {}
func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Prefix) node() {}
func (Phrase) node() {}
func (Term) node()   {}
func (Range) node()  {}

// Field is a field with exact values. All values are lower case.
type Field string

// None is the value of FieldLevel and FieldStatus for an item without a
// finding.
const None = "none"

// The fields.
const (
	FieldLanguage  Field = "lang"
	FieldSource    Field = "source"
	FieldNarrative Field = "narrative"
	FieldLevel     Field = "level"
	FieldStatus    Field = "status"
	FieldCampaign  Field = "campaign"
	FieldHost      Field = "host"     // a host and those below it: example.com, gov.az, az
	FieldVersions  Field = "versions" // versions:all searches older versions too, wherever it stands
)
