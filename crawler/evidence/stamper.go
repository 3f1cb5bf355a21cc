package evidence

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
)

// Authority stamps times.
type Authority interface {
	Stamp(ctx context.Context, digest [sha256.Size]byte) (timestamp.Token, error)
}

var _ Authority = (*timestamp.Authority)(nil)

// StamperOptions shape a stamper. The zero value is ready to use.
type StamperOptions struct {
	// Every is the least time between two stamps. Default 24 h.
	Every  time.Duration
	Now    func() time.Time // Default time.Now.
	Logger *slog.Logger     // Default none.
}

// Stamper has an authority stamp the end of a chain: when a file was closed, and
// otherwise whenever Every has passed and something was recorded meanwhile.
// Recording never waits for it.
type Stamper struct {
	w         *Writer
	authority Authority
	options   StamperOptions
	wake      chan struct{}

	mu      sync.Mutex // held while a stamp is made
	due     time.Time  // not before it
	stamped int64      // number of the last line that was stamped
	begun   int64      // of the last line when the stamper was made
	failed  int        // times since the last success

	fault struct {
		sync.Mutex
		text string
	}
}

// The time before another attempt: doubled from the first to the last.
const (
	firstRetry = time.Minute
	lastRetry  = time.Hour
)

// NewStamper returns a stamper of what a writer records. It goes on from the
// stamps that are there.
func NewStamper(w *Writer, a Authority, o StamperOptions) (*Stamper, error) {
	o.Every = cmp.Or(o.Every, 24*time.Hour)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	head, err := w.Head()
	if err != nil {
		return nil, fmt.Errorf("prepare time stamps: %w", err)
	}
	s := &Stamper{w: w, authority: a, options: o, wake: make(chan struct{}, 1), begun: head.Seq}
	// What cannot be read is for a verification to name.
	found, err := readStamps(w.dir, nil, func(Fault) {})
	if err != nil {
		return nil, fmt.Errorf("read time stamps: %w", err)
	}
	for _, stamp := range found {
		if stamp.Line > s.stamped && stamp.Line <= head.Seq {
			s.stamped, s.due = stamp.Line, stamp.Time.Add(o.Every)
		}
	}
	w.onClosed(s.look)
	return s, nil
}

// look has Run see whether there is something to stamp.
func (s *Stamper) look() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run stamps until ctx ends.
func (s *Stamper) Run(ctx context.Context) {
	for {
		timer := time.NewTimer(s.turn(ctx))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-s.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// Finish stamps what this process recorded, if the time for a stamp has come.
// It is for the end, before the writer is closed.
func (s *Stamper) Finish(ctx context.Context) {
	if head, err := s.w.Head(); err == nil && head.Seq > s.begun {
		s.turn(ctx)
	}
}

// Fault says why the last attempt failed; it is empty after a success.
func (s *Stamper) Fault() string {
	s.fault.Lock()
	defer s.fault.Unlock()
	return s.fault.text
}

func (s *Stamper) say(fault string) {
	s.fault.Lock()
	defer s.fault.Unlock()
	s.fault.text = fault
}

// turn stamps if the time has come and returns how long there is nothing to do.
func (s *Stamper) turn(ctx context.Context) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if wait := s.due.Sub(s.options.Now()); wait > 0 {
		return wait
	}
	head, err := s.w.Head()
	if err == nil && head.Seq <= s.stamped {
		return s.options.Every
	}
	if err == nil {
		err = s.stamp(ctx, head)
	}
	if ctx.Err() != nil {
		return s.options.Every
	}
	wait := s.options.Every
	if err != nil {
		wait = s.retry()
		s.say(err.Error())
		s.options.Logger.Warn("no time stamp of the evidence; it is tried again", "error", err, "in", wait)
	}
	s.due = s.options.Now().Add(wait)
	return wait
}

func (s *Stamper) retry() time.Duration {
	wait := min(firstRetry<<min(s.failed, 10), lastRetry, s.options.Every)
	s.failed++
	return wait
}

func (s *Stamper) stamp(ctx context.Context, head Link) error {
	digest, err := digestOf(head)
	if err != nil {
		return err
	}
	token, err := s.authority.Stamp(ctx, digest)
	if err != nil {
		return err
	}
	if err := saveStamp(s.w.dir, head, token); err != nil {
		return fmt.Errorf("keep the time stamp: %w", err)
	}
	s.stamped, s.failed = head.Seq, 0
	s.say("")
	s.options.Logger.Info("evidence stamped", "line", head.Seq, "time", token.Time, "authority", token.Authority)
	return nil
}
