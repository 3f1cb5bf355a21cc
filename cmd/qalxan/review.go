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
	To     string `enum:"new,confirmed,dismissed,escalated," default:"" help:"The status to set: new, confirmed, dismissed or escalated."`
	Level  string `enum:"signal,incident,critical," default:"" help:"The level to set: signal, incident or critical. The criteria leave it alone from then on."`
	Reason string `required:"" placeholder:"WORDS" help:"Why, in a sentence. It is kept."`
	By     string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who decides."`
	JSON   bool   `help:"Print the finding as JSON."`
}

// Help is shown by --help.
func (reviewCmd) Help() string {
	return "Example:\n  qalxan review f-0123456789abcdef --to confirmed --by leyla --reason 'same text on five new sites within a day'\n" +
		"  qalxan review f-0123456789abcdef --level signal --by leyla --reason 'both outlets belong to one publisher'"
}

// Run records a decision.
func (c reviewCmd) Run(a *app) error {
	if c.To == "" && c.Level == "" {
		return usagef("say what to set: --to, --level or both")
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	var f qalxan.Finding
	decision := qalxan.Decision{By: c.By, To: qalxan.Status(c.To), Level: qalxan.Level(c.Level), Reason: c.Reason}
	path := "/control/findings/" + url.PathEscape(c.ID) + "/decisions"
	if err := s.call(a, http.MethodPost, path, decision, &f); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(a.out).Encode(f)
	}
	last := f.Decisions[len(f.Decisions)-1]
	fmt.Fprintf(a.out, "%s: %s, by %s: %s\n", f.ID, change(last), plain(last.By), plain(last.Reason))
	return nil
}

// change says what a decision changed.
func change(d qalxan.Decision) string {
	status, level := fmt.Sprintf("%s -> %s", d.From, d.To), fmt.Sprintf("%s -> %s", d.FromLevel, d.Level)
	switch {
	case d.Level == "":
		return status
	case d.To == d.From:
		return level
	}
	return status + ", " + level
}
