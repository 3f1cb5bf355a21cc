package desk

import "github.com/qalxan/qalxan/api/account"

// menuGroup is a part of the menu. The first one, which has no name, lies open;
// the others unfold.
type menuGroup struct {
	Name    string
	Entries []menuEntry
	Here    bool // the page is one of them
}

// menuEntry is a page of the menu.
type menuEntry struct {
	Name, Link string
	Here       bool
}

// place is a page of the menu, and who finds it there.
type place struct {
	name  string
	least account.Role
	there bool
}

// menu is what a role finds in the menu, with the page that it is on.
func (d *desk) menu(role account.Role, here string) []menuGroup {
	var groups []menuGroup
	for _, g := range []struct {
		name   string
		places []place
	}{
		{"", []place{
			{"inbox", account.Viewer, true},
			{"since", account.Viewer, true},
			{"search", account.Viewer, true},
			{"findings", account.Viewer, true},
			{"campaigns", account.Viewer, true},
		}},
		{"watch", []place{
			{"narratives", account.Viewer, true}, {"sources", account.Viewer, true}, {"coverage", account.Viewer, true}, {"quality", account.Viewer, true},
		}},
		{"out", []place{{"reports", account.Viewer, d.outgoing != nil}, {"packs", account.Viewer, d.outgoing != nil}}},
		{"office", []place{
			{"alerts", account.Lead, d.office.alerter != nil},
			{"learning", account.Lead, d.office.learner != nil},
			{"users", account.Admin, d.office.accounts != nil},
			{"privacy", account.Admin, d.guardian != nil},
			{"audit", account.Admin, d.office.audit != nil},
		}},
	} {
		if group := unfold(g.name, g.places, role, here); len(group.Entries) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func unfold(name string, places []place, role account.Role, here string) menuGroup {
	g := menuGroup{Name: name}
	for _, p := range places {
		if !p.there || !role.AtLeast(p.least) {
			continue
		}
		e := menuEntry{Name: p.name, Link: "/" + p.name, Here: p.name == here}
		if p.name == "inbox" {
			e.Link = "/"
		}
		g.Entries, g.Here = append(g.Entries, e), g.Here || e.Here
	}
	return g
}
