package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/qalxan/qalxan"
)

// The fields of dates. They become a Range.
const (
	fieldAfter  Field = "after"
	fieldBefore Field = "before"
)

var fields = []Field{
	FieldLanguage, FieldSource, FieldNarrative, FieldLevel, FieldStatus, FieldCampaign,
	FieldHost, FieldVersions, fieldAfter, fieldBefore,
}

func fieldNames() string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f) + ":"
	}
	return strings.Join(names, " ")
}

var fieldName = regexp.MustCompile(`^([A-Za-z]+):(.?)`)

// field takes the name of a field and its colon. What only looks like one
// (12:30, https://…, Note:) is left to be a word; a lower-case name that no
// field has is an error, because a filter that filters nothing misleads.
func (p *parser) field() (Field, bool, error) {
	m := fieldName.FindStringSubmatch(string(p.in[p.at:]))
	if m == nil {
		return "", false, nil
	}
	name, next := m[1], m[2]
	known := Field(strings.ToLower(name))
	switch {
	case slices.Contains(fields, known):
		p.at += len(name) + 1
		return known, true, nil
	case next == "" || next == "/" || strings.TrimSpace(next) == "" || name != strings.ToLower(name):
		return "", false, nil
	}
	return "", false, fault(p.at, faultField, "field", clip(name), "fields", fieldNames(), "meant", meantField(name))
}

// values reads what follows field: one value, several between commas, or
// several in parentheses.
func (p *parser) values(f Field) (Node, error) {
	start := p.at
	if f == FieldVersions {
		p.versions = start - len("versions:")
	}
	if !p.done() && p.in[start] == '(' {
		return p.valueGroup(f)
	}
	var parts []Node
	for {
		n, err := p.value(f)
		if err != nil {
			return nil, err
		}
		if parts = append(parts, n); p.done() || p.in[p.at] != ',' {
			return p.oneOf(f, start, parts)
		}
		p.at++
	}
}

func (p *parser) valueGroup(f Field) (Node, error) {
	start := p.at
	p.at++
	var parts []Node
	for {
		p.skipBetweenValues()
		if p.done() {
			return nil, fault(start, faultParenthesis)
		}
		if p.in[p.at] == ')' && len(parts) > 0 {
			p.at++
			return p.oneOf(f, start, parts)
		}
		n, err := p.value(f)
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
	}
}

func (p *parser) skipBetweenValues() {
	for {
		switch {
		case p.keyword("OR"): // takes the white space before it, too
		case !p.done() && p.in[p.at] == ',':
			p.at++
		default:
			return
		}
	}
}

func (p *parser) oneOf(f Field, at int, parts []Node) (Node, error) {
	if len(parts) > 1 && (f == fieldAfter || f == fieldBefore || f == FieldVersions) {
		return nil, fault(at, faultOneValue, "field", string(f))
	}
	return anyOf(parts), nil
}

// value reads and checks one value.
func (p *parser) value(f Field) (Node, error) {
	start := p.at
	var text string
	var err error
	if !p.done() && closing(p.in[p.at]) != "" {
		text, err = p.quoted()
	} else {
		text = p.run(func(r rune) bool {
			return unicode.IsSpace(r) || r == ',' || r == '(' || r == ')' || closing(r) != ""
		})
	}
	if err != nil {
		return nil, err
	}
	text = strings.ToLower(text)
	if f == fieldAfter || f == fieldBefore {
		return p.date(f, text, start)
	}
	if err := check(start, f, text); err != nil {
		return nil, err
	}
	return Term{f, text}, p.count()
}

var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

// check says what is wrong with the value of a field. A code of three letters
// that has one of two finds nothing, so it is wrong too.
func check(at int, f Field, value string) error {
	switch {
	case value == "":
		return fault(at, faultNoValue, "field", string(f))
	case f == FieldLanguage && (!languageCode.MatchString(value) || len(value) == 3 && meantLanguage(value) != ""):
		return fault(at, faultLanguage, "meant", meantLanguage(value))
	case f == FieldLevel && !known(value, qalxan.Levels()):
		return fault(at, faultLevel, "meant", meantLevel(value))
	case f == FieldStatus && !known(value, qalxan.Statuses()):
		return fault(at, faultStatus, "meant", meantStatus(value))
	case f == FieldVersions && value != "all" && value != "latest":
		return fault(at, faultWhich, "meant", nearest(value, []string{"all", "latest"}))
	}
	return nil
}

func known[T ~string](value string, all []T) bool {
	return value == None || slices.Contains(all, T(value))
}

// clip keeps the name of a field that there is not short.
func clip(name string) string {
	if len(name) > maxGuess {
		return name[:maxGuess] + "…"
	}
	return name
}

func (p *parser) date(f Field, text string, at int) (Node, error) {
	t, ok := p.time(text)
	if !ok {
		return nil, fault(at, faultDate, "field", string(f))
	}
	if f == fieldBefore {
		return Range{Before: t}, p.count()
	}
	return Range{After: t}, p.count()
}

const (
	dayLayout    = "2006-01-02"
	secondLayout = "2006-01-02t15:04:05z" // lower case, as values are
)

var age = regexp.MustCompile(`^([0-9]{1,5})([hdw])$`)

// time reads a day (its beginning in UTC), a second in UTC, or an age.
func (p *parser) time(text string) (time.Time, bool) {
	for _, layout := range []string{dayLayout, secondLayout} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, t.Year() > 0
		}
	}
	m := age.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.Atoi(m[1]) // five digits at most
	unit := map[string]time.Duration{"h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[m[2]]
	return p.now.Add(-time.Duration(n) * unit), true
}
