package alert

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// house is a record, an index and a service on a clock that is moved by hand,
// with one sender that keeps what it sends.
type house struct {
	*Service
	t      testing.TB
	dir    string
	record store.Store
	index  *bleve.Index
	now    time.Time
	log    strings.Builder

	options    Options
	conditions []Condition

	mu     sync.Mutex
	sent   []Message
	refuse error // what the sender says instead
}

// Send implements Sender.
func (h *house) Send(_ context.Context, m Message) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refuse == nil {
		h.sent = append(h.sent, m)
	}
	return h.refuse
}

func settle(rules ...Rule) Options {
	o := Defaults()
	o.Desk = "https://desk.example.org/"
	o.Targets = []Target{{Name: "room", Kind: KindSlack, URL: "http://127.0.0.1:1/"}}
	for _, r := range rules {
		r.To = []string{"room"}
		o.Rules = append(o.Rules, r)
	}
	return o
}

func open(t testing.TB, o Options) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), now: noon, options: o}
	var err error
	if h.index, err = bleve.Open(filepath.Join(h.dir, "index"), bleve.Options{}); err != nil {
		t.Fatal(err)
	}
	h.start()
	t.Cleanup(func() { h.ok(h.record.Close(), h.index.Close()) })
	return h
}

// start opens the record and a service over it, as after a crash.
func (h *house) start() {
	h.t.Helper()
	clock := func() time.Time { return h.now }
	record, err := sqlite.Open(h.t.Context(), filepath.Join(h.dir, "q.db"), sqlite.Options{Now: clock})
	h.ok(err)
	h.record = record
	h.Service, err = New(h.options, Deps{
		Record: record, Index: h.index, CatchUp: h.catchUp, Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
		Conditions: func(context.Context) ([]Condition, error) { return h.conditions, nil },
		World:      World{Now: clock},
	})
	h.ok(err)
	for name := range h.senders {
		h.senders[name] = h
	}
}

func (h *house) restart() {
	h.t.Helper()
	h.ok(h.record.Close())
	h.start()
}

