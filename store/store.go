// Package store says what the record is: the truth from which every index can
// be rebuilt. Implementations live below it and must pass storetest.
//
// All methods are safe for concurrent use. A method that is asked for one
// thing that is not there returns an error that is ErrNotFound.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
)

// Errors that callers act on.
var (
	// ErrNotFound: there is no such thing in the record.
	ErrNotFound = errors.New("not in the record")
	// ErrConflict: a version that would be written is not the next of its
	// chain; the caller judged on an old state and must judge again.
	ErrConflict = errors.New("the record changed meanwhile")
	// ErrFull: the disk has no room. Nothing of the write was kept.
	ErrFull = errors.New("the disk is full")
	// ErrPage: the cursor was not made by this list, or the limit is out of
	// range.
	ErrPage = errors.New("no such page")
)

// Store is the whole record. It keeps times to the microsecond and gives them
// back in UTC.
type Store interface {
	Frontier
	Recorder
	Reader
	Outbox
	Robots
	Rests
	Traps
	Accounts
	Ledger
	Alerts
	Dispatches
	Packs
	Shelves
	Keeping
	Calibrations
	Traces
	Privacy
	Translations
	// Check looks for damage and returns one sentence for each fault found.
	Check(ctx context.Context) ([]string, error)
	Close() error
}

// Frontier keeps what is to be fetched.
type Frontier interface {
	// Enqueue adds tasks as queued. A task that is known already keeps its
	// state, but one with again=true becomes queued and due now: a new run
	// starts from its start tasks so. One that is done becomes due now where its
	// hint tells of a later change than the visit, unless three such changes in
	// a row were none. It returns how many were added or woken.
	Enqueue(ctx context.Context, tasks []frontier.Task, again bool) (int, error)
	// Due returns up to limit queued tasks of the sources that are due at now,
	// in the order of their places (frontier.Place) and within a place shallow
	// before deep. Within that, pages that were never visited come before pages
	// that are looked at again, but for every fourth, which is one of these; then
	// older before newer. A task is queued while it has a next time, whatever
	// became of it last.
	Due(ctx context.Context, sourceIDs []string, now time.Time, limit int) ([]frontier.Task, error)
	// PutOff puts tasks behind all others of their source, until they are
	// carried out. LeaveOut sets where tasks stand that were not carried out.
	PutOff(ctx context.Context, tasks []frontier.Task) error
	LeaveOut(ctx context.Context, results []frontier.Result) error
	// Backlog counts the addresses of a source. Beyond a bound that the store
	// sets, pages that were never visited are forgotten: those put off first,
	// then deep before shallow, old before new. Where few of these are left,
	// what was visited longest ago is forgotten instead. Feeds and sitemaps have
	// a bound of their own.
	Backlog(ctx context.Context, sourceID string) (Backlog, error)
}

// Backlog is what is known of a source's addresses.
type Backlog struct {
	Known   int `json:"known"`   // addresses
	Dropped int `json:"dropped"` // addresses forgotten, ever
}

// Entry is everything that one task brought. It is written whole or not at
// all.
type Entry struct {
	// Result is left zero where the entry is not the work on a task. Where the
	// answer brought no validators with a 304 or a failure, the old ones stay.
	Result   frontier.Result
	Found    []frontier.Task // enqueued as by Enqueue(..., false)
	Captures []qalxan.Capture
	Items    []ItemEntry
	// Signals replace those with the same id.
	Signals []qalxan.Signal
	// Findings are written with level, grounds, reason, item and campaign;
	// status and decisions of a known finding are kept, and its Created too,
	// and its level where a person set it. One that was dismissed is new again
	// where something new happened (qalxan.Finding.Reopening). A campaign whose last finding goes
	// to another one ends with that.
	Findings  []qalxan.Finding
	Campaigns []qalxan.Campaign
	Absorbed  []Absorption
	// Shares are added, each once; those that are older than the newest of them
	// by more than ShareAge are dropped from the record. Marks replace those of
	// the same site, kind and value; those that are older than the newest of
	// them by more than MarkAge are dropped.
	Shares []Share
	Marks  []Mark
	// Reviews replace those of the same address and claim.
	Reviews []Review
}

