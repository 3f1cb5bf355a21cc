// Package api says what may be asked of the record and the index. The web
// desk, the REST interface and the command line all ask here, so that the same
// question has one answer.
//
// Nothing in this package writes. What is asked for and is not there gives an
// error that is store.ErrNotFound, a cursor or limit that does not fit one that
// is store.ErrPage, and a query that cannot be read a *query.SyntaxError.
// Lists in answers are never nil.
package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// Errors that callers act on.
var (
	// ErrAmbiguous: a shortened id fits several things.
	ErrAmbiguous = errors.New("more than one id begins like this; give more of it")
	// ErrTooMany: more findings match than were asked for at most.
	ErrTooMany = errors.New("too many findings")
	// ErrUnexplained: nobody here knows the criteria.
	ErrUnexplained = errors.New("there are no criteria here")
	// ErrWording: a wording that is to be tried has nothing to look for.
	ErrWording = errors.New("this wording cannot be tried")
)

// Reader is what a Library reads of the record.
type Reader interface {
	store.History
	store.Standings
	store.KeptReader
	store.TranslationReader

	Source(ctx context.Context, id string) (qalxan.Source, error)
	Sources(ctx context.Context) ([]store.SourceHealth, error)
	SourceHealth(ctx context.Context, id string) (store.SourceHealth, error)
	Narratives(ctx context.Context) ([]qalxan.Narrative, error)
	Item(ctx context.Context, id string) (qalxan.Item, error)
	Items(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Item, string, error)
	Versions(ctx context.Context, identity string) ([]qalxan.Item, error)
	Capture(ctx context.Context, id string) (qalxan.Capture, error)
	Signals(ctx context.Context, identity string) ([]qalxan.Signal, error)
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	FindingOf(ctx context.Context, identity string) (qalxan.Finding, error)
	Findings(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Finding, string, error)
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
	Campaigns(ctx context.Context, p store.Page) ([]qalxan.Campaign, string, error)
	Rulings(ctx context.Context, campaignID string) ([]qalxan.Ruling, error)
	Spread(ctx context.Context, campaignID string, limit int) ([]store.Spread, error)
	Joined(ctx context.Context, campaignID string, after int64) ([]store.Spread, error)
	Members(ctx context.Context, campaignID string, p store.Page) ([]qalxan.Finding, string, error)
	Shown(ctx context.Context, campaignID string) (store.Shown, error)
	Turning(ctx context.Context, campaignID string) (store.Turning, error)
	Totals(ctx context.Context) (store.Totals, error)
	JudgedSince(ctx context.Context, after int64) (store.Rejudged, error)
	Calibration(ctx context.Context) (qalxan.Calibration, error)
}

// Searcher is what a Library asks of the index.
type Searcher interface {
	Search(ctx context.Context, r index.Request) (index.Result, error)
}

// Explainer says why an item is flagged or is not: *monitor.Monitor. Its id is
// that of an item or a finding.
type Explainer interface {
	Explain(ctx context.Context, id string) (qalxan.Explanation, error)
}

// Library answers questions. It is safe for concurrent use.
type Library struct {
	store Reader
	index Searcher
	now   func() time.Time
	// What is kept of the record is shared by all that With returns.
	judgements *judgements
	pasts      *pasts
	digests    *digests
	lessons    *lessons
	// explainer is nil where nobody judges, verifier where no evidence is kept.
	explainer Explainer
	verifier  Verifier
	platforms Platforms // nil where nobody counts
	// configuration is nil where nobody knows it.
	configuration Configuration
}

// NewLibrary returns a library over a record and its index. Relative dates in
// queries count from now.
func NewLibrary(store Reader, ix Searcher, now func() time.Time) *Library {
	return &Library{
		store: store, index: ix, now: now,
		judgements: &judgements{of: map[string]judgement{}}, pasts: &pasts{}, digests: &digests{}, lessons: &lessons{},
	}
}

// WithExplainer returns the library with somebody who explains.
func (l *Library) WithExplainer(e Explainer) *Library {
	with := *l
	with.explainer = e
	return &with
}

// Verifier compares a capture with the evidence: *monitor.Monitor.
type Verifier interface {
	Verify(ctx context.Context, c qalxan.Capture) error
}

// WithVerifier returns the library with somebody who verifies.
func (l *Library) WithVerifier(v Verifier) *Library {
	with := *l
	with.verifier = v
	return &with
}

// Verify compares a capture with the evidence as it stands now. Known is false
// where nobody can; the error then is nil, and otherwise says what differs.
func (l *Library) Verify(ctx context.Context, c qalxan.Capture) (known bool, err error) {
	if l.verifier == nil {
		return false, nil
	}
	return true, l.verifier.Verify(ctx, c)
}

// Explain says why an item, or the item of a finding, is flagged or is not.
func (l *Library) Explain(ctx context.Context, id string) (qalxan.Explanation, error) {
	if l.explainer == nil {
		return qalxan.Explanation{}, fmt.Errorf("explaining %s: %w", id, ErrUnexplained)
	}
	e, err := l.explainer.Explain(ctx, id)
	e.Levels, e.Indicators = filled(e.Levels), filled(e.Indicators)
	return e, err
}

// Now is the time by the library's clock.
func (l *Library) Now() time.Time { return l.now() }

// Totals counts the whole record.
func (l *Library) Totals(ctx context.Context) (store.Totals, error) {
	return l.store.Totals(ctx)
}

// Outcomes counts all runs by how they went.
func (l *Library) Outcomes(ctx context.Context) (map[store.Outcome]int, error) {
	return l.store.Outcomes(ctx)
}

// optional turns "not there" into nothing.
func optional[T any](value T, err error) (*T, error) {
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// filled returns the list itself, or an empty one for none.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
