package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// crashVariable names the record that the test binary, started by TestCrash,
// writes to until it is killed.
const crashVariable = "QALXAN_CRASH_RECORD"

// brought is what one task brought: a capture, two versions of an item, three
// signals, a finding, a campaign and twenty found tasks.
func brought(n int) store.Entry {
	identity := fmt.Sprintf("https://wire.example/%d", n)
	seen := time.Date(2026, 1, 1, 0, 0, n, 0, time.UTC)
	var e store.Entry
	for version := 1; version <= 2; version++ {
		e.Items = append(e.Items, store.ItemEntry{Signature: make([]uint32, 128), Item: qalxan.Item{
			ID: qalxan.ItemID(identity, version), Identity: identity, Version: version, SourceID: "wire", URL: identity,
			Text: fmt.Sprintf("%03000d", version), Language: qalxan.Language{Code: "az"}, Seen: seen, Hash: strconv.Itoa(version),
		}})
	}
	id := e.Items[1].Item.ID
	for _, d := range []qalxan.Detector{qalxan.DetectNarrative, qalxan.DetectDuplicate, qalxan.DetectEdit} {
		e.Signals = append(e.Signals, qalxan.Signal{ID: qalxan.SignalID(id, d, "a"), ItemID: id, Detector: d, Key: "a", Time: seen})
	}
	e.Captures = []qalxan.Capture{{ID: "urn:uuid:" + strconv.Itoa(n), SourceID: "wire", URL: identity, Time: seen}}
	e.Findings = []qalxan.Finding{{
		ID: qalxan.FindingID(identity), Identity: identity, ItemID: id, SourceID: "wire", Level: qalxan.LevelSignal,
		CampaignID: qalxan.CampaignID(identity), Created: seen, Updated: seen,
	}}
	e.Campaigns = []qalxan.Campaign{{ID: qalxan.CampaignID(identity), Updated: seen}}
	for link := range 20 {
		e.Found = append(e.Found, frontier.Task{SourceID: "wire", URL: fmt.Sprintf("%s/%d", identity, link), Role: frontier.RolePage})
	}
	e.Result = frontier.Result{SourceID: "wire", URL: identity, State: frontier.StateDone, Status: 200, Time: seen}
	return e
}

// commitUntilKilled goes on where the record ends and says each entry's number
// once it is committed.
func commitUntilKilled(path string) {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err == nil {
		var t store.Totals
		for t, err = s.Totals(ctx); err == nil; t.Items++ {
			if err = s.Commit(ctx, brought(t.Items)); err == nil {
				fmt.Println(t.Items)
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// TestCrash kills a writer at random moments. What it said was committed must
// be there, whole, and so must everything else that is there.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes; not with -short")
	}
	path := filepath.Join(t.TempDir(), "record.db")
	total := 0
	for range 12 {
		said := killWriter(t, path, time.Duration(10+rand.IntN(200))*time.Millisecond)
		s := openAt(t, path)
		totals, err := s.Totals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if totals.Items < total+said {
			t.Fatalf("%d entries are left of %d", totals.Items, total+said)
		}
		total = totals.Items
		checkWhole(t, s, total)
		s.Close()
	}
	t.Logf("%d entries survived", total)
}

// killWriter runs a writer, kills it after some time, and returns how many
// commits it told of.
func killWriter(t *testing.T, path string, after time.Duration) (said int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashVariable+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { child.Process.Kill() })
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said++
	}
	if err := child.Wait(); err == nil || child.ProcessState.ExitCode() != -1 {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return said
}

// checkWhole reports if the record is anything but the first n entries.
func checkWhole(t *testing.T, s *Store, n int) {
	t.Helper()
	totals, err := s.Totals(t.Context())
	want := store.Totals{Captures: n, Items: n, Versions: 2 * n, Findings: n, Campaigns: n, Queued: 20 * n, Outbox: 2 * n}
	if err != nil || totals != want {
		t.Errorf("the record holds %+v, want %+v; %v", totals, want, err)
	}
	var signals int
	if err := s.reader.QueryRow("SELECT count(*) FROM signals").Scan(&signals); err != nil || signals != 3*n {
		t.Errorf("the record holds %d signals, want %d; %v", signals, 3*n, err)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the record has faults: %q, %v", faults, err)
	}
}

// TestCancelled ends commits at any point of their way by their context.
func TestCancelled(t *testing.T) {
	s := open(t)
	kept := 0
	for range 200 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(1500))*time.Microsecond)
		if err := s.Commit(ctx, brought(kept)); err == nil {
			kept++
		} else if totals, _ := s.Totals(t.Context()); totals.Items > kept {
			t.Fatalf("an entry was kept and refused: %v", err)
		}
		cancel()
	}
	t.Logf("%d of 200 were in time", kept)
	checkWhole(t, s, kept)
}
