package bleve

import (
	"fmt"

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

// maxClauses bounds the terms that one search looks for.
const maxClauses = 4000

// ranking is the part of a query that makes some documents better than others:
// its words and phrases. Everything else only matches or does not, which
// [matcher] sees to.
type ranking struct {
	clauses int
	// places says that what is looked for is not the score but the places of
	// words: those that only begin alike as well, and those of phrases only
	// where the whole phrase stands.
	places bool
}

// rank makes the query by which documents are scored; nil where none is better
// than another.
func rank(n query.Node) (blevequery.Query, error) { return (&ranking{}).of(n) }

// placed makes the query that finds the places of matches.
func placed(n query.Node) (blevequery.Query, error) { return (&ranking{places: true}).of(n) }

func (t *ranking) of(n query.Node) (blevequery.Query, error) {
	q := t.node(n)
	if t.clauses > maxClauses {
		return nil, fmt.Errorf("the query has too many parts; search in several steps")
	}
	return q, nil
}

func (t *ranking) node(n query.Node) blevequery.Query {
	switch n := n.(type) {
	case query.And:
		return t.nodes(n.Parts)
	case query.Or:
		return t.nodes(n.Parts)
	case query.Word:
		return t.word(n.Text)
	case query.Prefix:
		t.clauses++
		if t.places {
			return t.prefix(analysis.Fold(n.Text))
		}
	case query.Phrase:
		return t.phrase(analysis.Tokens(n.Text))
	default:
		t.clauses++
	}
	return nil
}

func (t *ranking) nodes(parts []query.Node) blevequery.Query {
	var all []blevequery.Query
	for _, n := range parts {
		if q := t.node(n); q != nil {
			all = append(all, q)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return blevequery.NewDisjunctionQuery(all)
}

// word looks for a word as it is in title and text, and for its stem in each
// language that has stems.
func (t *ranking) word(text string) blevequery.Query {
	tokens := analysis.Tokens(text)
	if len(tokens) != 1 {
		return t.phrase(tokens)
	}
	stems := stemTerms(text[tokens[0].From:tokens[0].To])
	var either []blevequery.Query
	for _, f := range wordFields {
		either = append(either, t.term(f.name, tokens[0].Text, f.weight))
		for _, stem := range stems {
			either = append(either, t.term(f.name+stemmed, stem, f.weight*stemFactor))
		}
	}
	return blevequery.NewDisjunctionQuery(either)
}

// stemTerms are the terms of a word's stems in all languages.
func stemTerms(word string) []string {
	var all []string
	for _, language := range analysis.Stemmed() {
		all = append(all, stemTerm(language, word))
	}
	return all
}

// phrase looks for words next to each other. For the score their frequency is
// enough: Bleve would look for the phrase once more, in all documents.
func (t *ranking) phrase(tokens []analysis.Token) blevequery.Query {
	switch len(tokens) {
	case 0:
		return nil
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
		if !t.places {
			words := make([]blevequery.Query, len(terms))
			for i, term := range terms {
				words[i] = t.term(field, term, weight)
			}
			return blevequery.NewConjunctionQuery(words)
		}
		t.clauses += len(terms)
		q := blevequery.NewPhraseQuery(terms, field)
		q.SetBoost(weight)
		return q
	})
}

func (t *ranking) prefix(folded string) blevequery.Query {
	return t.inTitleAndText(func(field string, _ float64) blevequery.Query { return prefix{field: field, start: folded} })
}

func (t *ranking) inTitleAndText(in func(field string, weight float64) blevequery.Query) blevequery.Query {
	var either []blevequery.Query
	for _, f := range wordFields {
		either = append(either, in(f.name, f.weight))
	}
	return blevequery.NewDisjunctionQuery(either)
}

func (t *ranking) term(field, value string, weight float64) blevequery.Query {
	t.clauses++
	q := blevequery.NewTermQuery(value)
	q.SetField(field)
	q.SetBoost(weight)
	return q
}
