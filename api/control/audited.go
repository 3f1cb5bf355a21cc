package control

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// audited does what another keeper does, and enters decisions and exports.
type audited struct {
	Keeper
	log   *audit.Log
	tests tests
}

var _ Keeper = (*audited)(nil)

// Audited returns the keeper with a log into which decisions and exports are
// entered.
func Audited(k Keeper, l *audit.Log) Keeper {
	return &audited{Keeper: k, log: l, tests: tests{last: map[string]time.Time{}}}
}

// Decide implements [Keeper].
func (k *audited) Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error) {
	f, err := k.Keeper.Decide(ctx, findingID, d)
	e := store.Entered{Verb: "finding.decide", By: d.By, Object: findingID, Detail: cmp.Or(string(d.To), "level "+string(d.Level))}
	return f, k.enter(ctx, e, err)
}

// Rule implements [Keeper].
func (k *audited) Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	c, err := k.Keeper.Rule(ctx, r)
	return c, k.enter(ctx, store.Entered{Verb: "campaign.rule", By: r.By, Object: r.CampaignID, Detail: string(r.Kind)}, err)
}

// Import implements [Keeper].
func (k *audited) Import(ctx context.Context, r monitor.ImportRequest, report func(monitor.ImportProgress)) error {
	e := store.Entered{Verb: "record.import", Object: strings.Join(r.Files, " "), Detail: strings.TrimSpace(r.As + " " + r.Source)}
	return k.enter(ctx, e, k.Keeper.Import(ctx, r, report))
}

// Export implements [Keeper]. It is entered before the first byte
// leaves.
func (k *audited) Export(ctx context.Context, findingID string, w io.Writer) error {
	if err := k.log.Enter(ctx, store.Entered{Verb: "evidence.export", Object: findingID, Outcome: audit.OK}); err != nil {
		return err
	}
	return k.Keeper.Export(ctx, findingID, w)
}

// enter adds an entry about what was done or failed with err, and returns err.
func (k *audited) enter(ctx context.Context, e store.Entered, err error) error {
	e.Outcome = audit.OK
	if err != nil {
		e.Outcome = audit.Failed
	}
	return errors.Join(err, k.log.Enter(ctx, e))
}
