// Package indextest is the conformance suite of index.Index: what every
// implementation must find, and how it must behave.
package indextest

import (
	"embed"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/index"
)

// Open opens an empty index and closes it when the test ends.
type Open func(t *testing.T) index.Index

// Test runs the whole suite.
func Test(t *testing.T, open Open) {
	t.Run("Searches", func(t *testing.T) { testSearches(t, open) })
	t.Run("Replace", func(t *testing.T) { testReplace(t, open) })
	t.Run("Delete", func(t *testing.T) { testDelete(t, open) })
	t.Run("Stamps", func(t *testing.T) { testStamps(t, open) })
	t.Run("Facets", func(t *testing.T) { testFacets(t, open) })
	t.Run("Pages", func(t *testing.T) { testPages(t, open) })
	t.Run("Bounds", func(t *testing.T) { testBounds(t, open) })
	t.Run("Hostile", func(t *testing.T) { testHostile(t, open) })
	t.Run("Concurrent", func(t *testing.T) { testConcurrent(t, open) })
}

//go:embed testdata/*.yaml
var testdata embed.FS

// now is when the queries are read.
var now = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

type document struct {
	ID, Language, Source, Host, Level, Status, Campaign, Title, Text string

	Narratives []string
	When       string
	Old        bool
}

// Documents are the documents that the suite searches.
func Documents(t testing.TB) []index.Document {
	t.Helper()
	var docs []index.Document
	for _, d := range read[document](t, "testdata/documents.yaml") {
		when, err := time.Parse(time.DateOnly, d.When)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, index.Document{
			ID: d.ID, Latest: !d.Old, Title: d.Title, Text: d.Text,
			URL: "https://" + d.Host + "/" + d.ID, Host: d.Host, Language: d.Language, Source: d.Source,
			Narratives: d.Narratives, Level: d.Level, Status: d.Status, Campaign: d.Campaign,
			When: when, Stamp: "stamp of " + d.ID,
		})
	}
	return docs
}

func read[T any](t testing.TB, name string) []T {
	t.Helper()
	text, err := testdata.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []T
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}
