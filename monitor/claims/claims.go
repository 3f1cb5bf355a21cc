// Package claims looks for claims in what is read: those of the narratives that
// are watched now, by words and where a server for that is configured by
// meaning, and those that checkers reviewed already.
package claims

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/classify/narrative"
)

// Options say how narratives are looked for.
type Options struct {
	// Server tells the meaning of texts; without an address words alone decide.
	Server  embedding.Options
	Meaning narrative.MeaningOptions
	// Warn is told when the server does not answer; required with a server.
	Warn func(message string, args ...any)
}

// Watcher looks for the narratives that are watched now. It is safe for
// concurrent use.
type Watcher struct {
	options Options
	held    atomic.Pointer[watched]
}

// watched is what looks for one set of narratives.
type watched struct {
	reader
	meaning *meaning // nil where no server for that is configured
}

// reader looks at one item by itself.
type reader interface {
	Detect(item qalxan.Item) []qalxan.Signal
}

// New returns a watcher of narratives. Close ends it. The error is
// qalxan.ErrConfig where narratives or options cannot be used.
func New(o Options, narratives []qalxan.Narrative) (*Watcher, error) {
	w := &Watcher{options: o}
	if err := w.Watch(narratives); err != nil {
		return nil, err
	}
	return w, nil
}

// Watch makes others those that are watched. Whoever reads an item meanwhile
// still looks for those before. An error, which is qalxan.ErrConfig, leaves all
// as it was.
func (w *Watcher) Watch(narratives []qalxan.Narrative) error {
	next, err := w.prepare(narratives)
	if err != nil {
		return err
	}
	if was := w.held.Swap(next); was != nil {
		was.meaning.end()
	}
	return nil
}

func (w *Watcher) prepare(narratives []qalxan.Narrative) (*watched, error) {
	words, err := narrative.New(narratives)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", qalxan.ErrConfig, err)
	}
	if w.options.Server.Address == "" {
		return &watched{reader: words}, nil
	}
	client, err := embedding.New(w.options.Server)
	if err != nil {
		return nil, fmt.Errorf("%w: embeddings: %w", qalxan.ErrConfig, err)
	}
	both, err := narrative.NewMeaning(words, client, w.options.Meaning)
	if err != nil {
		return nil, fmt.Errorf("%w: embeddings: %w", qalxan.ErrConfig, err)
	}
	started := startMeaning(both, client, w.options.Warn)
	return &watched{started, started}, nil
}

// Detect raises a signal for every watched claim that an item makes.
func (w *Watcher) Detect(item qalxan.Item) []qalxan.Signal { return w.held.Load().Detect(item) }

// Faults are what the doctor says of it, a sentence each.
func (w *Watcher) Faults(ctx context.Context) []string { return w.held.Load().meaning.faults(ctx) }

// Close ends the questions to the server. What is read after that is looked at
// by words.
func (w *Watcher) Close() {
	if held := w.held.Load(); held != nil {
		held.meaning.end()
	}
}
