package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
)

// Alerts keeps what rules have to say and the letters that say it, so that
// nothing is lost and nothing is said twice, whenever the process ends.
type Alerts interface {
	// News lists findings that are new or changed since their news was settled,
	// oldest first, up to limit. A finding enters in the transaction that
	// changes it.
	News(ctx context.Context, limit int) ([]News, error)
	// BeginRules notes now for every rule that was not known, forgets those not
	// named with all that they told, and returns since when each is known.
	BeginRules(ctx context.Context, names []string, now time.Time) (map[string]time.Time, error)
	// Told lists what was told of a subject, by rule; ToldBy what a rule told.
	Told(ctx context.Context, subject string) ([]Told, error)
	ToldBy(ctx context.Context, rule string) ([]Told, error)
	// Tell adds or replaces what is told and settles the news, unless a finding
	// changed again since it was listed. It is one transaction.
	Tell(ctx context.Context, told []Told, settled []News) error
	// Waiting lists what one rule has to say that was due at now, oldest first,
	// up to limit.
	Waiting(ctx context.Context, rule string, now time.Time, limit int) ([]Told, error)
	// Post adds letters and notes that what they tell waits no more, unless it
	// changed since it was listed. It is one transaction. Letters that were
	// sent or given up more than LettersKept before now are dropped.
	Post(ctx context.Context, told []Told, letters []Letter, now time.Time) error
	// DueLetters lists the letters to a target that are to be tried at now,
	// oldest first, up to limit.
	DueLetters(ctx context.Context, target string, now time.Time, limit int) ([]Letter, error)
	// SaveLetter notes how the attempt to send a letter went.
	SaveLetter(ctx context.Context, l Letter) error
	// Letter finds a letter by its id.
	Letter(ctx context.Context, id string) (Letter, error)
	// Letters lists letters, those that are not sent first, then newest first,
	// up to limit.
	Letters(ctx context.Context, limit int) ([]Letter, error)
}

// LettersKept is how long letters are kept that are not under way any more.
const LettersKept = 90 * 24 * time.Hour

// News is a finding that changed.
type News struct {
	Seq       int64
	FindingID string
}

// Told is what a rule has said, or is to say, of one subject: a finding, or a
// condition of the system.
type Told struct {
	Rule    string
	Subject string
	Level   qalxan.Level // the highest that was told
	// Marks are all that was known of the subject when it was told last.
	Marks []string
	// News is why it is told: a word of the package that tells.
	News    string
	Text    string // of a condition: one English sentence
	Changed time.Time
	Due     time.Time // when it is to be said; zero where nothing waits
}

// LetterState is where a letter stands.
type LetterState string

// The states of a letter.
const (
	LetterDue    LetterState = "due"    // not tried yet
	LetterFailed LetterState = "failed" // tried in vain; it is tried again
	LetterSent   LetterState = "sent"
	LetterGiven  LetterState = "given up"
)

// UnderWay reports whether the letter is still to be sent.
func (s LetterState) UnderWay() bool { return s == LetterDue || s == LetterFailed }

// Letter is one message to one address.
type Letter struct {
	ID      string      `json:"id"` // the same at every attempt
	Rule    string      `json:"rule"`
	Target  string      `json:"target"`
	Address string      `json:"address,omitempty"` // where a target has several
	State   LetterState `json:"state"`
	Body    string      `json:"-"` // as JSON
	Created time.Time   `json:"created"`
	Next    time.Time   `json:"next"` // when it is tried, or was settled
	Tries   int         `json:"tries"`
	Reason  string      `json:"reason,omitempty"` // why the last attempt failed
}
