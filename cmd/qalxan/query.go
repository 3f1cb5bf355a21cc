package main

import (
	"errors"
	"strings"
	"time"

	"github.com/qalxan/qalxan/index/query"
)

// readable reports the mistake of a query before anything is opened: where it
// stands, and what to do.
func readable(q string) error {
	_, err := query.Parse(q, time.Now())
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	return usagef("%w\n  %s", err, strings.ReplaceAll(syntax.Pointer(q), "\n", "\n  "))
}