// ItemEntry is a new version of an item with what was computed from its text.
type ItemEntry struct {
	Item qalxan.Item
	// Signature is the MinHash of the text; empty where the text is too short.
	Signature []uint32
}

// Recorder writes.
type Recorder interface {
	// Commit writes an entry in one transaction, and puts every item whose
	// searchable form changed into the outbox. Captures and item versions that
	// are already there are left alone, so that the same entry may be
	// committed twice. It returns ErrConflict if an item's version leaves a
	// gap after, or differs from, the latest of its identity.
	Commit(ctx context.Context, e Entry) error
	// SaveSource and SaveNarrative add or replace.
	SaveSource(ctx context.Context, s qalxan.Source) error
	SaveNarrative(ctx context.Context, n qalxan.Narrative) error
	// SaveRun adds or replaces the run with the same id.
	SaveRun(ctx context.Context, r Run) error
	// EndRuns ends every run that has not ended, as stopped for the reason: at
	// the last capture of its source before the source's next run, or where
	// there is none when it began. It returns how many there were. Only who
	// knows that no crawl is under way may call it.
	EndRuns(ctx context.Context, reason string) (int, error)
	// Decide appends a decision and sets the status, and the level where the
	// decision has one. What was before is filled in from the record. It is
	// ErrConflict where others decided after what the decision's Seen counts,
	// and qalxan.ErrReview where the rules of review do not admit it.
	Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error)
	// Rule appends a ruling about campaigns and carries it out: the findings
	// that it names, or for a merge all of the other campaign, go where it
	// says, two merged campaigns are no longer kept apart, and two that were
	// split are from now on. After are the campaigns as they stand then.
	Rule(ctx context.Context, r qalxan.Ruling, after ...qalxan.Campaign) error
}

// Run is one crawl of one source.
type Run struct {
	ID       string    `json:"id"`
	SourceID string    `json:"source"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended,omitzero"`
	Fetched  int       `json:"fetched"`  // answers taken
	Items    int       `json:"items"`    // new items and versions
	Findings int       `json:"findings"` // findings new or raised
	Failed   int       `json:"failed"`   // tasks without a usable answer
	Denied   int       `json:"denied"`   // tasks that were not permitted
	Used     int       `json:"used"`     // tasks with an answer that could be used
	// Stopped says that we ended the run before its work was done.
	Stopped bool `json:"stopped,omitempty"`
	// Error is the last failure in plain words.
	Error string `json:"error,omitempty"`
	// Notes are sentences about what else there is to know: the traps that the
	// source has.
	Notes string `json:"notes,omitempty"`
}

// Reader reads the record.
type Reader interface {
	History
	Cases
	Nearby
	Standings
	Lessons
	KeptReader
	TranslationReader

	Source(ctx context.Context, id string) (qalxan.Source, error)
	// Sources lists every source with its health, by id.
	Sources(ctx context.Context) ([]SourceHealth, error)
	SourceHealth(ctx context.Context, id string) (SourceHealth, error)
	Narratives(ctx context.Context) ([]qalxan.Narrative, error)

	Item(ctx context.Context, id string) (qalxan.Item, error)
	// Latest is the newest version of an identity.
	Latest(ctx context.Context, identity string) (qalxan.Item, error)
	// Versions lists the versions of an identity, first to last.
	Versions(ctx context.Context, identity string) ([]qalxan.Item, error)
	// Items lists the latest versions that the filter lets through, newest
	// (Item.When) first.
	Items(ctx context.Context, f Filter, p Page) ([]qalxan.Item, string, error)
	Capture(ctx context.Context, id string) (qalxan.Capture, error)
	// Captures yields every capture, for checking evidence.
	Captures(ctx context.Context) iter.Seq2[qalxan.Capture, error]
	// Signals lists the signals of all versions of an identity, oldest first.
	Signals(ctx context.Context, identity string) ([]qalxan.Signal, error)

	// Finding returns a finding with its decisions and the signals of all
	// versions of its identity, oldest first; FindingOf the one about an
	// identity.
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	FindingOf(ctx context.Context, identity string) (qalxan.Finding, error)
	// Findings lists those the filter lets through, with their signals and
	// decisions, last updated first. Language and time are those of the finding's item, the
	// narratives those of any version.
	Findings(ctx context.Context, f Filter, p Page) ([]qalxan.Finding, string, error)

	// Campaign returns a campaign, or the one that it became a part of.
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
	// Campaigns lists campaigns, last updated first.
	Campaigns(ctx context.Context, p Page) ([]qalxan.Campaign, string, error)

	// Signatures yields the MinHash of the latest version of every item seen
	// at or after since, oldest first.
	Signatures(ctx context.Context, since time.Time) iter.Seq2[Signed, error]

	Totals(ctx context.Context) (Totals, error)
}

