package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

type privacyCmd struct {
	Export       privacyExportCmd       `cmd:"" help:"Hand out everything that is held about one person."`
	Erase        privacyEraseCmd        `cmd:"" help:"Erase one person; without --yes say what would be erased."`
	Requests     privacyRequestsCmd     `cmd:"" help:"List the erasures that were asked for."`
	Retain       privacyRetainCmd       `cmd:"" help:"Remove what is past its time."`
	Pseudonymise privacyPseudonymiseCmd `cmd:"" help:"Replace the names of authors in what was recorded before there were pseudonyms."`
	Hold         privacyHoldCmd         `cmd:"" help:"Keep something from being removed: a legal hold."`
}

// entrust sends one request to whoever holds the data folder.
func (a *app) entrust(path string, body, into any) error {
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	return s.call(a, http.MethodPost, path, body, into)
}

// wanted says who is asked for, by whom and why.
type wanted struct {
	Person     string `xor:"person" required:"" placeholder:"NAME|PSEUDONYM" help:"A name as it is written, or a pseudonym like person-0123456789ab. Others on this machine see it while the command runs."`
	PersonFile string `xor:"person" required:"" placeholder:"FILE" help:"Read the name from a file instead; - is standard input."`
	By         string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who does it. It is kept."`
	Reason     string `required:"" placeholder:"WORDS" help:"Why, in a sentence. It is kept, without the name."`
}

// maxPersonFile is more than a name has, in bytes.
const maxPersonFile = 2000

// request is what is asked for, with the name from where it stands.
func (w wanted) request(a *app) (privacy.Request, error) {
	r := privacy.Request{Person: w.Person, By: w.By, Reason: w.Reason}
	if w.PersonFile == "" {
		return r, nil
	}
	from := a.in
	if w.PersonFile != "-" {
		f, err := os.Open(w.PersonFile)
		if err != nil {
			return r, usagef("reading the name: %v", err)
		}
		defer f.Close()
		from = f
	}
	name, err := io.ReadAll(io.LimitReader(from, maxPersonFile))
	if err != nil {
		return r, fmt.Errorf("reading the name: %w", err)
	}
	r.Person = strings.TrimSpace(string(name))
	return r, nil
}

type privacyExportCmd struct {
	wanted
	Out string `short:"o" placeholder:"FILE" help:"Where to write, readable for you only; standard output without."`
}

// Help is shown by --help.
func (privacyExportCmd) Help() string {
	return "Writes JSON: what the person signs, by the pseudonym, and where the name stands, with sources and captures.\n" +
		"Example:\n  qalxan privacy export --person-file name.txt --by kamran --reason 'request 12 of 3 May' -o request-12.json"
}

// Run writes what is held.
func (c privacyExportCmd) Run(a *app) error {
	var answer json.RawMessage
	request, err := c.request(a)
	if err != nil {
		return err
	}
	if err := a.entrust("/control/privacy/export", request, &answer); err != nil {
		return err
	}
	if c.Out == "" {
		_, err := a.out.Write(answer)
		return err
	}
	var held privacy.Held
	if err := json.Unmarshal(answer, &held); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if err := os.WriteFile(c.Out, answer, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", c.Out, err)
	}
	a.printf("%s: %d items, %d other places, %s\n", c.Out, len(held.Items), len(held.Passages), held.Pseudonym)
	if held.Cut {
		fmt.Fprintln(a.err, "There is more than one answer holds; the file says so with \"cut\".")
	}
	return nil
}

type privacyEraseCmd struct {
	wanted
	OneWord bool `help:"The name of one word is meant, wherever it stands."`
	Yes     bool `help:"Do it. It cannot be undone."`
	JSON    bool `help:"Print JSON."`
}

