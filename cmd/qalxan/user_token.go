package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/store"
)

type userTokenCmd struct {
	List   userTokenListCmd   `cmd:"" default:"withargs" help:"List tokens."`
	Add    userTokenAddCmd    `cmd:"" help:"Make a token."`
	Revoke userTokenRevokeCmd `cmd:"" help:"End a token."`
}

type userTokenListCmd struct {
	User string `arg:"" optional:"" help:"A user; all without."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (userTokenListCmd) Help() string { return "Example:\n  qalxan user token list leyla" }

// Run lists tokens.
func (c userTokenListCmd) Run(a *app) error {
	user := c.User
	if user == "" {
		user = "-"
	}
	return list(a, "/control/users/"+url.PathEscape(user)+"/tokens", c.JSON, func(w *tabwriter.Writer, tokens []store.Token) {
		fmt.Fprintln(w, "TOKEN\tUSER\tSCOPES\tGOOD UNTIL\tLAST USE\tLABEL")
		for _, t := range tokens {
			until, used := t.Expires.UTC().Format(stamp), "never"
			if !t.Revoked.IsZero() {
				until = "revoked"
			}
			if !t.LastUsed.IsZero() {
				used = t.LastUsed.UTC().Format(stamp)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, plain(t.User), strings.Join(t.Scopes, " "), until, used, plain(t.Label))
		}
	})
}

type userTokenAddCmd struct {
	User  string          `arg:"" help:"The user in whose name the program asks."`
	Scope []account.Scope `required:"" enum:"read,decide,export,manage" help:"What it may do, within the user's role: read, decide, export, manage."`
	Days  int             `default:"90" help:"How long it is good, 1 to 366 days."`
	Label string          `help:"What it is for."`
	JSON  bool            `help:"Print JSON."`
}

// Help is shown by --help.
func (userTokenAddCmd) Help() string {
	return "The token is shown once. A program sends it as: Authorization: Bearer TOKEN\nExample:\n  qalxan user token add leyla --scope read,export --days 30 --label dashboard"
}

// Run makes a token.
func (c userTokenAddCmd) Run(a *app) error {
	if c.Days < 1 || c.Days > 366 {
		return usagef("--days %d is not between 1 and 366", c.Days)
	}
	var made control.MadeToken
	request := control.NewToken{Label: c.Label, Scopes: c.Scope, Age: time.Duration(c.Days) * 24 * time.Hour}
	if err := a.post("/control/users/"+url.PathEscape(c.User)+"/tokens", request, &made); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(made)
	}
	a.printf("%s is good until %s. The token, shown this once:\n%s\n", made.Token.ID, made.Token.Expires.UTC().Format(stamp), made.Secret)
	return nil
}

type userTokenRevokeCmd struct {
	ID string `arg:"" help:"The id of a token, like t-0123456789ab."`
}

// Help is shown by --help.
func (userTokenRevokeCmd) Help() string { return "Example:\n  qalxan user token revoke t-0123456789ab" }

// Run ends a token.
func (c userTokenRevokeCmd) Run(a *app) error {
	if err := a.ask(http.MethodDelete, "/control/tokens/"+url.PathEscape(c.ID), nil, &struct{}{}); err != nil {
		return err
	}
	a.printf("%s is no longer good.\n", plain(c.ID))
	return nil
}
