// Package storetest is the conformance suite of package store: what its
// comments promise, tried on an implementation.
package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/qalxan/qalxan/store"
)

// Test runs the suite. Each test gets an empty store of its own from open and
// closes it.
func Test(t *testing.T, open func(t *testing.T) store.Store) {
	tests := []struct {
		name string
		run  func(*testing.T, store.Store)
	}{
		{"enqueue", testEnqueue},
		{"due order", testDueOrder},
		{"results", testResults},
		{"validators", testValidators},
		{"places", testPlaces},
		{"put off", testPutOff},
		{"backlog", testBacklog},
		{"memory", testMemory},
		{"announced changes", testAnnounced},
		{"entry comes back", testEntryComesBack},
		{"hostile values", testHostileValues},
		{"commit twice", testCommitTwice},
		{"conflicts", testConflicts},
		{"versions", testVersions},
		{"race for a version", testRace},
		{"all or nothing", testAllOrNothing},
		{"not found", testNotFound},
		{"item filters", testItemFilters},
		{"item pages", testItemPages},
		{"finding kept", testFindingKept},
		{"decide", testDecide},
		{"level", testLevel},
		{"reopening", testReopening},
		{"rules of review", testReviewRules},
		{"standing", testStanding},
		{"assigned", testAssigned},
		{"finding filters", testFindingFilters},
		{"finding signals", testFindingSignals},
		{"finding pages", testFindingPages},
		{"campaign pages", testCampaignPages},
		{"saved searches", testSearches},
		{"visits", testVisits},
		{"links", testLinks},
		{"one letter", testOneLetter},
		{"spread", testSpread},
		{"members", testMembers},
		{"claimants", testClaimants},
		{"sources since", testSourcesSince},
		{"shown", testShown},
		{"merge", testMerge},
		{"split", testSplit},
		{"seal", testSeal},
		{"authors", testAuthors},
		{"passages", testPassages},
		{"holds", testHolds},
		{"retention", testRetention},
		{"translations", testTranslations},
		{"translations erased", testTranslationsErased},
		{"translations retired", testTranslationsRetired},
		{"bad pages", testBadPages},
		{"running counts", testRunningCounts},
		{"turns", testTurns},
		{"second person", testUnseconded},
		{"turn of a campaign", testCampaignTurn},
		{"captures", testCaptures},
		{"signatures", testSignatures},
		{"sources", testSources},
		{"recent runs", testRecentRuns},
		{"harvests", testHarvests},
		{"waits", testWaits},
		{"notices", testNotices},
		{"outcomes", testOutcomes},
		{"narratives", testNarratives},
		{"outbox", testOutbox},
		{"settle", testSettle},
		{"searchable", testSearchable},
		{"totals", testTotals},
		{"robots", testRobots},
		{"old robots", testOldRobots},
		{"rests", testRests},
		{"news", testNews},
		{"told", testTold},
		{"letters", testLetters},
		{"standing reports", testStandingReports},
		{"dispatches", testDispatches},
		{"packs", testPacks},
		{"pack tallies", testPackTallies},
		{"traps", testTraps},
		{"shares", testShares},
		{"marks", testMarks},
		{"reviews", testReviews},
		{"found on a site", testFoundOn},
		{"tallies", testTallies},
		{"users", testUsers},
		{"sessions", testSessions},
		{"tokens", testTokens},
		{"ledger", testLedger},
		{"runs cut off", testCutOffRuns},
		{"new before known", testNewBeforeKnown},
		{"a task forgotten at work", testForgottenAtWork},
		{"judged", testJudged},
		{"judged since", testJudgedSince},
		{"calibrations", testCalibrations},
		{"kept", testKept},
		{"kept at once", testKeptAtOnce},
		{"kept often", testKeptOften},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			test.run(t, s)
			faults, err := s.Check(t.Context())
			ok(t, err)
			same(t, "faults", faults, nil)
			ok(t, s.Close())
		})
	}
}

// ok ends the test if something that must work did not.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must is the value of a call that must work.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		ok(t, err)
		return value
	}
}

// same reports how a value differs from what it should be; nil and empty lists
// are the same.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
