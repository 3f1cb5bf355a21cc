package bleve

import (
	"fmt"
	"time"

	blevequery "github.com/blevesearch/bleve/v2/search/query"

	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/index/query"
)

// Weights of where a word is found.
const (
	titleWeight = 3.0
	textWeight  = 1.0
	stemFactor  = 0.5 // of the above
	filterOnly  = 0.0 // exact values say nothing about relevance
)

// wordFields are the fields of words and what they weigh.
var wordFields = []struct {
	name   string
	weight float64
}{{fieldTitle, titleWeight}, {fieldText, textWeight}}

// maxClauses bounds the queries that one search makes of Bleve.
const maxClauses = 4000

// translator makes Bleve queries of a tree.
type translator struct {
	clauses int
	// wordy says that whole words are asked for, so that scores mean something.
	wordy bool
}

// translate makes the whole query, over the latest versions unless the tree
// asks for all.
func translate(n query.Node) (q blevequery.Query, wordy bool, err error) {
	t := &translator{}
	q = t.node(n)
	if t.clauses > maxClauses {
		return nil, false, fmt.Errorf("the query has too many parts; search in several steps")
	}
	if !query.AllVersions(n) {
		q = blevequery.NewConjunctionQuery([]blevequery.Query{q, t.term(fieldLatest, "yes", filterOnly)})
	}
	return q, t.wordy, nil
}

func (t *translator) node(n query.Node) blevequery.Query {
	switch n := n.(type) {
	case query.And:
		return t.and(n.Parts)
	case query.Or:
		return blevequery.NewDisjunctionQuery(t.nodes(n.Parts))
	case query.Not:
		return t.and([]query.Node{n})
	case query.Word:
		return t.word(n.Text)
	case query.Prefix:
		return t.prefix(analysis.Fold(n.Text))
	case query.Phrase:
		return t.phrase(analysis.Tokens(n.Text))
	case query.Term:
		return t.value(n)
	case query.Range:
		return t.span(n)
	}
	return t.all()
}

func (t *translator) nodes(parts []query.Node) []blevequery.Query {
	all := make([]blevequery.Query, len(parts))
	for i, n := range parts {
		all[i] = t.node(n)
	}
	return all
}

func (t *translator) and(parts []query.Node) blevequery.Query {
	var must, mustNot []blevequery.Query
	for _, n := range parts {
		if not, ok := n.(query.Not); ok {
			mustNot = append(mustNot, t.unscored(not.Part))
		} else {
			must = append(must, t.node(n))
		}
	}
	if len(must) == 0 {
		must = append(must, t.all())
	}
	return blevequery.NewBooleanQuery(must, nil, mustNot)
}

// unscored makes a query whose words say nothing about relevance.
func (t *translator) unscored(n query.Node) blevequery.Query {
	wordy := t.wordy
	defer func() { t.wordy = wordy }()
	return t.node(n)
}

func (t *translator) all() blevequery.Query {
	t.clauses++
	q := blevequery.NewMatchAllQuery()
	q.SetBoost(filterOnly)
	return q
}

// word looks for a word as it is in title and text, and for its stem in each
// language that has stems.
func (t *translator) word(text string) blevequery.Query {
	tokens := analysis.Tokens(text)
	if len(tokens) != 1 {
		return t.phrase(tokens)
	}
	t.wordy = true
	folded, original := tokens[0].Text, text[tokens[0].From:tokens[0].To]
	var either []blevequery.Query
	for _, f := range wordFields {
		either = append(either, t.term(f.name, folded, f.weight))
		for _, language := range analysis.Stemmed() {
			either = append(either, t.term(f.name+stemmed, stemTerm(language, original), f.weight*stemFactor))
		}
	}
	return blevequery.NewDisjunctionQuery(either)
}

// phrase looks for words next to each other.
func (t *translator) phrase(tokens []analysis.Token) blevequery.Query {
	switch len(tokens) {
	case 0:
		return blevequery.NewMatchNoneQuery()
	case 1:
		return t.inTitleAndText(func(field string, weight float64) blevequery.Query {
			return t.term(field, tokens[0].Text, weight)
		})
	}
	terms := make([]string, len(tokens))
	for i, token := range tokens {
		terms[i] = token.Text
	}
	return t.inTitleAndText(func(field string, weight float64) blevequery.Query {
		t.clauses += len(terms)
		q := blevequery.NewPhraseQuery(terms, field)
		q.SetBoost(weight)
		return q
	})
}

func (t *translator) prefix(folded string) blevequery.Query {
	var either []blevequery.Query
	for _, f := range wordFields {
		t.clauses++
		either = append(either, prefix{field: f.name, start: folded})
	}
	return blevequery.NewDisjunctionQuery(either)
}

func (t *translator) inTitleAndText(in func(field string, weight float64) blevequery.Query) blevequery.Query {
	t.wordy = true
	var either []blevequery.Query
	for _, f := range wordFields {
		either = append(either, in(f.name, f.weight))
	}
	return blevequery.NewDisjunctionQuery(either)
}

func (t *translator) term(field, value string, weight float64) blevequery.Query {
	t.clauses++
	q := blevequery.NewTermQuery(value)
	q.SetField(field)
	q.SetBoost(weight)
	return q
}

// value looks for an exact value; versions: was heeded by translate.
func (t *translator) value(n query.Term) blevequery.Query {
	if n.Field == query.FieldVersions {
		return t.all()
	}
	return t.term(string(n.Field), n.Value, filterOnly)
}

func (t *translator) span(r query.Range) blevequery.Query {
	if r.After.IsZero() && r.Before.IsZero() {
		return t.all()
	}
	t.clauses++
	inclusive, exclusive := true, false
	q := blevequery.NewDateRangeInclusiveQuery(bound(r.After), bound(r.Before), &inclusive, &exclusive)
	q.SetField(fieldWhen)
	q.SetBoost(filterOnly)
	return q
}

func bound(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return representable(t)
}
