package alert

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

// farAhead is later than any hour that something can wait for.
const farAhead = 366 * 24 * time.Hour

// ErrLetter: this cannot be done with the letter as it stands.
var ErrLetter = errors.New("this cannot be done with the letter")

// Again has a letter tried at once that is stuck or was given up. A target that
// asked to be left alone is left alone until then.
func (s *Service) Again(ctx context.Context, id string) error {
	return s.handle(ctx, id, func(l *store.Letter) error {
		if _, known := s.senders[l.Target]; !known {
			return fmt.Errorf("%w: its target %.60q is configured no more", ErrLetter, l.Target)
		}
		if l.State == store.LetterGiven {
			l.State = store.LetterFailed
		}
		if !l.State.UnderWay() {
			return fmt.Errorf("%w: it was sent", ErrLetter)
		}
		return nil
	})
}

// Drop gives a letter up that is not sent yet. An attempt that is under way may
// still succeed; if it fails, the letter is tried again and can be dropped
// again.
func (s *Service) Drop(ctx context.Context, id, by string) error {
	return s.handle(ctx, id, func(l *store.Letter) error {
		if !l.State.UnderWay() {
			return fmt.Errorf("%w: it is %s", ErrLetter, l.State)
		}
		l.State, l.Reason = store.LetterGiven, clean("dropped by "+by, maxReason)
		return nil
	})
}

func (s *Service) handle(ctx context.Context, id string, how func(*store.Letter) error) error {
	l, err := s.deps.Record.Letter(ctx, id)
	if err != nil {
		return err
	}
	if err := how(&l); err != nil {
		return err
	}
	l.Next = s.now()
	return s.deps.Record.SaveLetter(ctx, l)
}

// Held counts what each rule has to say that waits for its hour.
func (s *Service) Held(ctx context.Context) (map[string]int, error) {
	held := map[string]int{}
	for _, r := range s.rules {
		waiting, err := s.deps.Record.Waiting(ctx, r.Name, s.now().Add(farAhead), maxWaiting)
		if err != nil {
			return nil, err
		}
		held[r.Name] = len(waiting)
	}
	return held, nil
}
