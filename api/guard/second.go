package guard

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
)

// ErrLead: the second look at a critical case is not for whoever asks.
var ErrLead = fmt.Errorf("%w: the second person to confirm a critical case has to be a lead", qalxan.ErrReview)

// Decider takes decisions: *monitor.Monitor.
type Decider interface {
	Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error)
}

// Findings are what is decided about: store.Reader.
type Findings interface {
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
}

// Seconded returns the decider with the rule [Seconding] before it.
func Seconded(d Decider, f Findings) Decider { return &seconded{d, f} }

type seconded struct {
	next     Decider
	findings Findings
}

var _ Decider = (*seconded)(nil)

// Decide implements [Decider]. The error may be [ErrLead], which is
// qalxan.ErrReview too. Where the rule was asked, the decision holds for the
// finding as it stood then: of two people who confirm at once, the later one
// gets store.ErrConflict and not the place of a lead.
func (s *seconded) Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error) {
	if Seconding.May(account.From(ctx)) || d.To != qalxan.StatusConfirmed {
		return s.next.Decide(ctx, findingID, d)
	}
	f, err := s.findings.Finding(ctx, findingID)
	if err != nil {
		return f, fmt.Errorf("find out whether a lead is needed: %w", err)
	}
	if f.NeedsSecond() && !d.Undoes {
		return f, ErrLead
	}
	if d.Seen == nil {
		known := len(f.Decisions)
		d.Seen = &known
	}
	return s.next.Decide(ctx, findingID, d)
}
