// Package detect asks all detectors about one item: those that need nothing but
// its words, at the side of others, and those that compare it with what is
// known, one item at a time. What the latter know of other items lives in memory,
// is filled from the record, and grows with what is written there.
package detect

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/harm"
	"github.com/qalxan/qalxan/classify/infrastructure"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/classify/technique"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/monitor/claims"
	"github.com/qalxan/qalxan/monitor/tempo"
	"github.com/qalxan/qalxan/store"
)

// Options of the detectors.
type Options struct {
	Now      func() time.Time   // required
	Language *language.Detector // required

	Narratives []qalxan.Narrative // watched from the beginning
	Claims     claims.Options
	Reviewed   claims.Files
	Techniques *technique.Options // nil: techniques are not looked for
	Lookalikes lookalike.Options
	// IgnoredMarks tie no sites.
	IgnoredMarks []marks.Mark
}

// Record is what came before: a store is one.
type Record interface {
	tempo.Record
	claims.Reviews
	duplicate.Texts
	Signatures(ctx context.Context, since time.Time) iter.Seq2[store.Signed, error]
	Shares(ctx context.Context, since time.Time) iter.Seq2[store.Share, error]
	Marks(ctx context.Context) iter.Seq2[store.Mark, error]
	FoundOn(ctx context.Context, site string, after time.Time, limit int) ([]string, error)
}

// Detectors are all that looks at an item. Read and Faults are safe for
// concurrent use; Compare, Remember and Watch are one at a time.
type Detectors struct {
	options Options
	record  Record

	// readers need nothing but the item. A new one is a line in addReaders.
	readers []reader
	// claims and reviewed are two of them that learn meanwhile.
	claims   *claims.Watcher
	reviewed *claims.Reviewed
	// The others compare it with what is known. What they learned is in the
	// record.
	duplicate      *duplicate.Detector
	edit           *edit.Detector
	coordination   *coordination.Detector
	lookalike      *lookalike.Detector
	infrastructure *infrastructure.Detector
	tempo          *tempo.Tempo
	noted          noted // by who compares
}

// reader is a detector that looks at one item by itself. It is safe for
// concurrent use.
type reader interface {
	Detect(item qalxan.Item) []qalxan.Signal
}

var (
	_ reader = (*claims.Watcher)(nil)
	_ reader = (*claims.Reviewed)(nil)
)

// New returns the detectors, which know what the record knows. Close ends them.
// The error is qalxan.ErrConfig where an option cannot be used.
func New(ctx context.Context, o Options, r Record) (*Detectors, error) {
	d := &Detectors{options: o, record: r}
	for _, add := range []func(context.Context) error{d.addReaders, d.addTexts, d.addSites, d.addShares, d.addTempo} {
		if err := add(ctx); err != nil {
			d.Close()
			return nil, err
		}
	}
	return d, nil
}

func (d *Detectors) addReaders(ctx context.Context) (err error) {
	if d.claims, err = claims.New(d.options.Claims, d.options.Narratives); err != nil {
		return err
	}
	if d.reviewed, err = claims.NewReviewed(ctx, d.options.Reviewed, d.options.Language, d.record); err != nil {
		return err
	}
	d.readers = []reader{d.claims, d.reviewed, harm.New()}
	if d.options.Techniques == nil {
		return nil
	}
	words, err := technique.New(*d.options.Techniques)
	d.readers = append(d.readers, words)
	return err
}

// addTexts adds what compares texts, and the signatures of those known.
func (d *Detectors) addTexts(ctx context.Context) (err error) {
	d.edit = edit.New()
	if d.duplicate, err = duplicate.New(duplicate.Options{Texts: d.record}); err != nil {
		return fmt.Errorf("preparing the search for copies: %w", err)
	}
	for signed, err := range d.record.Signatures(ctx, d.options.Now().Add(-duplicate.DefaultWindow)) {
		if err != nil {
			return fmt.Errorf("reading signatures: %w", err)
		}
		d.duplicate.Add(signed)
	}
	return nil
}

// addTempo adds what looks for bursts.
func (d *Detectors) addTempo(ctx context.Context) (err error) {
	d.tempo, err = tempo.New(ctx, tempo.Options{Now: d.options.Now, Narratives: d.options.Narratives}, d.record)
	return err
}

// Watch makes others the narratives that are watched. An error, which is
// qalxan.ErrConfig, leaves all as it was.
func (d *Detectors) Watch(narratives []qalxan.Narrative) error {
	if err := d.claims.Watch(narratives); err != nil {
		return err
	}
	d.tempo.Watch(narratives)
	return nil
}

// Faults are what the doctor says of them, a sentence each.
func (d *Detectors) Faults(ctx context.Context) []string { return d.claims.Faults(ctx) }

// Close ends what the detectors ask of others. Closing none does nothing.
func (d *Detectors) Close() {
	if d != nil && d.claims != nil {
		d.claims.Close()
	}
}