// Help is shown by --help.
func (privacyEraseCmd) Help() string {
	return "Authors are emptied, the name is blanked in texts, titles, reasons and letters, and captures are erased in place. The person does not come back with the next crawl.\n" +
		"What is under a legal hold is refused. What your own people wrote and the audit log are never changed, but counted.\n" +
		"Example:\n  qalxan privacy erase --person-file name.txt --by kamran --reason 'request 12 of 3 May' --yes"
}

// Run erases, or says what would be erased.
func (c privacyEraseCmd) Run(a *app) error {
	var answer json.RawMessage
	request, err := c.request(a)
	if err != nil {
		return err
	}
	request.OneWord, request.Yes = c.OneWord, c.Yes
	if err := a.entrust("/control/privacy/erase", request, &answer); err != nil {
		return err
	}
	if c.JSON {
		a.printf("%s", answer)
		return nil
	}
	var o privacy.Outcome
	if err := json.Unmarshal(answer, &o); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	done := "would be erased"
	if c.Yes {
		done = "erased by request " + o.ID
	}
	a.printf("%s, %s: %s\n", o.Pseudonym, done, counted(o.Counts))
	a.printf("refused, under a legal hold: %s\n", counted(o.Refused))
	a.printf("never changed: %s\n", counted(o.Fixed))
	if len(o.Fixed) > 0 {
		a.printf("That is what your own people wrote and the log, addresses, and sources and narratives; docs/privacy.md says what each is. Say so in the answer to the person.\n")
	}
	if o.Unswept {
		fmt.Fprintln(a.err, "The files of the record could not be written anew, for want of room: old bytes may stand in them until the next nightly job.")
	}
	for _, sample := range o.Samples {
		a.printf("  %s %s: %s\n", sample.Place, sample.Item, plain(sample.Text))
	}
	if !c.Yes {
		fmt.Fprintln(a.err, "Nothing was changed. Look whether all of it is about the person who asked, then give --yes to erase.")
	}
	return nil
}

type privacyRequestsCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (privacyRequestsCmd) Help() string { return "Example:\n  qalxan privacy requests" }

// Run lists erasures, oldest first.
func (c privacyRequestsCmd) Run(a *app) error {
	return list(a, "/control/privacy/requests", c.JSON, func(w *tabwriter.Writer, all []store.Erasure) {
		fmt.Fprintln(w, "REQUEST\tPERSON\tBY\tASKED\tDONE\tERASED\tREASON")
		for _, e := range all {
			done := "not yet"
			if !e.Done.IsZero() {
				done = e.Done.Format(stamp)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.ID, e.Pseudonym, plain(e.By), e.Began.Format(stamp), done, counted(e.Counts), plain(e.Reason))
		}
	})
}

// counted says counts by place.
func counted(counts map[string]int) string {
	var parts []string
	for _, place := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[place], place))
	}
	return orNone(strings.Join(parts, ", "))
}

type privacyRetainCmd struct {
	By     string `env:"QALXAN_REVIEWER" help:"Who does it; needed without --dry-run. It is kept."`
	DryRun bool   `help:"Only say what would be removed."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (privacyRetainCmd) Help() string {
	return "A server does it every day. How long things are kept is in the configuration, under privacy.retention and in the policies of sources.\n" +
		"Example:\n  qalxan privacy retain --dry-run"
}

// Run removes what is past its time.
func (c privacyRetainCmd) Run(a *app) error {
	if c.By == "" && !c.DryRun {
		return usagef("say who removes, with --by, or give --dry-run")
	}
	var answer json.RawMessage
	if err := a.entrust("/control/privacy/retain", control.PrivacyJob{By: c.By, Dry: c.DryRun}, &answer); err != nil {
		return err
	}
	if c.JSON {
		a.printf("%s", answer)
		return nil
	}
	var r privacy.Retired
	if err := json.Unmarshal(answer, &r); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	done := "removed"
	if c.DryRun {
		done = "would be removed"
	}
	a.printf("%s: %s\n", done, r)
	return nil
}

type privacyPseudonymiseCmd struct {
	By string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who does it. It is kept."`
}

