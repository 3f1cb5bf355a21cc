package coordination

import (
	"cmp"
	"slices"
	"time"
)

// entry is a share of one object.
type entry struct {
	account, outlet, content name  // outlet is nil where unknown
	at                       int64 // Unix time in nanoseconds
}

func (n *names) entry(s Share) entry {
	e := entry{account: n.of(s.Account), content: n.of(s.Content), at: s.Time.UnixNano()}
	if s.Outlet != "" {
		e.outlet = n.of(s.Outlet)
	}
	return e
}

// Times that can be told apart by nanoseconds in 64 bits: 1900 to 2189, as
// seconds of Unix time.
const (
	earliest = -2208988800
	latest   = 6911308800
)

func timely(t time.Time) bool { return t.Unix() > earliest && t.Unix() < latest }

// before orders entries by time; the names make the order one.
func (e entry) before(other entry) int {
	if e.at != other.at {
		return cmp.Compare(e.at, other.at)
	}
	return cmp.Or(cmp.Compare(e.content.text, other.content.text),
		cmp.Compare(e.account.text, other.account.text))
}

// meets reports whether two shares of an object can be a co-share: of two
// accounts, of two outlets, in two posts, neither of which is the object.
func (e entry) meets(other entry, object name) bool {
	return e.account != other.account && e.content != other.content && e.content != object && other.content != object &&
		(e.outlet != other.outlet || e.outlet == nil)
}

// table holds the shares of one kind: of every object, by time.
type table struct {
	names   *names
	groups  map[name][]entry
	objects map[name]map[name]bool // that every account shares
	size    int
}

func newTable() *table {
	return &table{names: newNames(0), groups: map[name][]entry{}, objects: map[name]map[name]bool{}}
}

// put adds a share in its place, once.
func (t *table) put(object name, e entry) {
	group := t.groups[object]
	at, known := slices.BinarySearchFunc(group, e, entry.before)
	if known {
		return
	}
	t.groups[object] = slices.Insert(group, at, e)
	t.own(object, e.account)
	t.size++
}

func (t *table) own(object, account name) {
	if t.objects[account] == nil {
		t.objects[account] = map[name]bool{}
	}
	t.objects[account][object] = true
}

// since returns a table without the shares before a time.
func (t *table) since(from int64) *table {
	rest := newTable()
	for object, group := range t.groups {
		for _, e := range since(group, from) {
			e.account, e.content = rest.names.of(e.account.text), rest.names.of(e.content.text)
			if e.outlet != nil {
				e.outlet = rest.names.of(e.outlet.text)
			}
			rest.put(rest.names.of(object.text), e)
		}
	}
	return rest
}

// around returns a table of the objects that an account shares. It has names
// and groups in common with the whole and may not be added to.
func (t *table) around(account name) *table {
	part := newTable()
	part.names = t.names
	for object := range t.objects[account] {
		part.groups[object] = t.groups[object]
	}
	return part
}

// median is the time that half of the shares are before.
func (t *table) median() int64 {
	times := make([]int64, 0, t.size)
	for _, group := range t.groups {
		for _, e := range group {
			times = append(times, e.at)
		}
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// since cuts off the shares before a time.
func since(group []entry, before int64) []entry {
	from, _ := slices.BinarySearchFunc(group, before, func(e entry, t int64) int { return cmp.Compare(e.at, t) })
	return group[from:]
}

// crowd is the part of a group that counts: none of an object that more than
// popular accounts share, and of each account its latest repeats. Zero means no
// limit.
func crowd(group []entry, popular, repeats int) []entry {
	if popular == 0 && repeats == 0 || len(group) <= min(limit(popular), limit(repeats)) {
		return group
	}
	shares := map[name]int{}
	over := false
	for _, e := range group {
		shares[e.account]++
		over = over || shares[e.account] > limit(repeats)
	}
	if len(shares) > limit(popular) {
		return nil
	}
	if !over {
		return group
	}
	var rest []entry
	for _, e := range group {
		if shares[e.account] <= repeats {
			rest = append(rest, e)
		}
		shares[e.account]--
	}
	return rest
}

func limit(n int) int {
	if n == 0 {
		return int(^uint(0) >> 1)
	}
	return n
}
