package coordination

import "time"

// frame is the part of a table that is counted on.
type frame struct {
	groups map[name][]post // by object
	rows   []int           // shares of every account, by the number of its name
}

// post is a share of an object.
type post struct {
	entry
	object name
}

// pair is two accounts, the one with the lower number first.
type pair struct{ a, b name }

func newPair(a, b name) pair {
	if a.no > b.no {
		return pair{b, a}
	}
	return pair{a, b}
}

// newFrame takes the shares since a time that the limits leave.
func newFrame(t *table, from int64, s Settings) *frame {
	f := &frame{groups: make(map[name][]post, len(t.groups))}
	for object, group := range t.groups {
		group = crowd(since(group, from), s.Popular, s.Repeats)
		posts := make([]post, len(group))
		for i, e := range group {
			posts[i] = post{e, object}
		}
		f.groups[object] = posts
	}
	return f
}

func (f *frame) each(do func(post)) {
	for _, group := range f.groups {
		for _, p := range group {
			do(p)
		}
	}
}

// pairs gives the co-shares within the window of accounts that have enough
// shares.
func (f *frame) pairs(s Settings, do func(earlier, later post)) {
	for _, group := range f.groups {
		near(group, s.Window, func(earlier, later post) {
			if f.active(earlier, s) && f.active(later, s) {
				do(earlier, later)
			}
		})
	}
}

// near gives the pairs of a group that can be co-shares within a window.
func near(group []post, window time.Duration, do func(earlier, later post)) {
	for i, later := range group {
		for j := i - 1; j >= 0 && later.at-group[j].at <= int64(window); j-- {
			if earlier := group[j]; earlier.meets(later.entry, later.object) {
				do(earlier, later)
			}
		}
	}
}

func (f *frame) active(p post, s Settings) bool { return f.rows[p.account.no] >= s.Participation }

// weights counts the co-shares of every two accounts of which one at least
// takes part often enough. There are so many names.
func (f *frame) weights(s Settings, names int) map[pair]int {
	f.rows = make([]int, names)
	f.each(func(p post) { f.rows[p.account.no]++ })
	often := f.participants(s)
	weights := map[pair]int{}
	f.pairs(s, func(x, y post) {
		if often[x.content.no] || often[y.content.no] {
			weights[newPair(x.account, y.account)]++
		}
	})
	return weights
}

// participants marks, by the numbers of their names, the posts that take part
// in a co-share and are shared by an account that has enough shares in such
// posts.
func (f *frame) participants(s Settings) []bool {
	part := make([]bool, len(f.rows))
	f.pairs(s, func(x, y post) { part[x.content.no], part[y.content.no] = true, true })
	shares := make([]int, len(f.rows))
	f.each(func(p post) {
		if part[p.content.no] && f.active(p, s) {
			shares[p.account.no]++
		}
	})
	often := make([]bool, len(f.rows))
	f.each(func(p post) {
		if part[p.content.no] && f.active(p, s) && shares[p.account.no] >= s.Participation {
			often[p.content.no] = true
		}
	})
	return often
}