// Help is shown by --help.
func (privacyPseudonymiseCmd) Help() string {
	return "It may be broken off and given again. A server does it every day by itself.\nExample:\n  qalxan privacy pseudonymise --by kamran"
}

// Run replaces names.
func (c privacyPseudonymiseCmd) Run(a *app) error {
	var done control.Pseudonymised
	if err := a.entrust("/control/privacy/pseudonymise", control.PrivacyJob{By: c.By}, &done); err != nil {
		return err
	}
	a.printf("%d items have pseudonyms for names now\n", done.Items)
	return nil
}

type privacyHoldCmd struct {
	List    privacyHoldListCmd    `cmd:"" default:"withargs" help:"List legal holds, those that hold first."`
	Add     privacyHoldAddCmd     `cmd:"" help:"Hold a finding, a campaign, a source or an identity."`
	Release privacyHoldReleaseCmd `cmd:"" help:"End a legal hold."`
}

type privacyHoldListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (privacyHoldListCmd) Help() string { return "Example:\n  qalxan privacy hold list" }

// Run lists holds.
func (c privacyHoldListCmd) Run(a *app) error {
	return list(a, "/control/privacy/holds", c.JSON, func(w *tabwriter.Writer, all []store.Hold) {
		fmt.Fprintln(w, "HOLD\tON\tBY\tSINCE\tREASON\tRELEASED")
		for _, h := range all {
			released := "no"
			if h.Release != nil {
				released = h.Release.Time.Format(stamp) + " by " + plain(h.Release.By) + ": " + plain(h.Release.Reason)
			}
			fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\t%s\t%s\n", h.ID, h.Noun, plain(h.Object), plain(h.By), h.Time.Format(stamp), plain(h.Reason), released)
		}
	})
}

type privacyHoldAddCmd struct {
	Noun   string `arg:"" enum:"finding,campaign,source,identity" help:"finding, campaign, source or identity."`
	Object string `arg:"" help:"Its id; of an identity the address."`
	By     string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who does it. It is kept."`
	Reason string `required:"" placeholder:"WORDS" help:"Why, in a sentence. It is kept."`
}

// Help is shown by --help.
func (privacyHoldAddCmd) Help() string {
	return "Nothing under a hold is removed by retention or by a request to erase.\n" +
		"Example:\n  qalxan privacy hold add finding f-0123456789abcdef --by kamran --reason 'case 7 at the city court'"
}

// Run adds a hold.
func (c privacyHoldAddCmd) Run(a *app) error {
	h := store.Hold{Noun: c.Noun, Object: c.Object, By: c.By, Reason: c.Reason}
	if err := a.entrust("/control/privacy/holds", h, &h); err != nil {
		return err
	}
	a.printf("%s holds the %s %s\n", h.ID, h.Noun, plain(h.Object))
	return nil
}

type privacyHoldReleaseCmd struct {
	ID     string `arg:"" help:"The hold, like h-0123456789abcdef."`
	By     string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who does it. It is kept."`
	Reason string `required:"" placeholder:"WORDS" help:"Why, in a sentence. It is kept."`
}

// Help is shown by --help.
func (privacyHoldReleaseCmd) Help() string {
	return "Example:\n  qalxan privacy hold release h-0123456789abcdef --by kamran --reason 'case 7 is closed'"
}

// Run ends a hold.
func (c privacyHoldReleaseCmd) Run(a *app) error {
	var h store.Hold
	release := store.Release{By: c.By, Reason: c.Reason}
	if err := a.entrust("/control/privacy/holds/"+url.PathEscape(c.ID)+"/release", release, &h); err != nil {
		return named(err, "hold", c.ID, "privacy hold list")
	}
	a.printf("%s holds the %s %s no more\n", h.ID, h.Noun, plain(h.Object))
	return nil
}
