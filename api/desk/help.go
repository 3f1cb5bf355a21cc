package desk

import (
	"net/url"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// example is a query that shows a part of the language, with the key of what is
// said of it.
type example struct{ Query, Key string }

// Link is the search of the example.
func (e example) Link() string { return "/search?" + url.Values{"q": {e.Query}}.Encode() }

// examples show every part of the language. Ids are those of the hits where
// there are any, so that whatever is shown can be tried.
func examples(hits store.Facets) []example {
	id := func(field query.Field, counts []store.Count, otherwise string) string {
		if len(counts) > 0 {
			otherwise = counts[0].Value
		}
		return query.String(query.Term{Field: field, Value: otherwise})
	}
	return []example{
		{`"su anbarı"`, "phrase"},
		{"(su OR вода) zəhər", "or"},
		{"su -futbol", "not"},
		{"zəhər*", "prefix"},
		{"lang:az,ru", "lang"},
		{"level:incident,critical", "level"},
		{"status:new", "status"},
		{id(query.FieldSource, hits.Sources, "id"), "source"},
		{"host:az", "host"},
		{id(query.FieldNarrative, hits.Narratives, "id"), "narrative"},
		{"after:7d", "dates"},
		{"after:2026-11-01 before:2026-11-15", "days"},
		{"versions:all", "versions"},
	}
}
