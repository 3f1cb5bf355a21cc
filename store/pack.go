package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Packs keeps what people report to platforms, and what came of it.
type Packs interface {
	// AddPack adds a pack as it was made.
	AddPack(ctx context.Context, p Pack) error
	// NotePack adds an event to a pack's history and returns the pack as it
	// stands then. It is ErrConflict where the history has not as many events
	// as the caller saw, and ErrPack where the event cannot follow.
	NotePack(ctx context.Context, id string, e PackEvent, seen int) (Pack, error)
	Pack(ctx context.Context, id string) (Pack, error)
	// Packs lists those the filter lets through, last made first.
	Packs(ctx context.Context, f PackFilter, p Page) ([]Pack, string, error)
	// PackTallies counts packs by platform, in the order of names. Those that
	// were sent before the time and have no answer are overdue.
	PackTallies(ctx context.Context, overdue time.Time) ([]PackTally, error)
}

// ErrPack: this cannot happen to the pack as it stands.
var ErrPack = errors.New("the pack does not admit it")

// PackState is where a pack stands.
type PackState string

// The states of a pack.
const (
	PackMade     PackState = "made"
	PackSent     PackState = "sent"
	PackAnswered PackState = "answered"
)

// PackStates lists every state.
func PackStates() []PackState { return []PackState{PackMade, PackSent, PackAnswered} }

// PackOutcome is what the platform did.
type PackOutcome string

// The outcomes. That there was no answer is one, too: nobody waits any longer.
const (
	OutcomeRemoved  PackOutcome = "removed"
	OutcomeLimited  PackOutcome = "limited"
	OutcomeLabelled PackOutcome = "labelled"
	OutcomeKept     PackOutcome = "kept"
	OutcomeSilent   PackOutcome = "no-answer"
)

// PackOutcomes lists every outcome.
func PackOutcomes() []PackOutcome {
	return []PackOutcome{OutcomeRemoved, OutcomeLimited, OutcomeLabelled, OutcomeKept, OutcomeSilent}
}

// Pack is a report to a platform, which a person sends.
type Pack struct {
	ID       string     `json:"id"`
	Subject  string     `json:"subject"` // a finding or a campaign
	Platform string     `json:"platform"`
	Language string     `json:"language"`
	Made     time.Time  `json:"made"`
	By       string     `json:"by"`
	Findings []string   `json:"findings"`       // what it is about
	Left     int        `json:"left,omitempty"` // findings of the subject that it leaves out
	Parts    []PackPart `json:"parts"`
	Rows     []PackRow  `json:"rows"`

	State   PackState   `json:"state"`
	Outcome PackOutcome `json:"outcome,omitempty"` // the latest
	// Sent and Answered are days, as midnight in UTC; Answered is that of the
	// first answer.
	Sent     time.Time   `json:"sent,omitzero"`
	Answered time.Time   `json:"answered,omitzero"`
	Events   []PackEvent `json:"events"`
}

// PackPart is one message, and where it is to be sent.
type PackPart struct {
	To     string      `json:"to"`
	Fields []PackField `json:"fields"`
}

// PackField is what goes into one field of a form.
type PackField struct {
	Key  string `json:"key"`
	Text string `json:"text"`
	// Limit is the most code points that the field may hold; 0 for no limit.
	Limit int `json:"limit,omitempty"`
}

// PackRow is one address of a pack with its evidence.
type PackRow struct {
	Finding   string    `json:"finding"`
	Address   string    `json:"address"`
	Category  string    `json:"category"`
	Published time.Time `json:"published,omitzero"`
	Captured  time.Time `json:"captured,omitzero"`
	Observed  string    `json:"observed"`
	SHA256    string    `json:"sha256,omitempty"`
}

// PackEvent is one step of a pack's history: that it was sent, or what came of
// it. Events are only ever added.
type PackEvent struct {
	Time      time.Time   `json:"time"` // when it was noted
	By        string      `json:"by"`
	State     PackState   `json:"state"`
	On        time.Time   `json:"on"` // the day on which it happened
	Reference string      `json:"reference,omitempty"`
	Outcome   PackOutcome `json:"outcome,omitempty"`
	Note      string      `json:"note,omitempty"`
}

// PackFilter lets through what fits every field that is not zero.
type PackFilter struct {
	State   PackState
	Subject string
	// SentBefore lets through packs that were sent before and have no answer.
	SentBefore time.Time
}

// PackTally is what became of the packs for one platform.
type PackTally struct {
	Platform string  `json:"platform"`
	Made     int     `json:"made"` // not sent yet
	Sent     int     `json:"sent"` // all that were
	Waiting  int     `json:"waiting"`
	Overdue  int     `json:"overdue"`
	Outcomes []Count `json:"outcomes"` // in the order of PackOutcomes, those that occur
	// MedianDays is the median of days from sending to the first answer, of
	// the Answered packs that got one.
	MedianDays float64 `json:"median_days"`
	Answered   int     `json:"answered"`
}

// Bounds of an event, in bytes, and of a pack's history.
const (
	maxPackName   = 100
	maxPackNote   = 2000
	maxPackEvents = 100
	day           = 24 * time.Hour
)

// With is the pack after an event, or an ErrPack that says why it cannot be.
// Days may be a day ahead of the event's time: clocks differ around the world.
func (p Pack) With(e PackEvent) (Pack, error) {
	e.On = e.On.UTC().Truncate(day)
	e.By, e.Reference, e.Note = strings.TrimSpace(e.By), strings.TrimSpace(e.Reference), strings.TrimSpace(e.Note)
	if err := p.admits(e); err != nil {
		return p, err
	}
	p.State, p.Events = e.State, append(slices.Clone(p.Events), e)
	if e.State == PackSent {
		p.Sent = e.On
		return p, nil
	}
	p.Outcome = e.Outcome
	if p.Answered.IsZero() && e.Outcome != OutcomeSilent {
		p.Answered = e.On
	}
	return p, nil
}

func (p Pack) admits(e PackEvent) error {
	refuse := func(format string, args ...any) error {
		return fmt.Errorf("pack %s: %w: %s", p.ID, ErrPack, fmt.Sprintf(format, args...))
	}
	switch {
	case e.By == "" || len(e.By) > maxPackName:
		return refuse("say who does it, in at most %d bytes", maxPackName)
	case len(e.Reference) > maxPackName || len(e.Note) > maxPackNote:
		return refuse("a reference has at most %d bytes and a note %d", maxPackName, maxPackNote)
	case len(p.Events) >= maxPackEvents:
		return refuse("its history is full; make a new pack")
	case e.On.After(e.Time.Add(day)):
		return refuse("%s has not come yet", e.On.Format(time.DateOnly))
	}
	switch e.State {
	case PackSent:
		if p.State != PackMade {
			return refuse("it was sent already, on %s; note what came of it, or make a new pack", p.Sent.Format(time.DateOnly))
		}
		if e.On.Before(p.Made.Truncate(day).Add(-day)) {
			return refuse("it cannot have been sent on %s, before it was made", e.On.Format(time.DateOnly))
		}
	case PackAnswered:
		if p.State == PackMade {
			return refuse("it was not sent yet; note first when it was")
		}
		if !slices.Contains(PackOutcomes(), e.Outcome) {
			return refuse("outcome %.20q is not one of removed, limited, labelled, kept, no-answer", e.Outcome)
		}
		if e.On.Before(p.Sent) {
			return refuse("an answer on %s cannot be to what was sent on %s", e.On.Format(time.DateOnly), p.Sent.Format(time.DateOnly))
		}
	default:
		return refuse("%.20q is not something that happens to a pack", e.State)
	}
	return nil
}
