package bleve

import (
	"strings"
	"time"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/numeric"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/index/query"
)

// Names of fields beside those of the query language.
const (
	fieldTitle  = "title"
	fieldText   = "text"
	stemmed     = ".stem" // after the two above; a stem is ru:выбор there
	fieldLatest = "latest"
	fieldWhen   = "when"
	fieldStamp  = "stamp" // id, a zero byte, stamp
)

// schema lists what a document's fields are made of. Change it with them: it
// is part of the name of an index.
var schema = []string{
	"title words", "text words", "title.stem language:stem", "text.stem language:stem",
	"lang", "source", "narrative", "level", "status", "campaign", "host with parents", "latest", "stamp",
	"when moment",
}

const (
	// Positions are needed for phrases and for the places of matches.
	withPositions = bleveindex.IndexField | bleveindex.IncludeTermVectors
	termOnly      = bleveindex.IndexField
	sortable      = bleveindex.IndexField | bleveindex.DocValues
)

func newDocument(d index.Document) *document.Document {
	doc := document.NewDocument(d.ID)
	addWords(doc, d)
	addTerm(doc, string(query.FieldLanguage), d.Language)
	addTerm(doc, string(query.FieldSource), d.Source)
	addTerm(doc, string(query.FieldNarrative), d.Narratives...)
	addTerm(doc, string(query.FieldLevel), orNone(d.Level))
	addTerm(doc, string(query.FieldStatus), orNone(d.Status))
	addTerm(doc, string(query.FieldCampaign), d.Campaign)
	addTerm(doc, string(query.FieldHost), parents(d.Host)...)
	doc.AddField(document.NewTextFieldCustom(fieldStamp, nil, []byte(d.ID+"\x00"+d.Stamp), termOnly, nil))
	if d.Latest {
		addTerm(doc, fieldLatest, "yes")
	}
	doc.AddField(document.NewTextFieldCustom(fieldWhen, nil, moment(d.When), sortable, nil))
	return doc
}

func addWords(doc *document.Document, d index.Document) {
	_, hasStems := analysis.Stem(d.Language, "")
	for field, text := range map[string]string{fieldTitle: d.Title, fieldText: d.Text} {
		doc.AddField(document.NewTextFieldCustom(field, nil, []byte(text), withPositions, words{}))
		if hasStems {
			doc.AddField(document.NewTextFieldCustom(field+stemmed, nil, []byte(text), withPositions, stems{d.Language}))
		}
	}
}

// addTerm adds exact values, in lower case as queries have them.
func addTerm(doc *document.Document, field string, values ...string) {
	for i, v := range values {
		if v != "" {
			doc.AddField(document.NewTextFieldCustom(field, []uint64{uint64(i)}, []byte(strings.ToLower(v)), termOnly, nil))
		}
	}
}

func orNone(value string) string {
	if value == "" {
		return query.None
	}
	return value
}

// parents lists a host and the domains above it: a.b.c, b.c, c.
func parents(host string) []string {
	var all []string
	for host != "" {
		all = append(all, host)
		_, host, _ = strings.Cut(host, ".")
	}
	return all
}

// Times are kept as nanoseconds since 1970 in 64 bits.
var (
	earliest = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2260, 1, 1, 0, 0, 0, 0, time.UTC)
)

func representable(t time.Time) time.Time {
	switch {
	case t.Before(earliest):
		return earliest
	case t.After(latest):
		return latest
	}
	return t.UTC()
}

// moment is a time as a term whose order is that of time. A field of times of
// Bleve's own keeps sixteen terms of each.
func moment(t time.Time) []byte {
	return numeric.MustNewPrefixCodedInt64(representable(t).UnixNano(), 0)
}

// words is the analyzer of folded words.
type words struct{}

func (words) Analyze(input []byte) bleveanalysis.TokenStream {
	return stream(analysis.Tokens(string(input)))
}

// stems is the analyzer of stems.
type stems struct{ language string }

func (s stems) Analyze(input []byte) bleveanalysis.TokenStream {
	text := string(input)
	tokens := analysis.Tokens(text)
	for i, t := range tokens {
		tokens[i].Text = stemTerm(s.language, text[t.From:t.To])
	}
	return stream(tokens)
}

// stemTerm is the term of a word's stem. The languages share a field, where
// stems of two languages must not meet.
func stemTerm(language, word string) string {
	stem, _ := analysis.Stem(language, word)
	return language + ":" + stem
}

func stream(tokens []analysis.Token) bleveanalysis.TokenStream {
	backing := make([]bleveanalysis.Token, len(tokens))
	all := make(bleveanalysis.TokenStream, len(tokens))
	for i, t := range tokens {
		backing[i] = bleveanalysis.Token{Term: []byte(t.Text), Start: t.From, End: t.To, Position: i + 1}
		all[i] = &backing[i]
	}
	return all
}
