package desk

import (
	"slices"
	"testing"

	"github.com/qalxan/qalxan/api/account"
)

// TestMenuOfEachRole says which pages a role finds, and which part of the menu
// it is in.
func TestMenuOfEachRole(t *testing.T) {
	d := &desk{}
	for _, test := range []struct {
		role account.Role
		here string
		want []string // the pages, with the part that the page is in marked
	}{
		{account.Viewer, "sources", []string{"inbox", "since", "search", "findings", "campaigns", "watch*", "narratives", "sources", "coverage", "quality"}},
		{account.Admin, "inbox", []string{"*", "inbox", "since", "search", "findings", "campaigns", "watch", "narratives", "sources", "coverage", "quality"}},
		{"", "inbox", nil},
	} {
		var got []string
		for _, g := range d.menu(test.role, test.here) {
			name := g.Name
			if g.Here {
				name += "*"
			}
			if name != "" {
				got = append(got, name)
			}
			for _, e := range g.Entries {
				got = append(got, e.Name)
				if e.Here != (e.Name == test.here) {
					t.Errorf("on %s, %s is marked %v", test.here, e.Name, e.Here)
				}
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("a %s finds %v, want %v", test.role, got, test.want)
		}
	}
}
