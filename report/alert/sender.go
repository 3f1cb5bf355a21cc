package alert

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"time"
)

// Message is one letter to one address.
type Message struct {
	// ID is the same at every attempt, and of no other letter.
	ID string
	// Address is where a target has several; empty otherwise.
	Address string
	Digest  Digest
}

// Sender brings messages to one target. A nil error means that the receiver
// took it. An error holds no secret, and is a *Wait where the receiver said when
// to come again.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Wait is a refusal for a time.
type Wait struct {
	After time.Duration
	Err   error
}

// Error implements error.
func (w *Wait) Error() string { return w.Err.Error() }

// Unwrap is the cause.
func (w *Wait) Unwrap() error { return w.Err }

// World is what senders reach the world by. The zero value of a field is the
// real one, but for Env and Files.
type World struct {
	Env     func(string) string // none where nil
	Now     func() time.Time
	RootCAs *x509.CertPool
	// Files reads what goes with a letter, by its name; nil for nothing.
	Files func(name string) ([]byte, error)
	// Timeout bounds one attempt to send; 30 s where zero.
	Timeout time.Duration
}

// real fills what is missing.
func (w World) real() World {
	if w.Env == nil {
		w.Env = func(string) string { return "" }
	}
	if w.Now == nil {
		w.Now = time.Now
	}
	w.Timeout = cmp.Or(w.Timeout, sendTime)
	return w
}

// NewSender returns the sender of a target that was validated.
func NewSender(t Target, w World) (Sender, error) {
	w = w.real()
	switch t.Kind {
	case KindMail:
		return &mailer{t, w}, nil
	case KindWebhook:
		return &webhook{t, w, newPoster(w)}, nil
	case KindTelegram:
		return &telegram{t, w, newPoster(w)}, nil
	case KindSlack:
		return &slack{t, w, newPoster(w)}, nil
	}
	return nil, fmt.Errorf("target %s: there is no way to send to a %q", t.Name, t.Kind)
}