// Signed is an item's place in the search for duplicates.
type Signed struct {
	ItemID    string
	Identity  string
	SourceID  string
	URL       string
	When      time.Time // Item.When
	Signature []uint32
}

// SourceHealth is a source with how its last runs went.
type SourceHealth struct {
	Source      qalxan.Source `json:"source"`
	LastRun     *Run          `json:"last_run,omitempty"`    // the one that started last
	LastSuccess time.Time     `json:"last_success,omitzero"` // end of the last run that could use an answer
	Items       int           `json:"items"`                 // identities
	Findings    int           `json:"findings"`
	Queued      int           `json:"queued"`
	Backlog
}

// Filter lets through what has one of the values in every set that is not
// empty. Level, status and campaign are those of the finding: an item without
// one has the empty value in all three.
type Filter struct {
	Sources    []string
	Languages  []string
	Narratives []string
	Levels     []string
	Statuses   []string
	Campaigns  []string
	// After is inclusive, Before exclusive, both over Item.When; zero for open.
	After, Before time.Time
}

// Page asks for one page of a list. Cursor is empty for the first and
// otherwise what the page before returned; a list returns the empty cursor
// with its last page. Limit is 1 to 1,000; 0 means 50.
type Page struct {
	Cursor string
	Limit  int
}

// Facets are counts by value.
type Facets struct {
	Languages  []Count `json:"languages"`
	Sources    []Count `json:"sources"`
	Narratives []Count `json:"narratives"`
	Levels     []Count `json:"levels"`
	Statuses   []Count `json:"statuses"`
	Days       []Count `json:"days"` // YYYY-MM-DD, UTC, in order of time
}

// Count is one value and how often it occurs.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Totals counts the whole record.
type Totals struct {
	Sources   int `json:"sources"`
	Captures  int `json:"captures"`
	Items     int `json:"items"`    // identities
	Versions  int `json:"versions"` // versions of them
	Findings  int `json:"findings"`
	Campaigns int `json:"campaigns"`
	Queued    int `json:"queued"`
	Outbox    int `json:"outbox"`
}

// Outbox is the list of items whose searchable form changed and has not been
// indexed since.
type Outbox interface {
	// Pending returns up to limit changes, oldest first, each item once with
	// its newest sequence number.
	Pending(ctx context.Context, limit int) ([]Change, error)
	// Settle removes the changes, unless the item changed again after the
	// sequence number given.
	Settle(ctx context.Context, changes []Change) error
	// Searchable yields every version of every item in the form that an index
	// should hold, ordered by id; SearchableByID those given.
	Searchable(ctx context.Context) iter.Seq2[Searchable, error]
	SearchableByID(ctx context.Context, itemIDs []string) ([]Searchable, error)
}

// Change is an item that has to be indexed anew.
type Change struct {
	Seq    int64
	ItemID string
}

// Searchable is an item version with what can be searched of its finding.
type Searchable struct {
	Item       qalxan.Item
	Latest     bool
	Level      qalxan.Level  // empty without a finding
	Status     qalxan.Status // empty without a finding
	CampaignID string
	Narratives []string // ids of narratives that the item's signals name, sorted
}
