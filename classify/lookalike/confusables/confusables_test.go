package confusables

import "testing"

func TestTable(t *testing.T) {
	table := New()
	for r, want := range map[rune]string{'а': "a", 'ѕ': "s", 'm': "rn", '1': "l", '0': "o", 'ı': "i"} {
		if got := table[r]; got != want {
			t.Errorf("%c is taken for %q, want %q", r, got, want)
		}
	}
	for r, prototype := range table {
		if prototype == "" || prototype == string(r) {
			t.Errorf("%c has the prototype %q", r, prototype)
		}
	}
	if len(table) < 2000 {
		t.Errorf("the table holds %d characters only", len(table))
	}
}
