package monitor_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// TestReservedTextIsExplainedAndNoEdit crawls a story twice. In between its
// owner begins to reserve text mining.
func TestReservedTextIsExplainedAndNoEdit(t *testing.T) {
	start := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	words := "<p>" + strings.Repeat("The council has agreed to mend the road before winter, after two years of letters. ", 12) + "</p>"
	body := []byte(`<html lang="en"><title>The road is mended</title><article><h1>The road is mended</h1><p>20 November 2026</p>` + words + words + "</article>")
	web.Host("owned.example").Publish("/2026/road",
		fakeweb.Revision{From: start, Answer: fakeweb.Answer{Status: 200, Type: "text/html", Body: body}},
		fakeweb.Revision{From: start.Add(time.Hour), Answer: fakeweb.Answer{
			Status: 200, Type: "text/html", Body: append(body[:len(body):len(body)], "<p>"...), Header: http.Header{"Tdm-Reservation": {"1"}, "Tdm-Policy": {"https://owned.example/tdm"}},
		}},
	)
	m := openOn(t, web)
	for range 2 {
		request := monitor.CrawlRequest{Targets: []string{"https://owned.example/2026/road"}, Policy: qalxan.Policy{Delay: time.Millisecond}}
		if _, err := m.Crawl(t.Context(), request, nil); err != nil {
			t.Fatal(err)
		}
		web.Clock().Advance(2 * time.Hour)
	}
	versions, err := m.Record().Versions(t.Context(), "https://owned.example/2026/road")
	if err != nil || len(versions) != 2 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	if before := versions[0]; before.Text == "" || before.Withheld != nil {
		t.Errorf("the first version is %+v", before)
	}
	after := versions[1]
	want := qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "tdm-reservation: 1", Place: "header", Terms: "https://owned.example/tdm", Time: start.Add(2 * time.Hour)}
	if after.Text != "" || after.Withheld == nil || *after.Withheld != want {
		t.Errorf("the second version is withheld as %+v, want %+v", after.Withheld, want)
	}
	if found, _, err := m.Record().Findings(t.Context(), store.Filter{}, store.Page{}); err != nil || len(found) != 0 {
		t.Errorf("%d findings, %v: a reservation is no silent edit", len(found), err)
	}
}
