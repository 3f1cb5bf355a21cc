package privacy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan/store"
)

// enter adds an entry about what was done, or failed with err, and returns
// both errors.
func (s *Service) enter(ctx context.Context, e store.Entered, err error) error {
	e.Outcome = "ok"
	if err != nil {
		e.Outcome = "failed"
	}
	if e.Via == "" {
		way, _ := ctx.Value(wayKey{}).(way)
		e.Via, e.Address = cmp.Or(way.via, "socket"), way.address
	}
	_, entering := s.record.Enter(context.WithoutCancel(ctx), e)
	return errors.Join(err, entering)
}

// way is by which way somebody asks.
type way struct{ via, address string }

type wayKey struct{}

// Via says by which way, and from where, whoever asks came in: it stands in the
// ledger. Without it that is this machine's socket.
func Via(ctx context.Context, via, address string) context.Context {
	return context.WithValue(ctx, wayKey{}, way{via, address})
}

// maxReason bounds a reason and a name of who asks, in bytes.
const maxReason = 500

// said checks who asks, and why; what is being done stands in the error.
func said(doing string, fields ...string) error {
	for _, f := range fields {
		if strings.TrimSpace(f) == "" || len(f) > maxReason || !utf8.ValidString(f) || strings.ContainsFunc(f, unicode.IsControl) {
			return fmt.Errorf("%w: %s needs who does it and a reason, of one line and %d bytes at most", ErrRequest, doing, maxReason)
		}
	}
	return nil
}
