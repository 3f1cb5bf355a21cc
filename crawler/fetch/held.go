package fetch

import (
	"container/list"
	"context"
	"net/url"
)

// notice is the entry of u's authority. There are maxNotices at most: the one
// that was not used for longest goes.
func (b *board) notice(u *url.URL, path string) *notice {
	key := authority(u) + path
	b.mu.Lock()
	defer b.mu.Unlock()
	if e, ok := b.notices[key]; ok {
		b.recent.MoveToFront(e)
		return e.Value.(*notice)
	}
	n := &notice{key: key, turn: make(chan struct{}, 1)}
	b.notices[key] = b.recent.PushFront(n)
	b.makeRoom(n)
	return n
}

// weigh counts what a notice holds now, and takes down others where all of
// them hold too much: the record has them still. Whoever calls has the turn.
func (b *board) weigh(n *notice) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.notices[n.key]; !ok || n.file == nil {
		return // it was taken down meanwhile
	}
	b.held += n.file.size - n.held
	n.held = n.file.size
	b.makeRoom(n)
}

// makeRoom takes down those that were not used for longest, but never the one
// that is in use.
func (b *board) makeRoom(used *notice) {
	for b.held > b.maxHeld || b.recent.Len() > maxNotices {
		last := b.recent.Back()
		if last.Value.(*notice) == used {
			return
		}
		b.takeDown(last)
	}
}

func (b *board) takeDown(e *list.Element) {
	n := b.recent.Remove(e).(*notice)
	delete(b.notices, n.key)
	b.held -= n.held
	n.held = 0
}

// whole is a file with the body that it was read from, which only the record
// keeps; nil where there is none, so that the host is asked for all of it.
func (b *board) whole(ctx context.Context, f *file) *file {
	if f == nil || b.store == nil {
		return nil
	}
	a, found, err := b.store.LoadRobots(ctx, f.Authority, f.Path)
	if err != nil || !found || a.ETag != f.ETag || a.Status != f.Status {
		return nil
	}
	known := *f
	known.Body = a.Body
	return &known
}
