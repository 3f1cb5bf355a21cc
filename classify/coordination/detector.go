package coordination

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
)

// Options of a Detector. Zero values mean the defaults.
type Options struct {
	// Settings are by default a window of a minute, a participation of 2 and a
	// percentile of 0.5, and leave out objects of more than 100 accounts and
	// all but the latest 20 shares of an object by an account: what everybody
	// shares says nothing of two.
	Settings Settings
	// Horizon is how far back shares count. Default 21 days.
	Horizon time.Duration
	// MaxShares bounds the memory: some 250 bytes a share. The oldest go first.
	// Default 300,000 for each kind.
	MaxShares int
	// Least is how many posts must co-share to raise a signal. Default 3.
	Least int
	// Chance is the most that Surprise.Corrected may be to raise a signal.
	// Default 0.01.
	Chance  float64
	Shuffle Shuffle
}

func (o Options) withDefaults() Options {
	s := &o.Settings
	if s.Window == 0 {
		*s = Published()
	}
	s.Popular, s.Repeats = cmp.Or(s.Popular, 100), cmp.Or(s.Repeats, 20)
	o.Horizon = cmp.Or(o.Horizon, 21*24*time.Hour)
	o.MaxShares = cmp.Or(o.MaxShares, 300_000)
	o.Least = cmp.Or(o.Least, 3)
	o.Chance = cmp.Or(o.Chance, 0.01)
	o.Shuffle = o.Shuffle.withDefaults(s.Window)
	return o
}

func (o Options) validate() error {
	switch {
	case o.Horizon < 0 || o.MaxShares < 0:
		return fmt.Errorf("coordination horizon %s and most shares %d must not be negative", o.Horizon, o.MaxShares)
	case o.Least < o.Settings.Participation:
		return fmt.Errorf("least %d co-shares are fewer than the participation of %d", o.Least, o.Settings.Participation)
	case o.Chance < 0 || o.Chance > 1:
		return fmt.Errorf("chance %v is not between 0 and 1", o.Chance)
	}
	return errors.Join(o.Settings.Validate(), o.Shuffle.Validate())
}

// Detector knows the shares of the last weeks. It is safe for concurrent use.
// The order in which shares come makes no difference to its networks.
type Detector struct {
	options Options

	mu      sync.Mutex
	shelves map[Kind]*shelf
}

// shelf is a table that forgets, and what was last counted on it.
type shelf struct {
	*table
	from      int64 // shares before do not count
	newest    int64
	threshold float64
	edges     int
	counted   int // shares that had come by then
	come      int
}

// New makes a detector that knows no shares yet.
func New(o Options) (*Detector, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Detector{options: o, shelves: map[Kind]*shelf{}}, nil
}

// Add makes shares known, each once. One with a name of more than 2,048 bytes or
// a time before 1900 or after 2189 is not taken. Those older than the newest of their kind
// by more than the horizon do not count.
func (d *Detector) Add(shares ...Share) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, share := range shares {
		if share.usable() {
			d.shelf(share.Kind).add(share, d.options)
		}
	}
}

// maxName bounds each name in a share, in bytes.
const maxName = 2048

func (s Share) usable() bool {
	return timely(s.Time) && max(len(s.Object), len(s.Account), len(s.Outlet), len(s.Content)) <= maxName
}

func (d *Detector) shelf(k Kind) *shelf {
	if d.shelves[k] == nil {
		d.shelves[k] = &shelf{table: newTable(), from: math.MinInt64, newest: math.MinInt64}
	}
	return d.shelves[k]
}

func (s *shelf) add(share Share, o Options) {
	at := share.Time.UnixNano()
	if at > s.newest {
		s.newest = at
		s.from = max(s.from, at-int64(o.Horizon))
	}
	if at < s.from {
		return
	}
	s.put(s.names.of(share.Object), s.names.entry(share))
	s.come++
	if s.size > o.MaxShares {
		s.tidy(o.MaxShares)
	}
}

// tidy drops what is too old, and the older half where that is not enough. Of
// shares that are all of one moment none can stay.
func (s *shelf) tidy(most int) {
	s.table = s.since(s.from)
	for s.size > most*3/4 {
		s.from = max(s.from+1, s.median())
		s.table = s.since(s.from)
	}
}

// Network makes the network of one kind of object: what Analyse makes of the
// shares since Since, each once.
func (d *Detector) Network(k Kind) *Network {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shelf(k).network(d.options.Settings)
}

// Since is the time from which on shares of one kind count; the zero time where
// there are none.
func (d *Detector) Since(k Kind) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s := d.shelf(k); s.size > 0 {
		return time.Unix(0, s.from).UTC()
	}
	return time.Time{}
}

func (s *shelf) network(settings Settings) *Network {
	return newNetwork(s.table, s.from, settings)
}

// refresh counts the edges again once the shares have grown by a sixteenth.
func (s *shelf) refresh(settings Settings) {
	if s.counted == 0 || s.come-s.counted > max(64, s.size/16) {
		n := s.network(settings)
		s.threshold, s.edges, s.counted = n.Threshold, len(n.Edges), s.come
	}
}

// Detect looks for accounts that share what an item shares, at the same time
// and again and again. The shares are the item's (Shares); it does not make
// them known. There is a signal for each of the five accounts that do so most
// and for each kind of object, if the edge of the two is kept, at least Least
// posts co-share, and chance does not explain it. The threshold and the count
// of edges may be those of a moment ago; everything else is exact.
func (d *Detector) Detect(item qalxan.Item, shares []Share) []qalxan.Signal {
	d.mu.Lock()
	defer d.mu.Unlock()
	var signals []qalxan.Signal
	for _, kind := range Kinds() {
		own := slices.DeleteFunc(slices.Clone(shares), func(s Share) bool { return s.Kind != kind || !s.usable() })
		ties := d.ties(kind, own)
		for _, t := range ties[:min(len(ties), maxTies)] {
			signals = append(signals, t.signal(item, kind, len(ties)))
		}
	}
	return signals
}
