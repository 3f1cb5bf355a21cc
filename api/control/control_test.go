package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/store"
)

// keeper does what it is told and then fails with err.
type keeper struct{ err error }

func (k keeper) Crawl(_ context.Context, r monitor.CrawlRequest, report func(crawler.Event)) ([]store.Run, error) {
	for _, target := range r.Targets {
		report(crawler.Event{
			Source: qalxan.Source{ID: "s"}, Gain: crawler.Gain{Items: 1},
			Result: frontier.Result{URL: target, State: frontier.StateDone, Status: 200},
		})
	}
	return []store.Run{{ID: "r", SourceID: "s", Fetched: len(r.Targets)}}, k.err
}

func (k keeper) Reindex(_ context.Context, progress func(int)) error {
	progress(500)
	return k.err
}

func (k keeper) Doctor(context.Context) (monitor.Diagnosis, error) {
	return monitor.Diagnosis{Healthy: true}, k.err
}

func (k keeper) Try(_ context.Context, r monitor.TryRequest) (trial.Result, error) {
	return trial.Result{Source: qalxan.Source{URL: r.URL}}, k.err
}

func (k keeper) Decide(_ context.Context, id string, d qalxan.Decision) (qalxan.Finding, error) {
	return qalxan.Finding{ID: id, Status: d.To, Decisions: []qalxan.Decision{d}}, k.err
}

func (k keeper) Rule(_ context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	return qalxan.Campaign{ID: r.CampaignID, Title: string(r.Kind)}, k.err
}

func (k keeper) Learn(_ context.Context, r monitor.LearnRequest) (monitor.Lesson, error) {
	return monitor.Lesson{Number: 2, Before: 1}, k.err
}

func (k keeper) Unlearn(_ context.Context, by string) (qalxan.Calibration, error) {
	return qalxan.Calibration{Number: 2, UndoneBy: by}, k.err
}

func (k keeper) Learnt(context.Context) ([]qalxan.Calibration, error) {
	return []qalxan.Calibration{{Number: 2}}, k.err
}

func call(t *testing.T, k keeper, method, path, body string) (int, string) {
	t.Helper()
	client := &http.Client{Transport: control.NewInProcess(control.New(k, apitest.Open(t)))}
	request, err := http.NewRequestWithContext(t.Context(), method, "http://localhost"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(raw)
}

func messages(t *testing.T, body string) []control.Message {
	t.Helper()
	var list []control.Message
	lines := bufio.NewScanner(strings.NewReader(body))
	for lines.Scan() {
		var m control.Message
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		list = append(list, m)
	}
	return list
}

func TestCrawlTellsTasksRunsAndTheEnd(t *testing.T) {
	_, body := call(t, keeper{}, http.MethodPost, "/control/crawl", `{"targets":["https://a.example/","https://b.example/"]}`)
	m := messages(t, body)
	if len(m) != 4 || m[1].Task.URL != "https://b.example/" || m[1].Task.Items != 1 || m[2].Runs[0].Fetched != 2 || !m[3].End {
		t.Errorf("told %s", body)
	}
}

func TestCrawlThatFailsTellsItsRunsAndWhy(t *testing.T) {
	_, body := call(t, keeper{errors.New("the disk is full")}, http.MethodPost, "/control/crawl", `{"targets":["https://a.example/"]}`)
	m := messages(t, body)
	if last := m[len(m)-1]; last.Error != "the disk is full" || last.End || len(m[len(m)-2].Runs) != 1 {
		t.Errorf("told %s", body)
	}
}

// TestServerThatIsStoppedSaysSo ends the context of a crawl whose asker still
// listens.
func TestServerThatIsStoppedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/control/crawl", strings.NewReader(`{}`))
	told := httptest.NewRecorder()
	control.New(keeper{errors.New("interrupt signal received")}, apitest.Open(t)).ServeHTTP(told, request)
	m := messages(t, told.Body.String())
	if last := m[len(m)-1]; !strings.Contains(last.Error, "run the command again") {
		t.Errorf("told %s", told.Body)
	}
}

func TestStatusOfErrors(t *testing.T) {
	for err, want := range map[error]int{
		fmt.Errorf("finding x: %w", store.ErrNotFound):           http.StatusNotFound,
		fmt.Errorf("%w: a reason is needed", monitor.ErrRequest): http.StatusBadRequest,
		fmt.Errorf("deciding: %w", store.ErrFull):                http.StatusInsufficientStorage,
		errors.New("something else"):                             http.StatusInternalServerError,
	} {
		status, body := call(t, keeper{err}, http.MethodPost, "/control/findings/f-1/decisions", `{"to":"confirmed"}`)
		if status != want || !strings.Contains(body, err.Error()) {
			t.Errorf("%v: status %d, body %s", err, status, body)
		}
	}
}

func TestBadRequests(t *testing.T) {
	for _, tt := range []struct{ method, path, body, want string }{
		{http.MethodPost, "/control/crawl", `{"targets":`, "unexpected EOF"},
		{http.MethodGet, "/control/report?as=docx&q=", "", "html, pdf, xlsx, csv, jsonl, markdown"},
		{http.MethodGet, "/control/report?as=csv&q=lang:", "", "lang"},
	} {
		if status, body := call(t, keeper{}, tt.method, tt.path, tt.body); status != http.StatusBadRequest || !strings.Contains(body, tt.want) {
			t.Errorf("%s: status %d, body %s", tt.path, status, body)
		}
	}
	if status, _ := call(t, keeper{}, http.MethodGet, "/control/show/f-0000000000000000", ""); status != http.StatusNotFound {
		t.Errorf("an id of nothing answers %d", status)
	}
}
