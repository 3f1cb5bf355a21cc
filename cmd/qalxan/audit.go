package main

import (
	"fmt"
	"net/url"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/qalxan/qalxan/api/audit"
)

type auditCmd struct {
	By     string `placeholder:"USER" help:"Only what this user did."`
	Verb   string `help:"Only this, such as login; with a dot at its end all that begin so, such as user."`
	Since  string `placeholder:"TIME" help:"Only from then on: 2026-11-21, or a time after RFC 3339."`
	Limit  int    `default:"50" help:"How many at most, 1 to 1000."`
	Cursor string `help:"Go on after the page that printed it."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (auditCmd) Help() string {
	return "Logins, decisions, exports, reads of what is restricted, changes of users and tokens, newest first. qalxan doctor verifies the log.\n" +
		"Example:\n  qalxan audit --by leyla --verb finding. --since 2026-11-01"
}

// Run shows the audit log.
func (c auditCmd) Run(a *app) error {
	since, err := c.since()
	if err != nil {
		return err
	}
	if c.Limit < 1 || c.Limit > 1000 {
		return usagef("--limit %d is not between 1 and 1000", c.Limit)
	}
	asked := url.Values{"by": {c.By}, "verb": {c.Verb}, "since": {since}, "limit": {strconv.Itoa(c.Limit)}, "cursor": {c.Cursor}}
	return list(a, "/control/audit?"+asked.Encode(), c.JSON, func(w *tabwriter.Writer, l audit.List) {
		fmt.Fprintln(w, "NO\tTIME\tBY\tVERB\tOBJECT\tOUTCOME\tDETAIL\tVIA")
		for _, e := range l.Entries {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s %s\n", e.Number, e.Time.Format(stamp), plain(e.By), e.Verb, plain(e.Object), e.Outcome, plain(e.Detail), e.Via, plain(e.Address))
		}
		if l.Next != "" {
			fmt.Fprintf(w, "more: --cursor %s\n", l.Next)
		}
	})
}

// since is the time asked for after RFC 3339, or nothing.
func (c auditCmd) since() (string, error) {
	if c.Since == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, c.Since); err == nil {
			return t.Format(time.RFC3339), nil
		}
	}
	return "", usagef("--since %q is no time; write 2026-11-21 or 2026-11-21T12:00:00Z", c.Since)
}
