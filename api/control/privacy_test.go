package control_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

func (k keeper) Pseudonymise(context.Context, string) (int, error) { return 3, k.err }

func (k keeper) Retain(_ context.Context, _ string, dry bool) (privacy.Retired, error) {
	return privacy.Retired{Dry: dry}, k.err
}

func (k keeper) ErasePerson(_ context.Context, r privacy.Request) (privacy.Outcome, error) {
	return privacy.Outcome{Pseudonym: r.Person}, k.err
}

func (k keeper) ExportPerson(_ context.Context, r privacy.Request) (privacy.Held, error) {
	return privacy.Held{Pseudonym: r.Person}, k.err
}

func (k keeper) Hold(_ context.Context, h store.Hold) (store.Hold, error) { return h, k.err }

func (k keeper) ReleaseHold(_ context.Context, id string, r store.Release) (store.Hold, error) {
	return store.Hold{ID: id, Release: &r}, k.err
}

func (k keeper) Holds(context.Context) ([]store.Hold, error) { return nil, k.err }

func (k keeper) ErasureRequests(context.Context) ([]store.Erasure, error) { return nil, k.err }

func (k keeper) RetentionRules(context.Context) ([]privacy.Rule, error) { return nil, k.err }

// TestPrivacy asks for everything about persons, with words that are none, and
// where the keeper refuses.
func TestPrivacy(t *testing.T) {
	tests := []struct{ method, path, body, want string }{
		{"POST", "pseudonymise", `{"by":"kamran"}`, `{"items":3}`},
		{"POST", "retain", `{"dry":true}`, `"dry":true`},
		{"POST", "erase", `{"person":"x y"}`, `"pseudonym":"x y"`},
		{"POST", "export", `{"person":"x y"}`, `"pseudonym":"x y"`},
		{"POST", "holds", `{"noun":"source"}`, `"noun":"source"`},
		{"POST", "holds/h-1/release", `{"by":"kamran"}`, `"id":"h-1"`},
		{"GET", "holds", ``, `[]`},
		{"GET", "requests", ``, `[]`},
	}
	library := apitest.Open(t)
	for _, tt := range tests {
		for _, k := range []keeper{{}, {monitor.ErrRequest}} {
			w := httptest.NewRecorder()
			control.New(k, library).ServeHTTP(w, httptest.NewRequest(tt.method, "/control/privacy/"+tt.path, strings.NewReader(tt.body)))
			want, status := tt.want, http.StatusOK
			if k.err != nil {
				want, status = monitor.ErrRequest.Error(), http.StatusBadRequest
			}
			if w.Code != status || !strings.Contains(w.Body.String(), want) || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s %s: %d %s", tt.method, tt.path, w.Code, w.Body)
			}
		}
		if tt.body == "" {
			continue
		}
		for _, body := range []string{"{", strings.Repeat(" ", 2<<20) + tt.body} {
			w := httptest.NewRecorder()
			control.New(keeper{}, library).ServeHTTP(w, httptest.NewRequest(tt.method, "/control/privacy/"+tt.path, strings.NewReader(body)))
			if w.Code != http.StatusBadRequest {
				t.Errorf("%s %s with %d bytes: %d", tt.method, tt.path, len(body), w.Code)
			}
		}
	}
}
