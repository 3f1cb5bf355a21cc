package translate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// unknown is the source where the language of an item is not known: the server
// finds out.
const unknown = "auto"

// Log takes entries: *audit.Log.
type Log interface {
	Enter(ctx context.Context, e store.Entered) error
}

// Deps are what a service needs. All must be set.
type Deps struct {
	Client *Client
	Record store.Translations
	Log    Log
	Now    func() time.Time
}

// Service translates items, each once between two languages. It is safe for
// concurrent use.
type Service struct{ deps Deps }

// NewService returns a service.
func NewService(d Deps) *Service { return &Service{d} }

// Kept says why a text is not sent to the server.
type Kept string

// Why texts are not sent.
const (
	KeptWithheld Kept = "withheld" // its owner, or retention, withholds it
	KeptPolicy   Kept = "policy"   // the policy of its source lets no text be kept
	KeptSource   Kept = "source"   // its source is not known, nor what it permits
	KeptEmpty    Kept = "empty"    // there is none
	KeptLanguage Kept = "language" // the server does not know its language
)

// Offer is what there is of an item in another language, or could be.
type Offer struct {
	Server         string
	Source, Target string
	Made           *qalxan.Translation // nil where there is none yet
	// Kept says why the text is not sent; empty where it may be asked for.
	Kept Kept
}

// Offer says what there is of an item in a reader's language. It is nil where the
// item is in that language; source is nil where it is not known. Nothing is
// asked of the server.
func (s *Service) Offer(ctx context.Context, i qalxan.Item, source *qalxan.Source, target string) (*Offer, error) {
	o := &Offer{Server: s.deps.Client.host, Source: from(i), Target: target, Kept: s.kept(i, source, target)}
	if o.Source == target {
		return nil, nil
	}
	all, err := s.deps.Record.Translations(ctx, i.Hash)
	if err != nil {
		return nil, fmt.Errorf("read the translations of item %s: %w", i.ID, err)
	}
	o.Made = Into(all, target)
	return o, nil
}

// Into is the translation into a language; nil where there is none.
func Into(all []qalxan.Translation, target string) *qalxan.Translation {
	for i := range all {
		if all[i].Target == target {
			return &all[i]
		}
	}
	return nil
}

// from is the language in which an item is.
func from(i qalxan.Item) string {
	if i.Language.Code == "" || i.Language.Code == "und" {
		return unknown
	}
	return i.Language.Code
}

// kept says why a text is not sent. Where only the rest of a text is missing,
// what there is may be sent.
func (s *Service) kept(i qalxan.Item, source *qalxan.Source, target string) Kept {
	switch {
	case i.Withheld != nil && i.Withheld.By != qalxan.WithheldRest:
		return KeptWithheld
	case source == nil:
		return KeptSource
	case source.Policy.NoText:
		return KeptPolicy
	case strings.TrimSpace(i.Text) == "":
		return KeptEmpty
	case !s.deps.Client.options.knows(from(i)) || !s.deps.Client.options.knows(target):
		return KeptLanguage
	}
	return ""
}

// Request asks for an item in another language.
type Request struct {
	ItemID string
	Target string
	By     string
}

// Translate has an item translated, unless it was before, and enters that its
// words were sent. An error that is no fault of ours is an [*Error].
func (s *Service) Translate(ctx context.Context, r Request) error {
	i, err := s.deps.Record.Item(ctx, r.ItemID)
	if err != nil {
		return fmt.Errorf("item %s: %w", r.ItemID, err)
	}
	var source *qalxan.Source
	switch known, err := s.deps.Record.Source(ctx, i.SourceID); {
	case err == nil:
		source = &known
	case !errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("read the source of item %s: %w", i.ID, err)
	}
	o, err := s.Offer(ctx, i, source, r.Target)
	if err != nil || o == nil || o.Made != nil {
		return err
	}
	if o.Kept != "" {
		return &Error{Fault: FaultRefused, Err: fmt.Errorf("the text of item %s is not sent: %s", i.ID, o.Kept)}
	}
	return s.make(ctx, i, *o, r.By)
}

// make enters what is sent before it leaves.
func (s *Service) make(ctx context.Context, i qalxan.Item, o Offer, by string) error {
	t := qalxan.Translation{Digest: i.Hash, Source: o.Source, Target: o.Target, Server: o.Server}
	texts := s.texts(i, &t)
	e := store.Entered{Verb: "item.translate", By: by, Object: i.ID, Detail: fmt.Sprintf("%s to %s by %s", o.Source, o.Target, o.Server), Outcome: "ok"}
	if err := s.deps.Log.Enter(ctx, e); err != nil {
		return err
	}
	made, err := s.deps.Client.Translate(ctx, texts, o.Source, o.Target)
	if err != nil {
		return fmt.Errorf("translate item %s: %w", i.ID, err)
	}
	if len(made) > len(t.Parts) {
		t.Title, made = made[0], made[1:]
	}
	for n := range t.Parts {
		t.Parts[n].Text = made[n]
	}
	t.Time = s.deps.Now()
	// It was paid for with the words of an item: it is kept even if whoever asked
	// has gone meanwhile.
	err = s.deps.Record.SaveTranslation(context.WithoutCancel(ctx), i.ID, t)
	if errors.Is(err, store.ErrNotFound) {
		return &Error{Fault: FaultChanged, Err: err}
	}
	return err
}

// texts are the title and the paragraphs of an item as they are sent, and notes
// in the translation which they are.
func (s *Service) texts(i qalxan.Item, t *qalxan.Translation) []string {
	text := []rune(i.Text)
	t.Parts, t.Rest = split(text, s.deps.Client.options.Most)
	var out []string
	if title := []rune(strings.TrimSpace(i.Title)); len(title) > 0 {
		out = append(out, string(title[:min(len(title), longest)]))
	}
	for _, p := range t.Parts {
		out = append(out, p.Of(text))
	}
	return out
}
