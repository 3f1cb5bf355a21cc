package crawler

import (
	"container/heap"
	"slices"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// host is one host with the tasks of a run that wait for it. It is in one place
// at a time: in line, resting, or with the one worker that asks it.
type host struct {
	name    string
	parcels []parcel  // one a lane, each in its turn
	ready   time.Time // when it has rested
}

// parcel is the tasks of one lane for one host, one at least.
type parcel struct {
	lane  *lane
	tasks []frontier.Task
}

// add puts a task behind those of its lane.
func (h *host) add(l *lane, t frontier.Task) {
	l.waiting[t.URL] = true
	for i := range h.parcels {
		if h.parcels[i].lane == l {
			h.parcels[i].tasks = append(h.parcels[i].tasks, t)
			return
		}
	}
	l.spread++
	h.parcels = append(h.parcels, parcel{l, []frontier.Task{t}})
}

// take removes the task at the head; then it is another lane's turn.
func (h *host) take() frontier.Task {
	p := h.parcels[0]
	t := p.tasks[0]
	delete(p.lane.waiting, t.URL)
	p.tasks = p.tasks[1:]
	h.parcels = h.parcels[1:]
	if len(p.tasks) > 0 {
		h.parcels = append(h.parcels, p)
	} else {
		p.lane.spread--
	}
	return t
}

// has reports whether a task of the lane waits here.
func (h *host) has(l *lane) bool {
	return slices.ContainsFunc(h.parcels, func(p parcel) bool { return p.lane == l })
}

// restingHosts is a heap of hosts by the time at which they have rested.
type restingHosts []*host

var _ heap.Interface = (*restingHosts)(nil)

// Len implements [heap.Interface].
func (r restingHosts) Len() int { return len(r) }

// Less implements [heap.Interface].
func (r restingHosts) Less(i, j int) bool { return r[i].ready.Before(r[j].ready) }

// Swap implements [heap.Interface].
func (r restingHosts) Swap(i, j int) { r[i], r[j] = r[j], r[i] }

// Push implements [heap.Interface].
func (r *restingHosts) Push(h any) { *r = append(*r, h.(*host)) }

// Pop implements [heap.Interface].
func (r *restingHosts) Pop() any {
	last := len(*r) - 1
	h := (*r)[last]
	(*r)[last] = nil
	*r = (*r)[:last]
	return h
}

// line is a queue, first in first out.
type line[T any] struct{ in, out []T }

func (l *line[T]) len() int { return len(l.in) + len(l.out) }

func (l *line[T]) push(t T) { l.in = append(l.in, t) }

// pop takes the first; there has to be one.
func (l *line[T]) pop() T {
	if len(l.out) == 0 {
		for i := len(l.in) - 1; i >= 0; i-- {
			l.out = append(l.out, l.in[i])
		}
		clear(l.in)
		l.in = l.in[:0]
	}
	last := len(l.out) - 1
	t := l.out[last]
	var none T
	l.out[last] = none
	l.out = l.out[:last]
	return t
}
