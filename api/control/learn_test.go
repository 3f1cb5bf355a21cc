package control_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/monitor"
)

func TestLearn(t *testing.T) {
	refused := keeper{err: fmt.Errorf("%w: no name", monitor.ErrRequest)}
	for _, tt := range []struct {
		name               string
		keeper             keeper
		method, path, body string
		status             int
		want               string
	}{
		{"learn", keeper{}, http.MethodPost, "/control/learn", `{"by":"leyla"}`, http.StatusOK, `"number":2,"before":1`},
		{"undo", keeper{}, http.MethodPost, "/control/learn/undo", `{"by":"leyla"}`, http.StatusOK, `"undone_by":"leyla"`},
		{"list", keeper{}, http.MethodGet, "/control/learn", "", http.StatusOK, `[{"number":2`},
		{"no name", refused, http.MethodPost, "/control/learn", `{}`, http.StatusBadRequest, "no name"},
		{"no request", keeper{}, http.MethodPost, "/control/learn/undo", `nothing`, http.StatusBadRequest, "invalid"},
		{"a fault", keeper{err: errors.New("broken")}, http.MethodGet, "/control/learn", "", http.StatusInternalServerError, "broken"},
	} {
		status, body := call(t, tt.keeper, tt.method, tt.path, tt.body)
		if status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s: %d %s", tt.name, status, body)
		}
	}
}
