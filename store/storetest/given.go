package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// start is the time of the first thing in most tests.
var start = time.Date(2026, 3, 1, 12, 0, 0, 123456000, time.UTC)

// later is after everything that a test made due.
func later() time.Time { return time.Now().Add(time.Hour) }

// item is a version of an identity; versions are a minute apart.
func item(identity string, version int) qalxan.Item {
	i := qalxan.Item{
		ID: qalxan.ItemID(identity, version), Identity: identity, Version: version,
		SourceID: "wire", CaptureID: "urn:uuid:" + identity, URL: "https://wire.example/" + identity,
		Title: "Title of " + identity, Text: fmt.Sprintf("Words of version %d.", version),
		Language: qalxan.Language{Code: "az", Confidence: 0.75, Script: "Latn"},
		Seen:     start.Add(time.Duration(version) * time.Minute),
	}
	i.Hash = qalxan.ItemHash(i.Title, i.Text)
	return i
}

// itemAt is the first version of an identity, changed.
func itemAt(identity string, seen time.Time, change func(*qalxan.Item)) qalxan.Item {
	i := item(identity, 1)
	i.Seen = seen
	if change != nil {
		change(&i)
	}
	return i
}

// makes is the signal that an item makes the claim of a narrative.
func makes(i qalxan.Item, narrative string) qalxan.Signal {
	return signal(i, qalxan.DetectNarrative, narrative)
}

func signal(i qalxan.Item, d qalxan.Detector, key string) qalxan.Signal {
	return qalxan.Signal{
		ID: qalxan.SignalID(i.ID, d, key), ItemID: i.ID, Detector: d, Key: key, Score: 0.5, Time: i.Seen,
		Reason: qalxan.Reason{Code: "test", Text: "Seen by a test."},
	}
}

// finding is a new finding about an item.
func finding(i qalxan.Item, level qalxan.Level) qalxan.Finding {
	return qalxan.Finding{
		ID: qalxan.FindingID(i.Identity), Identity: i.Identity, ItemID: i.ID, SourceID: i.SourceID,
		Level: level, Status: qalxan.StatusNew, Criteria: "1", Created: i.Seen, Updated: i.Seen,
	}
}

// entry is an entry of items and nothing else.
func entry(items ...qalxan.Item) store.Entry {
	var e store.Entry
	for _, i := range items {
		e.Items = append(e.Items, store.ItemEntry{Item: i})
	}
	return e
}

func task(source, path string) frontier.Task {
	return frontier.Task{SourceID: source, URL: "https://" + source + ".example/" + path, Role: frontier.RolePage}
}

func commit(t *testing.T, s store.Store, e store.Entry) {
	t.Helper()
	ok(t, s.Commit(t.Context(), e))
}

func identities(items []qalxan.Item) []string {
	var all []string
	for _, i := range items {
		all = append(all, i.Identity)
	}
	return all
}

func addresses(tasks []frontier.Task) []string {
	var all []string
	for _, t := range tasks {
		all = append(all, t.URL)
	}
	return all
}
