package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// The delays between two attempts to send a letter: they double from the first
// to the last.
const (
	firstDelay = time.Minute
	lastDelay  = time.Hour
	noteTime   = 10 * time.Second // for writing down how an attempt went
	atATime    = 20               // letters to one target a turn
)

// delay is how long a letter rests after so many attempts in vain.
func delay(tries int) time.Duration {
	return min(firstDelay<<min(max(tries-1, 0), 10), lastDelay)
}

// Deliver sends every letter that is due. Targets do not wait for each other.
func (s *Service) Deliver(ctx context.Context) error {
	faults := make([]error, len(s.names))
	var all sync.WaitGroup
	for i, name := range s.names {
		all.Go(func() { faults[i] = s.deliverTo(ctx, name) })
	}
	all.Wait()
	return errors.Join(faults...)
}

func (s *Service) deliverTo(ctx context.Context, target string) error {
	if s.rests(target) {
		return nil
	}
	letters, err := s.deps.Record.DueLetters(ctx, target, s.now(), atATime)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l, err = s.deps.Record.Letter(ctx, l.ID); err != nil {
			return err
		}
		if !l.State.UnderWay() {
			continue // somebody dropped it meanwhile
		}
		failed := s.send(ctx, l)
		if ctx.Err() != nil {
			return nil // it was not the letter's fault
		}
		if err := s.note(ctx, l, failed); err != nil {
			return err
		}
		if s.rests(target) {
			return nil
		}
	}
	return nil
}

func (s *Service) send(ctx context.Context, l store.Letter) error {
	var d Digest
	if err := json.Unmarshal([]byte(l.Body), &d); err != nil {
		return fmt.Errorf("the letter cannot be read: %w", err)
	}
	return s.senders[l.Target].Send(ctx, Message{ID: l.ID, Address: l.Address, Digest: d})
}

// note writes down how an attempt went. That the process is told to stop is no
// reason to forget that a letter was sent.
func (s *Service) note(ctx context.Context, l store.Letter, failed error) error {
	now := s.now()
	l.Tries++
	l.Next = now
	var wait *Wait
	switch {
	case failed == nil:
		l.State, l.Reason = store.LetterSent, ""
	case now.Sub(l.Created) >= s.options.GiveUp:
		l.State, l.Reason = store.LetterGiven, clean(failed.Error(), maxReason)
		s.log.Error("a letter was given up: nobody was told what it says", "letter", l.ID, "rule", l.Rule, "target", l.Target, "tries", l.Tries, "error", l.Reason)
	default:
		l.State, l.Reason, l.Next = store.LetterFailed, clean(failed.Error(), maxReason), now.Add(delay(l.Tries))
		s.log.Warn("a letter could not be sent and is tried again", "letter", l.ID, "rule", l.Rule, "target", l.Target, "next", l.Next, "error", l.Reason)
	}
	if errors.As(failed, &wait) {
		s.rest(l.Target, now.Add(wait.After))
		if l.State == store.LetterFailed && l.Next.Before(now.Add(wait.After)) {
			l.Next = now.Add(wait.After)
		}
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	return s.deps.Record.SaveLetter(closing, l)
}

// rests reports whether a target asked to be left alone.
func (s *Service) rests(target string) bool {
	s.resting.mu.Lock()
	defer s.resting.mu.Unlock()
	return s.now().Before(s.resting.until[target])
}

func (s *Service) rest(target string, until time.Time) {
	s.resting.mu.Lock()
	defer s.resting.mu.Unlock()
	s.resting.until[target] = until
}

// dropForeign gives up letters to targets that are configured no more.
func (s *Service) dropForeign(ctx context.Context) error {
	letters, err := s.deps.Record.Letters(ctx, maxWaiting)
	if err != nil {
		return err
	}
	for _, l := range letters {
		_, known := s.senders[l.Target]
		if known || !l.State.UnderWay() {
			continue
		}
		l.State, l.Next, l.Reason = store.LetterGiven, s.now(), "the target is configured no more"
		s.log.Error("a letter was given up", "letter", l.ID, "rule", l.Rule, "target", l.Target, "error", l.Reason)
		if err := s.deps.Record.SaveLetter(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// Trial is how a test went at one address.
type Trial struct {
	Target  string `json:"target"`
	Address string `json:"address,omitempty"`
	ID      string `json:"id"`
	Error   string `json:"error,omitempty"` // empty where it arrived
}

// ErrName: there is no rule or target of this name.
var ErrName = errors.New("no rule or target has this name")

// Test sends a sample that says that it is a test, now and past the queue: to
// all targets of a rule, or to one target.
func (s *Service) Test(ctx context.Context, name string) ([]Trial, error) {
	r, err := s.named(name)
	if err != nil {
		return nil, err
	}
	d := s.digest(r, s.now())
	d.Test, d.System, d.Total = true, false, 1
	d.Groups = []Group{{Entries: []Entry{{
		Subject: "test", News: NewsFound, Time: d.Created,
		Title: r.words.texts["test.title"], Reason: r.words.texts["test.reason"], Link: s.options.Desk,
	}}}}
	var trials []Trial
	for _, a := range s.addresses(r) {
		t := Trial{Target: a.target.Name, Address: a.address, ID: qalxan.NewID("m")}
		if err := s.senders[a.target.Name].Send(ctx, Message{ID: t.ID, Address: a.address, Digest: d}); err != nil {
			t.Error = clean(err.Error(), maxReason)
		}
		trials = append(trials, t)
	}
	return trials, nil
}

// named is the rule of a name, or one that knows nothing but that target.
func (s *Service) named(name string) (rule, error) {
	for _, r := range s.rules {
		if r.Name == name {
			return r, nil
		}
	}
	if _, known := s.senders[name]; !known {
		return rule{}, fmt.Errorf("%w: %.60q; see: qalxan alert list", ErrName, name)
	}
	w, err := wordsOf("")
	return rule{Rule: Rule{Name: name, To: []string{name}}, words: w}, err
}
