package rest

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store"
)

// Decider records what a person decided about a finding.
type Decider interface {
	Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error)
}

// Audit is the audit log: *audit.Log.
type Audit interface {
	Entries(ctx context.Context, f store.EntryFilter, p store.Page) (audit.List, error)
	Enter(ctx context.Context, e store.Entered) error
}

// Office is what can be done besides reading. Where one is nil, its operations
// are not offered.
type Office struct {
	Decider Decider
	Users   Users
	Audit   Audit
	Ruler   Ruler
	Learner Learner
	Alerter Alerter
}

func (s *service) registerOffice(a huma.API) {
	if s.office.Decider != nil {
		op := operation("decide", "/findings/{id}/decisions", "Decide about a finding, in the name of who asks", http.StatusForbidden, http.StatusNotFound, http.StatusConflict)
		op.Method = http.MethodPost
		huma.Register(a, op, s.decide)
	}
	if s.office.Users != nil {
		s.registerUsers(a)
	}
	if s.office.Ruler != nil {
		s.registerRulings(a)
	}
	if s.office.Learner != nil {
		s.registerLearning(a)
	}
	if s.office.Alerter != nil {
		s.registerAlerts(a)
	}
	if s.office.Audit != nil {
		huma.Register(a, operation("list-audit", "/audit", "List who did what, newest first", http.StatusBadRequest), s.audit)
	}
}

// decisionRequest is a decision without a name: that is who asks.
type decisionRequest struct {
	ID   string `path:"id" minLength:"1" maxLength:"128"`
	Body struct {
		To     qalxan.Status `json:"to,omitempty" enum:"new,confirmed,dismissed,escalated" doc:"The status to set; may be left out where a level is set."`
		Level  qalxan.Level  `json:"level,omitempty" enum:"signal,incident,critical" doc:"The level to set. The criteria leave it alone from then on."`
		Reason string        `json:"reason" minLength:"1" maxLength:"2000" doc:"Why. It is kept."`
	}
}

func (s *service) decide(ctx context.Context, in *decisionRequest) (*whole[qalxan.Finding], error) {
	d := qalxan.Decision{By: account.From(ctx).Name, To: in.Body.To, Level: in.Body.Level, Reason: in.Body.Reason}
	if err := d.Validate(); err != nil {
		return nil, huma.Error422UnprocessableEntity(err.Error())
	}
	f, err := s.office.Decider.Decide(ctx, in.ID, d)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &whole[qalxan.Finding]{f}, nil
}

// auditRequest asks for a page of the audit log.
type auditRequest struct {
	Paging
	By    string    `query:"by" maxLength:"100" doc:"A user."`
	Verb  string    `query:"verb" maxLength:"100" doc:"A verb such as login, or with a dot at its end all that begin so: user."`
	Since time.Time `query:"since" doc:"The first moment that counts (RFC 3339)."`
}

func (s *service) audit(ctx context.Context, in *auditRequest) (*list[audit.List], error) {
	page, err := s.office.Audit.Entries(ctx, store.EntryFilter{By: in.By, Verb: in.Verb, Since: in.Since}, in.page())
	if err == nil {
		err = s.office.Audit.Enter(ctx, store.Entered{Verb: "audit.read", Outcome: audit.OK})
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &list[audit.List]{in.link(page.Next), page}, nil
}

// exporting holds findings in a form that leaves the house to those who may
// take them out, and enters that they did.
func (s *service) exporting(ctx context.Context, media string, findings int) error {
	if !guard.Exporting.May(account.From(ctx)) {
		return huma.Error403Forbidden("Only analysts, and tokens with the scope export, take findings out as " + media + ".")
	}
	if s.office.Audit == nil {
		return nil
	}
	detail := media + ", " + strconv.Itoa(findings) + " findings"
	return s.office.Audit.Enter(ctx, store.Entered{Verb: "findings.export", Outcome: audit.OK, Detail: detail})
}
