package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan"
)

type reviewCmd struct {
	ID     string `arg:"" help:"The finding, like f-0123456789abcdef."`
	To     string `required:"" enum:"new,confirmed,dismissed,escalated" help:"The status to set: new, confirmed, dismissed or escalated."`
	Reason string `required:"" help:"Why, in a sentence. It is kept."`
	By     string `required:"" env:"QALXAN_REVIEWER" help:"Who decides."`
	JSON   bool   `help:"Print the finding as JSON."`
}

// Help is shown by --help.
func (reviewCmd) Help() string {
	return "Example:\n  qalxan review f-0123456789abcdef --to confirmed --by leyla --reason 'same text on five new sites within a day'"
}

// Run records a decision.
func (c reviewCmd) Run(a *app) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var f qalxan.Finding
	decision := qalxan.Decision{By: c.By, To: qalxan.Status(c.To), Reason: c.Reason}
	path := "/control/findings/" + url.PathEscape(c.ID) + "/decisions"
	if err := s.call(a, http.MethodPost, path, decision, &f); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(a.out).Encode(f)
	}
	last := f.Decisions[len(f.Decisions)-1]
	fmt.Fprintf(a.out, "%s: %s -> %s, by %s: %s\n", f.ID, last.From, last.To, last.By, last.Reason)
	return nil
}
