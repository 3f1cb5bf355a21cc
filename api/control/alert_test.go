package control_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

func (k keeper) AlertRules() alert.Overview {
	return alert.Overview{Rules: []alert.RuleLine{{Name: "duty"}}}
}

func (k keeper) TestAlert(_ context.Context, name string) ([]alert.Trial, error) {
	if name != "duty" {
		return nil, fmt.Errorf("%w: %w", monitor.ErrRequest, alert.ErrName)
	}
	return []alert.Trial{{Target: "room", ID: "m-1"}}, k.err
}

func (k keeper) AlertQueue(context.Context, int) ([]store.Letter, error) { return nil, k.err }

func (k keeper) HeldAlerts(context.Context) (map[string]int, error) { return nil, k.err }

func (k keeper) RetryLetter(context.Context, string) error { return k.err }

func (k keeper) DropLetter(context.Context, string, string) error { return k.err }

func TestAlerts(t *testing.T) {
	for _, test := range []struct {
		method, path, want string
		status             int
	}{
		{http.MethodGet, "/control/alerts", `"name":"duty"`, http.StatusOK},
		{http.MethodGet, "/control/alerts/queue", `[]`, http.StatusOK},
		{http.MethodPost, "/control/alerts/duty/test", `"id":"m-1"`, http.StatusOK},
		{http.MethodPost, "/control/alerts/nobody/test", "no rule or target", http.StatusBadRequest},
	} {
		if status, body := call(t, keeper{}, test.method, test.path, ""); status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %s", test.path, status, body)
		}
	}
}
