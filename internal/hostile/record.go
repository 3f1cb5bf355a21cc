package hostile

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/store"
)

// Host is where everything in the record was crawled.
const Host = "crawled.example"

// Places are the ids of what a record holds, by the number of its text.
type Places struct{ Findings, Items, Campaigns, Sources, Narratives, Packs, Reports []string }

// Fill writes a record in which say(n) stands in every field that a site, a
// feed, a server or a person can fill: for every text one source with its runs,
// its robots.txt, its traps and what it waits for, one narrative, one campaign
// of two publications with all their signals, decisions, rulings and captures,
// a part of its brief, a pack, a report, and what the audit log and the alerts
// keep.
func Fill(ctx context.Context, r store.Store, now time.Time, say func(number int) string) (Places, error) {
	var (
		p       Places
		entry   store.Entry
		writers []*writer
		left    []frontier.Result
	)
	for n := range Texts() {
		w := &writer{ctx: ctx, record: r, now: now, number: n, text: say(n)}
		w.source()
		w.campaign(&entry)
		left = append(left, w.waits(&entry)...)
		writers = append(writers, w)
		p.Sources = append(p.Sources, w.sourceID())
		p.Narratives = append(p.Narratives, w.narrativeID())
		p.Campaigns = append(p.Campaigns, qalxan.CampaignID(w.identity("a")))
		p.Findings = append(p.Findings, qalxan.FindingID(w.identity("b")))
		p.Items = append(p.Items, qalxan.ItemID(w.identity("b"), 2))
		p.Packs, p.Reports = append(p.Packs, w.packID()), append(p.Reports, w.reportID())
	}
	if err := errors.Join(r.Commit(ctx, entry), r.LeaveOut(ctx, left)); err != nil {
		return p, fmt.Errorf("filling the record: %w", err)
	}
	for n, w := range writers {
		w.people()
		if w.outgoing(); w.err != nil {
			return p, fmt.Errorf("filling the record with text %d, %.40q: %w", n, w.text, w.err)
		}
	}
	return p, nil
}

// writer writes what there is of one text.
type writer struct {
	ctx    context.Context
	record store.Store
	now    time.Time
	number int
	text   string
	err    error
}

func (w *writer) do(errs ...error) { w.err = errors.Join(append([]error{w.err}, errs...)...) }

func (w *writer) sourceID() string    { return fmt.Sprintf("source-%d", w.number) }
func (w *writer) host() string        { return fmt.Sprintf("%d.%s", w.number, Host) }
func (w *writer) narrativeID() string { return fmt.Sprintf("claim-%d", w.number) }
func (w *writer) packID() string      { return fmt.Sprintf("p-%d", w.number) }
func (w *writer) reportID() string    { return fmt.Sprintf("r-%d", w.number) }

// identity is the address of a publication, in path, query and fragment of
// which the text stands.
func (w *writer) identity(name string) string {
	text := strings.ToValidUTF8(w.text, "\ufffd") // as the frontier spells addresses
	return fmt.Sprintf("https://%s/%d/%s/%s?q=%s#%s", Host, w.number, name, text, text, text)
}

// source writes where it comes from, and everything that is known of that.
func (w *writer) source() {
	s := full(qalxan.Source{
		ID: w.sourceID(), Name: w.text, Kind: qalxan.KindSite, URL: "https://" + w.host() + "/" + w.text, Schedule: "@hourly", Grade: "D",
		Languages: []string{w.text, "az"}, Entries: qalxan.EntriesFollow, Reach: qalxan.ReachProminent, Policy: qalxan.Policy{TermsRead: "2026-11-01"}.WithDefaults(),
	}, w.text)
	w.do(w.record.SaveSource(w.ctx, s))
	w.do(w.record.SaveNarrative(w.ctx, qalxan.Narrative{
		ID: w.narrativeID(), Claim: w.text, Wordings: map[string][]string{"az": {w.text}, w.key(): {w.text}},
		Rebuttals: map[string][]string{w.key(): {w.text}}, References: []string{w.text, "https://" + Host + "/" + w.text},
	}))
	w.do(w.record.SaveRun(w.ctx, full(store.Run{
		ID: fmt.Sprintf("run-%d", w.number), SourceID: s.ID, Started: w.now.Add(-time.Hour), Ended: w.now.Add(-time.Minute), Fetched: 3, Failed: 2, Denied: 1,
	}, w.text)))
	w.do(w.record.SaveRobots(w.ctx, robots.Answer{
		Authority: "https://" + w.host() + ":443", Path: "/robots.txt", Status: 200, Body: []byte(w.text), ETag: w.text, Fetched: w.now, Fault: w.text,
	}))
	w.do(w.record.SaveTraps(w.ctx, s.ID, []frontier.Trap{{Name: w.text, Since: w.now}}, w.now))
}

// waits leaves addresses that could not be fetched, and says why.
func (w *writer) waits(e *store.Entry) (left []frontier.Result) {
	for _, state := range []frontier.State{frontier.StateQueued, frontier.StateFailed, frontier.StateDenied} {
		address := fmt.Sprintf("https://%s/%d/%s/%s", Host, w.number, state, w.text)
		e.Found = append(e.Found, frontier.Task{SourceID: w.sourceID(), URL: address, Role: frontier.RolePage, Hint: frontier.Hint{Title: w.text, Origin: w.text}})
		left = append(left, frontier.Result{
			SourceID: w.sourceID(), URL: address, Role: frontier.RolePage, State: state, Reason: w.text, Status: 500, ETag: w.text, LastModified: w.text,
			Next: w.now.Add(time.Hour), Time: w.now,
		})
	}
	return left
}

// key is the text as JSON keeps it as a key.
func (w *writer) key() string { return string([]rune(w.text)) }

// people writes what people did, and what is kept of them.
func (w *writer) people() {
	id := qalxan.FindingID(w.identity("b"))
	_, err := w.record.Decide(w.ctx, id, qalxan.Decision{
		Time: w.now, By: w.text, To: qalxan.StatusEscalated, Level: qalxan.LevelCritical, Reason: w.text, Assignee: w.text,
	})
	w.do(err)
	w.do(w.record.Rule(w.ctx, qalxan.Ruling{
		Time: w.now, By: w.text, Reason: w.text, Kind: qalxan.RulingBreakout, CampaignID: qalxan.CampaignID(w.identity("a")), Category: 3,
	}))
	_, err = w.record.Enter(w.ctx, full(store.Entered{Time: w.now}, w.text))
	w.do(err)
	w.do(w.record.SaveLetter(w.ctx, full(store.Letter{ID: fmt.Sprintf("m-%d", w.number), State: store.LetterFailed, Created: w.now, Next: w.now}, w.text)))
}

// Tokens gives a user, who is in the record, a token for every text.
func Tokens(ctx context.Context, r store.Accounts, user string, now time.Time, say func(number int) string) error {
	for n := range Texts() {
		t := store.Token{ID: fmt.Sprintf("t-%d", n), Digest: fmt.Sprint(n), User: user, Scopes: []string{"read"}, Created: now, Expires: now.Add(time.Hour)}
		if err := r.AddToken(ctx, full(t, say(n))); err != nil {
			return fmt.Errorf("adding a token with text %d: %w", n, err)
		}
	}
	return nil
}
