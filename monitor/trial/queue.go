package trial

import (
	"slices"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// maxKnown bounds the addresses that a trial remembers.
const maxKnown = 5_000

// queue holds what was found, each address once, in the order of a crawl:
// feeds, sitemaps and API calls before pages, shallow before deep. Only a few
// lists are worked off, for a trial is after items.
type queue struct {
	known []frontier.Task
	seen  map[string]bool
	asked map[string]bool
	lists int
}

func newQueue(seeds []frontier.Task) *queue {
	q := &queue{seen: map[string]bool{}, asked: map[string]bool{}}
	q.add(seeds)
	return q
}

func (q *queue) add(tasks []frontier.Task) {
	for _, t := range tasks {
		if !q.seen[t.URL] && len(q.known) < maxKnown {
			q.seen[t.URL] = true
			q.known = append(q.known, t)
		}
	}
}

// next takes the first task that is worth asking.
func (q *queue) next() (frontier.Task, bool) {
	best := -1
	for i, t := range q.known {
		if q.asked[t.URL] || isList(t) && q.lists >= maxLists {
			continue
		}
		if best < 0 || before(t, q.known[best]) {
			best = i
		}
	}
	if best < 0 {
		return frontier.Task{}, false
	}
	t := q.known[best]
	q.asked[t.URL] = true
	if isList(t) {
		q.lists++
	}
	return t, true
}

func isList(t frontier.Task) bool {
	return t.Role == frontier.RoleFeed || t.Role == frontier.RoleSitemap
}

var order = []frontier.Role{frontier.RoleFeed, frontier.RoleSitemap, frontier.RoleAPI, frontier.RolePage}

// before reports whether a is asked before b. What a feed or sitemap announced
// is more likely a story than what a page links to.
func before(a, b frontier.Task) bool {
	if a.Role != b.Role {
		return slices.Index(order, a.Role) < slices.Index(order, b.Role)
	}
	if announced := a.Hint.Origin != ""; announced != (b.Hint.Origin != "") {
		return announced
	}
	return a.Depth < b.Depth
}

// left are tasks of a host that were not asked, up to limit.
func (q *queue) left(host string, limit int) []frontier.Task {
	var tasks []frontier.Task
	for _, t := range q.known {
		if len(tasks) < limit && !q.asked[t.URL] && frontier.Host(t.URL) == host {
			tasks = append(tasks, t)
		}
	}
	return tasks
}