func (h *house) ok(errs ...error) {
	h.t.Helper()
	if err := errors.Join(errs...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) catchUp(ctx context.Context) error {
	changes, err := h.record.Pending(ctx, 1000)
	if err != nil {
		return err
	}
	var ids []string
	for _, c := range changes {
		ids = append(ids, c.ItemID)
	}
	found, err := h.record.SearchableByID(ctx, ids)
	if err != nil {
		return err
	}
	var docs []index.Document
	for _, s := range found {
		docs = append(docs, index.NewDocument(s))
	}
	return errors.Join(h.index.Put(ctx, docs), h.record.Settle(ctx, changes))
}

// turn looks and sends, and returns what arrived since the last turn.
func (h *house) turn() []Message {
	h.t.Helper()
	h.ok(h.Turn(h.t.Context()), h.Deliver(h.t.Context()))
	sent := h.sent
	h.sent = nil
	return sent
}

// silent fails where anything arrives.
func (h *house) silent(what string) {
	h.t.Helper()
	if sent := h.turn(); len(sent) > 0 {
		h.t.Errorf("%s: told %+v", what, sent[0].Digest)
	}
}

// tells fails unless one letter with so many entries of this news arrives.
func (h *house) tells(what string, news News, total int) Digest {
	h.t.Helper()
	sent := h.turn()
	if len(sent) != 1 || sent[0].Digest.Total != total || sent[0].Digest.Groups[0].Entries[0].News != news {
		h.t.Fatalf("%s: told %+v, want %d %s", what, sent, total, news)
	}
	return sent[0].Digest
}

// find records a finding, or what became of it.
func (h *house) find(name, title string, level qalxan.Level, indicators ...string) string {
	h.t.Helper()
	i := qalxan.Item{
		ID: qalxan.ItemID(name, 1), Identity: name, Version: 1, SourceID: "daily", URL: "https://daily.example/" + name,
		Title: title, Text: "Words of " + title, Language: qalxan.Language{Code: "az"}, Seen: noon, CaptureID: "urn:uuid:" + name,
	}
	i.Hash = qalxan.ItemHash(i.Title, i.Text)
	f := qalxan.Finding{
		ID: qalxan.FindingID(name), Identity: name, ItemID: i.ID, SourceID: "daily", Level: level, Criteria: "1",
		Created: h.now, Updated: h.now, Reason: qalxan.Reason{Code: "x.y", Text: "Two sources copy it."},
		Grounds: &qalxan.Grounds{Level: level, Indicators: indicators},
	}
	h.ok(h.record.SaveSource(h.t.Context(), qalxan.Source{ID: "daily", Name: "Daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}.WithDefaults()))
	e := store.Entry{
		Captures: []qalxan.Capture{{ID: i.CaptureID, SourceID: "daily", URL: i.URL, Time: noon}},
		Items:    []store.ItemEntry{{Item: i}}, Findings: []qalxan.Finding{f},
	}
	h.ok(h.record.Commit(h.t.Context(), e))
	return f.ID
}

func (h *house) decide(id string, to qalxan.Status) {
	h.t.Helper()
	_, err := h.record.Decide(h.t.Context(), id, qalxan.Decision{By: "leyla", To: to, Reason: "looked at it", Time: h.now})
	h.ok(err)
}

func (h *house) pass(d time.Duration) { h.now = h.now.Add(d) }

func TestToldOnce(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty"}))
	h.find("old", "Before the rule", qalxan.LevelIncident)
	h.pass(time.Second)
	h.silent("what was found before the rule was known")
	h.pass(time.Minute)
	id := h.find("a", "Su zəhərlənib", qalxan.LevelSignal, "copy")
	d := h.tells("new", NewsFound, 1)
	e := d.Groups[0].Entries[0]
	if e.Title != "Su zəhərlənib" || e.Source != "Daily" || e.Reason != "Two sources copy it." || e.Link != "https://desk.example.org/findings/"+id {
		t.Errorf("told %+v", e)
	}
	h.find("a", "Su zəhərlənib", qalxan.LevelSignal, "copy")
	h.silent("nothing new")
	h.restart()
	h.silent("after a restart")
	h.find("a", "Su zəhərlənib", qalxan.LevelIncident, "copy")
	h.tells("raised", NewsRaised, 1)
	h.find("a", "Su zəhərlənib", qalxan.LevelIncident, "copy", "burst")
	h.tells("meets more", NewsMore, 1)
	h.find("a", "Su zəhərlənib", qalxan.LevelIncident, "burst")
	h.find("a", "Su zəhərlənib", qalxan.LevelIncident, "copy", "burst")
	h.silent("what comes and goes is told once")
	h.decide(id, qalxan.StatusEscalated)
	h.tells("escalated", NewsEscalated, 1)
	h.decide(id, qalxan.StatusConfirmed)
	h.silent("confirmed")
}

func TestDismissedStaysSilent(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty"}))
	h.silent("nothing")
	h.pass(time.Minute)
	id := h.find("a", "One", qalxan.LevelSignal)
	h.decide(id, qalxan.StatusDismissed)
	h.silent("dismissed before anybody was told")
	h.find("a", "One", qalxan.LevelIncident)
	if d := h.tells("raised since", NewsFound, 1); !d.Groups[0].Entries[0].Returned {
		t.Errorf("it does not say that it was dismissed: %+v", d)
	}
	id = h.find("b", "Two", qalxan.LevelSignal)
	h.decide(id, qalxan.StatusDismissed)
	h.silent("dismissed")
	h.decide(id, qalxan.StatusNew)
	h.tells("taken back", NewsFound, 1)
}

func TestRulesAskTheIndex(t *testing.T) {
	h := open(t, settle(
		Rule{Name: "water", Query: `zəhər* lang:az -"yalan"`},
		Rule{Name: "high", Levels: []qalxan.Level{qalxan.LevelCritical}, Query: "source:daily"},
		Rule{Name: "russian", Query: "lang:ru"},
	))
	h.silent("nothing")
	h.pass(time.Minute)
	h.find("a", "Su zəhərlənib", qalxan.LevelIncident)
	h.find("b", "Su zəhərlənib, yalan", qalxan.LevelIncident)
	h.find("c", "Başqa xəbər", qalxan.LevelCritical)
	told := map[string]string{}
	for _, m := range h.turn() {
		told[m.Digest.Rule] = m.Digest.Groups[0].Entries[0].Title
	}
	if len(told) != 2 || told["water"] != "Su zəhərlənib" || told["high"] != "Başqa xəbər" {
		t.Errorf("told %v", told)
	}
}

func TestDigestAndQuietHours(t *testing.T) {
	h := open(t, settle(
		Rule{Name: "morning", When: InDigest, At: []string{"09:00"}, Zone: "Asia/Baku", Language: "az"},
		Rule{Name: "night", Quiet: "22:00-07:00", Zone: "Asia/Baku"},
	))
	h.silent("nothing")
	h.now = time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC) // midnight in Baku
	for n := range 60 {
		h.find(fmt.Sprint("n", n), fmt.Sprint("Item ", n), qalxan.LevelSignal)
	}
	h.silent("quiet")
	h.find("loud", "Critical", qalxan.LevelCritical)
	if d := h.tells("critical at night", NewsFound, 1); !d.Loud || d.Rule != "night" {
		t.Errorf("told %+v", d)
	}
	h.find("n0", "Item 0", qalxan.LevelIncident)
	h.restart()
	h.now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	if d := h.tells("at the end of quiet", NewsFound, 60); d.Rule != "night" || d.More != 10 || d.Groups[0].Entries[0].Level != qalxan.LevelIncident {
		t.Errorf("told %s, %d more, first %+v", d.Rule, d.More, d.Groups[0].Entries[0])
	}
	h.now = time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)
	if d := h.tells("the digest", NewsFound, 61); d.Rule != "morning" || d.Groups[0].Entries[0].Title != "Critical" {
		t.Errorf("told %s, first %+v", d.Rule, d.Groups[0].Entries[0])
	}
	h.pass(24 * time.Hour)
	h.silent("nothing since")
}

func TestCampaignsAreGroups(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty"}))
	h.silent("nothing")
	h.pass(time.Minute)
	campaign := qalxan.Campaign{ID: "c-1", Title: "Poisoned water", Updated: h.now}
	var findings []qalxan.Finding
	for _, name := range []string{"a", "b", "c"} {
		f, err := h.record.Finding(t.Context(), h.find(name, name, qalxan.LevelIncident))
		h.ok(err)
		f.Signals = nil
		if f.CampaignID = "c-1"; name == "c" {
			f.CampaignID = ""
		}
		findings = append(findings, f)
	}
	h.ok(h.record.Commit(t.Context(), store.Entry{Findings: findings, Campaigns: []qalxan.Campaign{campaign}}))
	d := h.tells("three", NewsFound, 3)
	if len(d.Groups) != 2 || d.Groups[0].Title != "Poisoned water" || len(d.Groups[0].Entries) != 2 || d.Groups[0].Link != "https://desk.example.org/campaigns/c-1" {
		t.Errorf("groups %+v", d.Groups)
	}
}

// TestNothingIsLost refuses letters, ends the process at every point, and
// brings the index to a halt: each finding arrives, under one id.
func TestNothingIsLost(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty"}))
	h.silent("nothing")
	h.pass(time.Minute)
	h.find("a", "One", qalxan.LevelIncident)
	h.restart() // found, not looked at
	catchUp := h.deps.CatchUp
	h.deps.CatchUp = func(context.Context) error { return errors.New("the index is away") }
	if err := h.Turn(t.Context()); err == nil {
		t.Error("an index that is away is no error")
	}
	h.deps.CatchUp = catchUp
	h.refuse = errors.New("refused")
	h.silent("refused")
	letters, err := h.record.Letters(t.Context(), 10)
	h.ok(err)
	if len(letters) != 1 || letters[0].State != store.LetterFailed || letters[0].Reason != "refused" || !letters[0].Next.Equal(h.now.Add(time.Minute)) {
		t.Fatalf("queue %+v", letters)
	}
	h.restart() // failed, to be tried again
	h.refuse = nil
	h.silent("too soon")
	h.pass(time.Minute)
	if sent := h.turn(); len(sent) != 1 || sent[0].ID != letters[0].ID {
		t.Errorf("sent %+v", sent)
	}
	// Sent, but the process ended before it was written down.
	h.ok(h.record.SaveLetter(t.Context(), letters[0]))
	if sent := h.turn(); len(sent) != 1 || sent[0].ID != letters[0].ID {
		t.Errorf("sent %+v", sent)
	}
	h.silent("sent")
}

func TestDelaysGrowAndEnd(t *testing.T) {
	o := settle(Rule{Name: "duty"}, Rule{Name: "ops", System: true})
	o.GiveUp = 12 * time.Hour
	h := open(t, o)
	h.silent("nothing")
	h.pass(time.Minute)
	h.find("a", "One", qalxan.LevelIncident)
	h.refuse = errors.New("refused")
	var waits []string
	for range 30 {
		h.silent("refused")
		letters, err := h.record.Letters(t.Context(), 10)
		h.ok(err)
		l := letters[len(letters)-1]
		if l.Rule != "duty" {
			l = letters[0]
		}
		if l.State == store.LetterGiven {
			break
		}
		waits = append(waits, l.Next.Sub(h.now).String())
		h.pass(l.Next.Sub(h.now))
	}
	if got := strings.Join(waits[:8], " "); got != "1m0s 2m0s 4m0s 8m0s 16m0s 32m0s 1h0m0s 1h0m0s" || len(waits) != 17 {
		t.Errorf("%d attempts: %s", len(waits), got)
	}
	if !strings.Contains(h.log.String(), "given up") {
		t.Error("it was given up silently")
	}
	h.refuse = nil
	if d := h.tells("given up", NewsBegan, 1); !strings.Contains(d.Groups[0].Entries[0].Title, "Alerts for room did not arrive") {
		t.Errorf("told %+v", d)
	}
}

func TestWhoAsksToWaitIsLeftAlone(t *testing.T) {
	h := open(t, settle(Rule{Name: "one"}, Rule{Name: "two"}))
	h.silent("nothing")
	h.pass(time.Minute)
	h.find("a", "One", qalxan.LevelIncident)
	h.refuse = &Wait{10 * time.Minute, errors.New("429")}
	h.silent("asked to wait")
	h.refuse = nil
	h.pass(9 * time.Minute)
	h.silent("too soon, for the other letter too")
	h.pass(time.Minute)
	if sent := h.turn(); len(sent) != 2 {
		t.Errorf("sent %d letters", len(sent))
	}
}

func TestSystem(t *testing.T) {
	h := open(t, settle(Rule{Name: "ops", System: true, Quiet: "22:00-07:00", HoldCritical: true}))
	h.silent("all is well")
	h.conditions = []Condition{{"source:daily", "Source daily is silent."}}
	if d := h.tells("began", NewsBegan, 1); !d.System || d.Groups[0].Entries[0].Title != "Source daily is silent." {
		t.Errorf("told %+v", d)
	}
	h.restart()
	h.silent("it holds")
	h.conditions = nil
	h.tells("over", NewsOver, 1)
	h.silent("told")
	h.now = time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)
	h.conditions = []Condition{{"source:daily", "Source daily is silent."}, {"disk", "Little room."}}
	h.silent("quiet")
	h.conditions = h.conditions[1:]
	h.silent("quiet")
	h.pass(8 * time.Hour)
	if d := h.tells("the end of quiet", NewsBegan, 1); d.Groups[0].Entries[0].Subject != "disk" {
		t.Errorf("what began and ended unsaid was said: %+v", d)
	}
}

// full is a record on a disk without room.
type full struct{ Record }

func (full) BeginRules(context.Context, []string, time.Time) (map[string]time.Time, error) {
	return nil, fmt.Errorf("noting: %w", store.ErrFull)
}

func TestFullDisk(t *testing.T) {
	h := open(t, settle(Rule{Name: "ops", System: true}))
	record := h.deps.Record
	h.deps.Record = full{record}
	for range 3 {
		if err := h.Turn(t.Context()); !errors.Is(err, store.ErrFull) {
			t.Fatal(err)
		}
	}
	if len(h.sent) != 1 || !strings.Contains(h.sent[0].Digest.Groups[0].Entries[0].Title, "disk is full") {
		t.Errorf("told %+v", h.sent)
	}
}

func TestSampleAndForeignLetters(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty", Language: "ru"}))
	for _, name := range []string{"duty", "room"} {
		trials, err := h.Test(t.Context(), name)
		if err != nil || len(trials) != 1 || trials[0].Error != "" || !h.sent[0].Digest.Test {
			t.Errorf("%s: %v %+v", name, err, trials)
		}
	}
	if _, err := h.Test(t.Context(), "nobody"); !errors.Is(err, ErrName) {
		t.Error(err)
	}
	gone := store.Letter{ID: "m-1", Rule: "duty", Target: "gone", State: store.LetterDue, Body: "{}", Created: noon, Next: noon}
	h.ok(h.record.Post(t.Context(), nil, []store.Letter{gone}, noon), h.dropForeign(t.Context()))
	letters, err := h.record.Letters(t.Context(), 10)
	if err != nil || letters[0].State != store.LetterGiven {
		t.Errorf("%v %+v", err, letters)
	}
}

func TestHeartbeatAndRun(t *testing.T) {
	r := openRoom(t)
	o := settle(Rule{Name: "duty"})
	o.Heartbeat.URL = r.URL + "/beat"
	h := open(t, o)
	h.ok(h.Beat(t.Context()))
	h.pass(time.Hour)
	if err := h.Beat(t.Context()); err == nil || len(r.paths) != 1 {
		t.Errorf("it says that all is well: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h.ok(h.Run(ctx))
	if r.paths[0] != "/beat" {
		t.Errorf("asked %v", r.paths)
	}
}

// BenchmarkNotice asks three rules, two of them with a query, about a finding.
func BenchmarkNotice(b *testing.B) {
	h := open(b, settle(Rule{Name: "all"}, Rule{Name: "water", Query: `zəhər* lang:az -"yalan"`}, Rule{Name: "russian", Query: "lang:ru"}))
	h.silent("nothing")
	h.pass(time.Minute)
	for n := range 1000 {
		h.find(fmt.Sprint("n", n), fmt.Sprint("Su zəhərlənib ", n), qalxan.LevelIncident)
	}
	h.ok(h.catchUp(b.Context()))
	for n := 0; b.Loop(); n++ {
		if _, err := h.ask(b.Context(), qalxan.FindingID(fmt.Sprint("n", n%1000))); err != nil {
			b.Fatal(err)
		}
	}
}
