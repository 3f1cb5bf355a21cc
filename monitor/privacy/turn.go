package privacy

import "context"

// turn is had by one at a time. Unlike a lock it does not keep those waiting
// who have gone: an erasure may take hours, and a browser does not.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

func (t turn) take(ctx context.Context) error {
	select {
	case t <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t turn) leave() { <-t }
