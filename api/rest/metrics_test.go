package rest

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api"
)

// line is a comment or a sample of the text format 0.0.4.
var line = regexp.MustCompile(`^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="(\\[\\"n]|[^\\"\n])*"(,[a-z]+="(\\[\\"n]|[^\\"\n])*")*\})? -?[0-9.]+)$`)

func TestMetrics(t *testing.T) {
	w := get(open(t, Options{}), "/metrics")
	if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != "text/plain; version=0.0.4; charset=utf-8" {
		t.Fatalf("%d as %s", w.Code, got)
	}
	body := w.Body.String()
	for l := range strings.Lines(body) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("not a line of the format: %q", l)
		}
	}
	for _, want := range []string{
		"qalxan_captures 7\n", "qalxan_items 6\n", "qalxan_item_versions 7\n", "qalxan_findings 4\n", "qalxan_outbox_items ", "qalxan_queued_addresses 0\n",
		`qalxan_runs{outcome="answered"} 1`, `qalxan_runs{outcome="failed"} 3`, `qalxan_runs{outcome="running"} 0`,
		`qalxan_source_last_success_timestamp_seconds{source="ilk"} 1795244460` + "\n",
		`qalxan_source_state{source="ikinci",state="unanswered"} 1`, `qalxan_source_state{source="unused",state="new"} 1`,
		`qalxan_source_alert{source="ilk"} 0`, `qalxan_source_alert{source="ikinci"} 1`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in:\n%s", want, body)
		}
	}
	if strings.Contains(body, `timestamp_seconds{source="unused"}`) {
		t.Error("a source that never answered has a time of success")
	}
}

func TestMetricsWithoutARecord(t *testing.T) {
	h, err := New(Options{}, api.NewLibrary(unreadable{}, unreadable{}, time.Now))
	if err != nil {
		t.Fatal(err)
	}
	if w := get(h, "/metrics"); w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

func TestSampleIsEscaped(t *testing.T) {
	var e exposition
	e.sample("a", 1.5, "b", "c\\\"\n}", "d", "\xff")
	if got, want := e.String(), `a{b="c\\\"\n}",d="`+"\ufffd"+`"} 1.5`+"\n"; got != want || !line.MatchString(strings.TrimSuffix(got, "\n")) {
		t.Errorf("got %q, want %q", got, want)
	}
}
