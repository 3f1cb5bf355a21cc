package sqlite

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/store"
)

// TestLedgerShowsChanges changes the ledger behind its back, in every way that
// a person with the file could, and reads what the check says.
func TestLedgerShowsChanges(t *testing.T) {
	tests := map[string]struct{ statement, want string }{
		"words":      {"UPDATE ledger SET entry = replace(entry, 'o-3', 'o-9') WHERE number = 3", "broken at entry 3: its digest"},
		"and digest": {"UPDATE ledger SET entry = replace(entry, 'o-3', 'o-9'), digest = 'ab' WHERE number = 3", "broken at entry 3: its digest"},
		"taken out":  {"DELETE FROM ledger WHERE number = 2", "broken at entry 3: entry 2 is missing"},
		"the first":  {"DELETE FROM ledger WHERE number = 1", "broken at entry 2: entry 1 is missing"},
		"swapped":    {"UPDATE ledger SET entry = (SELECT entry FROM ledger WHERE number = 4) WHERE number = 3", "broken at entry 3"},
		"cut off":    {"DELETE FROM ledger WHERE number > 3", "ends at entry 3, but entry 5 was written"},
		"emptied":    {"DELETE FROM ledger", "ends at entry 0, but entry 5 was written"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for n := range 5 {
				if _, err := s.Enter(t.Context(), store.Entered{Verb: "login", Object: fmt.Sprintf("o-%d", n+1)}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.writer.Exec(test.statement); err == nil {
				t.Fatal("the record lets its ledger be changed")
			}
			for _, statement := range []string{"DROP TRIGGER ledger_stays", "DROP TRIGGER ledger_remains", test.statement} {
				if _, err := s.writer.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			faults, err := s.Check(t.Context())
			if err != nil || len(faults) != 1 || !strings.Contains(faults[0], test.want) {
				t.Errorf("the check says %q, %v; want %q", faults, err, test.want)
			}
		})
	}
}

// TestLedgerIsLong verifies more entries than are read at once.
func TestLedgerIsLong(t *testing.T) {
	s := open(t)
	for range linksAtOnce + 10 {
		if _, err := s.Enter(t.Context(), store.Entered{Verb: "login"}); err != nil {
			t.Fatal(err)
		}
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) != 0 {
		t.Errorf("%q, %v", faults, err)
	}
}
