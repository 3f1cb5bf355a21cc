package watchlist

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// NarrativeChange adds a narrative, changes or retires it.
type NarrativeChange struct {
	Author
	Narrative qalxan.Narrative `json:"narrative"`
	Retired   bool             `json:"retired,omitempty"`
}

// Bounds of a narrative.
const (
	MaxSentence   = 500 // code points of a claim, a title, a wording or a rebuttal
	maxSentences  = 300
	maxReferences = 50
	maxAddress    = 2000 // bytes
)

// SaveNarrative keeps a narrative and watches it from now on, or no more where
// it is retired. An error is ErrUnfit, or store.ErrConflict where somebody
// wrote meanwhile.
func (l *List) SaveNarrative(ctx context.Context, c NarrativeChange) (store.Kept, error) {
	if err := errors.Join(c.validate(), sentences(c.Narrative)); err != nil {
		return store.Kept{}, unfit(err)
	}
	l.changing.Lock()
	defer l.changing.Unlock()
	id := c.Narrative.ID
	if l.Configured(store.KeptNarrative, id) {
		return store.Kept{}, unfit(fmt.Errorf("narrative %s stands in the configuration file: change it there", id))
	}
	next := l.copied()
	next.narratives[id] = kept[qalxan.Narrative]{store.Kept{Kind: store.KeptNarrative, Subject: id, Ended: c.Retired}, c.Narrative}
	if err := l.fits(next, len(next.narratives)); err != nil {
		return store.Kept{}, err
	}
	k, err := l.keep(ctx, store.KeptNarrative, id, c.Author, c.Retired, c.Narrative)
	if err != nil {
		return k, err
	}
	ctx = context.WithoutCancel(ctx) // whoever wrote may go: what is kept comes into force
	if err := l.record.SaveNarrative(ctx, c.Narrative); err != nil {
		return k, err
	}
	return k, l.load(ctx)
}

// copied is the state that holds, to be changed.
func (l *List) copied() *state {
	now := l.state.Load()
	return &state{narratives: maps.Clone(now.narratives), sources: maps.Clone(now.sources)}
}

// fits holds a state to the rules before anything is kept.
func (l *List) fits(s *state, count int) error {
	if count > maxKept {
		return unfit(fmt.Errorf("there are %d already; put further ones into the configuration file", maxKept))
	}
	if err := check(l.with(s)); err != nil {
		return unfit(err)
	}
	return nil
}

// sentences holds a narrative to the bounds of what is typed.
func sentences(n qalxan.Narrative) error {
	if err := n.Validate(); err != nil {
		return err
	}
	all := []string{n.Claim}
	for _, title := range n.Titles {
		all = append(all, title)
	}
	for _, texts := range []map[string][]string{n.Wordings, n.Rebuttals} {
		for _, some := range texts {
			all = append(all, some...)
		}
	}
	if len(all) > maxSentences || len(n.References) > maxReferences {
		return fmt.Errorf("a narrative has at most %d sentences and %d references", maxSentences, maxReferences)
	}
	for _, text := range all {
		if err := line(text, MaxSentence); err != nil {
			return err
		}
	}
	for _, address := range n.References {
		if len(address) > maxAddress || report.Link(address) == "" {
			return fmt.Errorf("the reference %.100q is no address: it begins with http:// or https://", address)
		}
	}
	return nil
}

// line holds a text to one line of so many code points.
func line(text string, most int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return errors.New("a sentence is empty")
	case len([]rune(text)) > most:
		return fmt.Errorf("“%.60s…” is longer than %d letters and signs: shorten it", text, most)
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }):
		return fmt.Errorf("%.60q holds signs that no sentence has", text)
	}
	return nil
}
