package query

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan"
)

// SyntaxError says why a query cannot be read and what to do.
type SyntaxError struct {
	Offset  int    // code points before the fault
	Message string // in English
	// Reason is the same to be said in any language: one of Codes with its
	// facts. The fact meant is what the writer may have meant, where that can
	// be guessed.
	Reason qalxan.Reason
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, character %d: %s", e.Offset+1, e.Message)
}

// Pointer is the query with a caret below the fault, on two lines, for letters
// of one width. Of a long query it is the part around the fault.
func (e *SyntaxError) Pointer(query string) string {
	letters := []rune(strings.Map(inline, query))
	at := max(0, min(e.Offset, len(letters)))
	from, to := max(0, at-pointerReach), min(len(letters), at+pointerReach)
	return string(letters[from:to]) + "\n" + strings.Repeat(" ", at-from) + "^"
}

// Mended is the query with what was probably meant in place of what is at
// fault; empty where nobody can tell.
func (e *SyntaxError) Mended(query string) string {
	letters, meant := []rune(query), e.Reason.Facts["meant"]
	if meant == "" || e.Offset >= len(letters) {
		return ""
	}
	end := e.Offset
	for end < len(letters) && !unicode.IsSpace(letters[end]) && !strings.ContainsRune(",()", letters[end]) {
		if end++; letters[end-1] == ':' {
			break
		}
	}
	return string(letters[:e.Offset]) + meant + string(letters[end:])
}

const pointerReach = 35 // code points before and after the fault

// inline keeps a query on one line.
func inline(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// The codes of faults, without the "query." before them.
const (
	faultLong        = "long"
	faultClosesNone  = "closes_nothing"
	faultVersions    = "versions_inside"
	faultEmpty       = "empty"
	faultNothingLeft = "nothing_left_out"
	faultParenthesis = "open_parenthesis"
	faultQuote       = "open_quote"
	faultStar        = "star"
	faultField       = "field"
	faultOneValue    = "one_value"
	faultNoValue     = "no_value"
	faultLanguage    = "language"
	faultLevel       = "level"
	faultStatus      = "status"
	faultWhich       = "versions"
	faultDate        = "date"
	faultDeep        = "deep"
	faultParts       = "parts"
)

// sentences are what faults say in English.
var sentences = map[string]string{
	faultLong:        "the query is longer than {most} characters; shorten it",
	faultClosesNone:  "this ) closes nothing; remove it",
	faultVersions:    "versions: holds for the whole query; put it outside of OR and -",
	faultEmpty:       "there is nothing to search for here; type a word",
	faultNothingLeft: "nothing follows to be left out; type a word after it",
	faultParenthesis: "this ( is not closed; add a )",
	faultQuote:       "this quote is not closed; close it",
	faultStar:        "a star needs one word before it with at least two letters, such as mosk*",
	faultField:       "there is no field {field}:; the fields are {fields}. To search for the word, put it in quotes",
	faultOneValue:    "{field}: takes one value",
	faultNoValue:     "{field}: needs a value right after the colon",
	faultLanguage:    "lang: takes a language code such as az, hy, ru or und",
	faultLevel:       "level: takes signal, incident, critical or none",
	faultStatus:      "status: takes new, confirmed, dismissed, escalated or none",
	faultWhich:       "versions: takes all or latest",
	faultDate:        "{field}: takes a day such as 2026-01-31, or an age such as 24h, 7d or 2w",
	faultDeep:        "the query is nested more than {most} deep; take some parentheses away",
	faultParts:       "the query has more than {most} parts; search in several steps",
}

// Codes lists the code of every fault, with the facts that its sentence has.
func Codes() map[string][]string {
	codes := map[string][]string{}
	for code, sentence := range sentences {
		codes["query."+code] = nil
		for _, fact := range []string{"most", "field", "fields"} {
			if strings.Contains(sentence, "{"+fact+"}") {
				codes["query."+code] = append(codes["query."+code], fact)
			}
		}
	}
	return codes
}

// fault makes an error; facts are name, value, name, value. An empty meant is
// left out.
func fault(at int, code string, facts ...string) error {
	r := qalxan.Reason{Code: "query." + code, Facts: map[string]string{}}
	var pairs []string
	for i := 0; i+1 < len(facts); i += 2 {
		if facts[i+1] != "" {
			r.Facts[facts[i]] = facts[i+1]
		}
		pairs = append(pairs, "{"+facts[i]+"}", facts[i+1])
	}
	r.Text = strings.NewReplacer(pairs...).Replace(sentences[code])
	if meant := r.Facts["meant"]; meant != "" {
		r.Text += "; did you mean " + meant + "?"
	}
	return &SyntaxError{at, r.Text, r}
}
