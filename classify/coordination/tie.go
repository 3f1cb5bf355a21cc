package coordination

import (
	"cmp"
	"slices"
	"time"
)

// maxTies bounds the signals of one item and kind.
const maxTies = 5

// tie is an account that co-shares with the account of an item.
type tie struct {
	account  string
	meetings []meeting // a is the item's account
	last     meeting   // with the item
	surprise Surprise
}

// ties lists the accounts to tell of, the closest first.
func (d *Detector) ties(k Kind, shares []Share) []tie {
	shelf := d.shelf(k)
	// What is too old to count must not even be named: nothing would forget it.
	shares = slices.DeleteFunc(shares, func(s Share) bool { return s.Time.UnixNano() < shelf.from })
	if len(shares) == 0 || shelf.size == 0 {
		return nil
	}
	f := d.around(shelf, shares)
	us, post := shares[0].Account, shares[0].Content
	var ties []tie
	for _, meetings := range f.meetings(d.options.Settings.Window, func(p pair) bool { return p.a.text == us || p.b.text == us }) {
		if t, ok := newTie(meetings, us, post); ok && len(meetings) >= d.options.Least {
			ties = append(ties, t)
		}
	}
	if len(ties) == 0 {
		return nil
	}
	shelf.refresh(d.options.Settings)
	ties = slices.DeleteFunc(ties, func(t tie) bool { return float64(len(t.meetings)) <= shelf.threshold })
	for i := range ties {
		ties[i].surprise = d.surprise(f, ties[i].last, shelf.edges)
	}
	ties = slices.DeleteFunc(ties, func(t tie) bool {
		return t.surprise.Times < d.options.Least || t.surprise.Corrected > d.options.Chance
	})
	slices.SortFunc(ties, func(a, b tie) int {
		return cmp.Or(cmp.Compare(b.surprise.Times, a.surprise.Times), cmp.Compare(a.account, b.account))
	})
	return ties
}

// around makes a frame of everything that an account shares, new shares too.
// It is empty where nobody shares the new ones.
func (d *Detector) around(s *shelf, shares []Share) *frame {
	part := s.around(s.names.of(shares[0].Account))
	met := false
	for _, share := range shares {
		object, e := s.names.of(share.Object), s.names.entry(share)
		group := slices.Clone(s.groups[object])
		if at, known := slices.BinarySearchFunc(group, e, entry.before); !known {
			group = slices.Insert(group, at, e)
		}
		part.groups[object] = group
		met = met || slices.ContainsFunc(group, func(other entry) bool {
			return e.meets(other, object) && time.Duration(e.at-other.at).Abs() <= d.options.Settings.Window
		})
	}
	if !met {
		return newFrame(newTable(), s.from, d.options.Settings)
	}
	return newFrame(part, s.from, d.options.Settings)
}

// surprise tests the two accounts of a meeting.
func (d *Detector) surprise(f *frame, m meeting, edges int) Surprise {
	window, o := d.options.Settings.Window, d.options.Shuffle
	p := newPair(m.a.account, m.b.account)
	wide := f.meetings(window+2*o.Reach, func(other pair) bool { return other == p })
	s := f.test(wide[p], window, o)
	s.Corrected = min(1, s.P*float64(max(1, edges)))
	return s
}

// newTie turns meetings so that a is the account us, and finds the one of a
// post that is nearest in time.
func newTie(meetings []meeting, us, content string) (t tie, ok bool) {
	for _, m := range meetings {
		if m.a.account.text != us {
			m = meeting{m.b, m.a}
		}
		t.meetings = append(t.meetings, m)
		t.account = m.b.account.text
		if m.a.content.text == content && (!ok || cmp.Or(cmp.Compare(m.lag(), t.last.lag()), m.b.before(t.last.b.entry)) < 0) {
			t.last, ok = m, true
		}
	}
	return t, ok
}
