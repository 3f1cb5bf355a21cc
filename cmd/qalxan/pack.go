package main

import (
	"fmt"
	"net/http"
	"net/url"
	"text/tabwriter"
	"time"

	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/store"
)

type packCmd struct {
	List    packListCmd    `cmd:"" default:"withargs" help:"List packs and what platforms answered."`
	Make    packMakeCmd    `cmd:"" help:"Write what a person sends to a platform. Nothing is sent."`
	Show    packShowCmd    `cmd:"" help:"Print a pack and its history."`
	Sent    packSentCmd    `cmd:"" help:"Note that a person sent a pack."`
	Outcome packOutcomeCmd `cmd:"" help:"Note what the platform did."`
}

type packListCmd struct {
	State   string `enum:"made,sent,answered," default:"" help:"made, sent or answered; all without."`
	Overdue bool   `help:"Only those that wait too long for an answer."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (packListCmd) Help() string { return "Example:\n  qalxan pack list --overdue" }

// Run lists packs.
func (c packListCmd) Run(a *app) error {
	query := url.Values{"state": {c.State}}
	if c.Overdue {
		query.Set("overdue", "yes")
	}
	return list(a, "/control/packs?"+query.Encode(), c.JSON, func(w *tabwriter.Writer, l outgoing.Packs) {
		fmt.Fprintln(w, "PACK\tPLATFORM\tABOUT\tSTATE\tSENT\tOUTCOME")
		for _, p := range l.Packs {
			state := string(p.State)
			if l.Late[p.ID] {
				state += " (overdue)"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.ID, p.Platform, p.Subject, state, onDay(p.Sent), p.Outcome)
		}
		fmt.Fprintln(w, "\nPLATFORM\tSENT\tWAITING\tOVERDUE\tANSWERED\tMEDIAN DAYS")
		for _, t := range l.Tallies {
			median := "no data"
			if t.Answered > 0 {
				median = fmt.Sprintf("%.1f", t.MedianDays)
			}
			fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\n", t.Platform, t.Sent, t.Waiting, t.Overdue, t.Answered, median)
		}
	})
}

func onDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

type packMakeCmd struct {
	ID       string `arg:"" help:"A finding or a campaign."`
	Platform string `required:"" enum:"wikipedia,youtube,facebook,maps" help:"wikipedia, youtube, facebook or maps."`
	Language string `placeholder:"CODE" help:"az, en or ru; the one that the platform expects without."`
	By       string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who makes it."`
	JSON     bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (packMakeCmd) Help() string {
	return "Example:\n  qalxan pack make c-0123456789abcdef --platform wikipedia --by leyla"
}

// Run makes a pack.
func (c packMakeCmd) Run(a *app) error {
	r := pack.Request{Subject: c.ID, Platform: pack.Platform(c.Platform), Language: c.Language, By: c.By}
	return packed(a, http.MethodPost, "/control/packs", r, c.JSON, func(p store.Pack) {
		a.printf("%s\nCopy this and send it by hand; then: qalxan pack sent %s\n\n%s", p.ID, p.ID, paragraphs(pack.Text(p)))
	})
}

type packShowCmd struct {
	ID   string `arg:"" help:"The pack."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (packShowCmd) Help() string { return "Example:\n  qalxan pack show p-0123456789abcdef" }

// Run prints a pack.
func (c packShowCmd) Run(a *app) error {
	return packed(a, http.MethodGet, "/control/packs/"+url.PathEscape(c.ID), nil, c.JSON, func(p store.Pack) {
		a.printf("%s\n", paragraphs(pack.Text(p)))
		for _, e := range p.Events {
			a.printf("%s  %s %s by %s %s %s\n", e.On.Format(time.DateOnly), e.State, e.Outcome, plain(e.By), plain(e.Reference), plain(e.Note))
		}
	})
}

// packNote is what is said of a pack.
type packNote struct {
	ID   string `arg:"" help:"The pack."`
	On   string `placeholder:"YYYY-MM-DD" help:"The day on which it happened; today without."`
	Note string `help:"What else there is to know."`
	By   string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who notes it."`
	JSON bool   `help:"Print JSON."`
}

func (c packNote) send(a *app, e store.PackEvent) error {
	if c.On != "" {
		on, err := time.Parse(time.DateOnly, c.On)
		if err != nil {
			return usagef("--on %q is no day; write it like 2026-03-01", c.On)
		}
		e.On = on
	}
	e.By, e.Note = c.By, c.Note
	return packed(a, http.MethodPost, "/control/packs/"+url.PathEscape(c.ID)+"/events", e, c.JSON, func(p store.Pack) {
		a.printf("%s  %s %s %s\n", p.ID, p.Platform, p.State, p.Outcome)
	})
}

type packSentCmd struct {
	packNote
	Reference string `help:"The number that the platform gave."`
}

// Help is shown by --help.
func (packSentCmd) Help() string {
	return "Example:\n  qalxan pack sent p-0123456789abcdef --on 2026-11-20 --reference 7-123 --by leyla"
}

// Run notes that a pack was sent.
func (c packSentCmd) Run(a *app) error {
	return c.send(a, store.PackEvent{State: store.PackSent, Reference: c.Reference})
}

type packOutcomeCmd struct {
	packNote
	Outcome string `required:"" enum:"removed,limited,labelled,kept,no-answer" help:"removed, limited, labelled, kept or no-answer."`
}

// Help is shown by --help.
func (packOutcomeCmd) Help() string {
	return "Example:\n  qalxan pack outcome p-0123456789abcdef --outcome removed --by leyla"
}

// Run notes what a platform did.
func (c packOutcomeCmd) Run(a *app) error {
	return c.send(a, store.PackEvent{State: store.PackAnswered, Outcome: store.PackOutcome(c.Outcome)})
}

// packed asks about a pack and prints the answer.
func packed(a *app, method, path string, body any, asJSON bool, print func(store.Pack)) error {
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	var p store.Pack
	if err := s.call(a, method, path, body, &p); err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(p)
	}
	print(p)
	return nil
}
