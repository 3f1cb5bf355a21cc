package standing

import (
	"context"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// Faults are the standing reports that could not be made at their last time, as
// conditions of the system.
func Faults(ctx context.Context, record store.Dispatches, reports []Report) (all []alert.Condition, err error) {
	for _, r := range reports {
		d, err := record.LastDispatch(ctx, r.Name)
		if errors.Is(err, store.ErrNotFound) || err == nil && d.State != store.DispatchFailed {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, alert.Condition{Key: "report:" + r.Name, Text: fmt.Sprintf(
			"Report %s, due at %s, could not be made: %s. When the cause is gone: qalxan report run %s",
			r.Name, d.Due.UTC().Format("2006-01-02 15:04 UTC"), d.Error, r.Name,
		)})
	}
	return all, nil
}
