package rest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan/store"
)

// maxMetricSources bounds the sources that have series of their own.
const maxMetricSources = 1000

// metrics answers in the text format 0.0.4 of Prometheus. Everything is
// counted anew from the record, so nothing is lost at a restart.
func (s *service) metrics(w http.ResponseWriter, r *http.Request) {
	var e exposition
	if err := s.expose(r.Context(), &e); err != nil {
		s.log.ErrorContext(r.Context(), "metrics cannot be made", slog.Any("error", err))
		refuse(w, r, http.StatusServiceUnavailable, "The record cannot be read now; the log says why.")
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	// A scraper that went away does not miss the rest.
	_, _ = e.WriteTo(w)
}

func (s *service) expose(ctx context.Context, e *exposition) error {
	totals, err := s.library.Totals(ctx)
	if err != nil {
		return fmt.Errorf("counting the record: %w", err)
	}
	outcomes, err := s.library.Outcomes(ctx)
	if err != nil {
		return fmt.Errorf("counting runs: %w", err)
	}
	list, err := s.library.Sources(ctx)
	if err != nil {
		return err
	}
	for _, t := range []struct {
		name, help string
		value      int
	}{
		{"qalxan_sources", "Sources in the record.", totals.Sources},
		{"qalxan_captures", "Captures in the record.", totals.Captures},
		{"qalxan_items", "Items in the record, each once.", totals.Items},
		{"qalxan_item_versions", "Versions of items in the record.", totals.Versions},
		{"qalxan_findings", "Findings in the record.", totals.Findings},
		{"qalxan_campaigns", "Campaigns in the record.", totals.Campaigns},
		{"qalxan_queued_addresses", "Addresses that wait to be fetched.", totals.Queued},
		{"qalxan_outbox_items", "Changed items that wait to be indexed.", totals.Outbox},
	} {
		e.family(t.name, t.help)
		e.sample(t.name, float64(t.value))
	}
	e.family("qalxan_runs", "Runs in the record, by how they went.")
	for _, o := range store.Outcomes() {
		e.sample("qalxan_runs", float64(outcomes[o]), "outcome", string(o))
	}
	sources := list.ByUrgency()
	exposeSources(e, sources[:min(len(sources), maxMetricSources)])
	return nil
}

// exposition is a page of metrics.
type exposition struct{ bytes.Buffer }

// family begins the samples of one name. All are gauges: what is in the record
// can also become less.
func (e *exposition) family(name, help string) {
	fmt.Fprintf(e, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// escaper escapes a label's value.
var escaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// sample writes one value, with labels given as name, value, name, value.
func (e *exposition) sample(name string, value float64, labels ...string) {
	e.WriteString(name)
	for i := 0; i+1 < len(labels); i += 2 {
		e.WriteByte("{,"[min(i, 1)])
		fmt.Fprintf(e, `%s="%s"`, labels[i], escaper.Replace(strings.ToValidUTF8(labels[i+1], "\ufffd")))
	}
	if len(labels) > 1 {
		e.WriteByte('}')
	}
	e.WriteByte(' ')
	e.WriteString(strconv.FormatFloat(value, 'f', -1, 64))
	e.WriteByte('\n')
}
