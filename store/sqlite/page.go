package sqlite

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Bounds of a page.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// key is the place of a row in a list that is ordered by a time and, where
// times are equal, by id. A list that goes on after a key loses and repeats
// nothing, whatever was written in between.
type key struct {
	at time.Time
	id string
}

// cursor is the key as callers hold it.
func (k key) cursor() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s", k.at.UnixMicro(), k.id))
}

// parseCursor reads what cursor wrote. Anything else is ErrPage.
func parseCursor(cursor string) (key, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, found := strings.Cut(string(text), " ")
	micros, number := strconv.ParseInt(at, 10, 64)
	if err != nil || number != nil || !found || id == "" {
		return key{}, fmt.Errorf("%w: the cursor %.40q was not made by this list; start again without one", store.ErrPage, cursor)
	}
	return key{time.UnixMicro(micros).UTC(), id}, nil
}

// turn adds the condition for the page after the cursor, newest first by the
// two columns, and returns how long the page is.
func (c *conditions) turn(p store.Page, at, id string) (int, error) {
	return c.after(p, "("+at+", "+id+") < (?, ?)")
}

// forth is turn for a list with the oldest first.
func (c *conditions) forth(p store.Page, at, id string) (int, error) {
	return c.after(p, "("+at+", "+id+") > (?, ?)")
}

// after adds a condition about the time and the id of the cursor.
func (c *conditions) after(p store.Page, condition string) (int, error) {
	if p.Limit < 0 || p.Limit > maxLimit {
		return 0, fmt.Errorf("%w: the limit %d is not between 1 and %d", store.ErrPage, p.Limit, maxLimit)
	}
	limit := p.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	if p.Cursor == "" {
		return limit, nil
	}
	k, err := parseCursor(p.Cursor)
	c.add(condition, instant{&k.at}, k.id)
	return limit, err
}

// cut shortens a list that was asked for one row more than the limit, and
// returns the cursor of its last row if there was one more.
func cut[T any](all []T, limit int, keyOf func(T) key) ([]T, string) {
	if len(all) <= limit {
		return all, ""
	}
	all = all[:limit]
	return all, keyOf(all[limit-1]).cursor()
}
