package sqlite

import (
	"strings"

	"github.com/qalxan/qalxan/store"
)

// conditions are what rows of some joined tables must fulfil. Values are only
// ever arguments, never part of the statement.
type conditions struct {
	from  string
	where []string
	args  []any
}

func (c *conditions) add(condition string, args ...any) {
	c.where = append(c.where, condition)
	c.args = append(c.args, args...)
}

// oneOf adds that the expression, which may have more to say after the values,
// is one of them. No values let everything through.
func (c *conditions) oneOf(expression string, values []string, rest ...string) {
	if len(values) > 0 {
		c.add(expression+" IN (SELECT value FROM json_each(?))"+strings.Join(rest, ""), document{values})
	}
}

// query is the statement that selects from the rows.
func (c *conditions) query(selection string) string {
	q := selection + " FROM " + c.from
	if len(c.where) > 0 {
		q += " WHERE " + strings.Join(c.where, " AND ")
	}
	return q
}

// itemsThat is the latest versions, i, that the filter lets through.
func itemsThat(f store.Filter) *conditions {
	c := &conditions{from: "items i"}
	c.add("i.latest = 1")
	c.oneOf("i.source_id", f.Sources)
	c.oneOf("i.id IN (SELECT item_id FROM signals WHERE detector = 'narrative' AND key", f.Narratives, ")")
	c.common(f, "i")
	return c
}

// findingsThat is the findings, f, that the filter lets through, with their
// items, i.
func findingsThat(f store.Filter) *conditions {
	c := &conditions{from: "findings f JOIN items i ON i.id = f.item_id"}
	c.oneOf("f.source_id", f.Sources)
	c.oneOf(`f.identity IN (SELECT v.identity FROM signals JOIN items v ON v.id = item_id
		WHERE detector = 'narrative' AND key`, f.Narratives, ")")
	c.common(f, "f")
	return c
}

// common adds what both have. Judged is the table in whose order level, status
// and campaign are looked for; items have those of their findings.
func (c *conditions) common(f store.Filter, judged string) {
	c.oneOf("i.language", f.Languages)
	c.oneOf(judged+".level", f.Levels)
	c.oneOf(judged+".status", f.Statuses)
	c.oneOf(judged+".campaign_id", f.Campaigns)
	if !f.After.IsZero() {
		c.add("i.at >= ?", instant{&f.After})
	}
	if !f.Before.IsZero() {
		c.add("i.at < ?", instant{&f.Before})
	}
}
