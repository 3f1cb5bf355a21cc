// Package infrastructure ties web sites together by what they run on: accounts
// of measuring and advertising, proofs of ownership, certificates, feeds. A
// mark that many sites share proves little, and one that only says which
// software a site uses proves nothing by itself.
package infrastructure

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
)

// Options bound the detector. The zero value is ready for use.
type Options struct {
	// MaxMarks bounds the marks that are remembered. Default 500,000.
	MaxMarks int
	// MaxTies bounds the signals of one page, strongest first. Default 10.
	MaxTies int
	// Least is the lowest score that is a tie, 0 to 1. Default 0.5.
	Least float64
	// Ignored are marks that tie nobody: those of an agency or a hoster that
	// is known to serve strangers.
	Ignored []marks.Mark
}

// Detector remembers which site held which mark. It is safe for concurrent use.
type Detector struct {
	maxTies int
	least   float64
	ignored map[marks.Mark]bool

	mu    sync.Mutex
	shelf *shelf
}

// New makes a detector that knows no site yet.
func New(o Options) (*Detector, error) {
	if o.Least < 0 || o.Least > 1 || o.MaxMarks < 0 || o.MaxTies < 0 {
		return nil, fmt.Errorf("infrastructure: options are out of range: least score %g, marks %d, ties %d", o.Least, o.MaxMarks, o.MaxTies)
	}
	const defaultMarks, defaultTies, defaultLeast = 500_000, 10, 0.5
	d := &Detector{
		maxTies: cmp.Or(o.MaxTies, defaultTies), least: cmp.Or(o.Least, defaultLeast),
		ignored: map[marks.Mark]bool{}, shelf: newShelf(cmp.Or(o.MaxMarks, defaultMarks)),
	}
	for _, m := range o.Ignored {
		d.ignored[m] = true
	}
	return d, nil
}

// Page is what one page shows of its site.
type Page struct {
	ItemID string
	Host   string
	Marks  []marks.Mark
	Time   time.Time
}

// Shared is a mark that two sites share.
type Shared struct {
	Mark  marks.Mark
	Tier  Tier
	Sites int // that hold it, with the two
}

// FactWatched is for the caller to set to yes where the other site is a watched
// name's own: what is tied to it may be its own as well, and who copies its
// pages copies its marks.
const FactWatched = "watched"

// Tie is what two sites share, most telling first.
type Tie struct {
	Site, Other string
	Score       float64 // 0 to 1; not a probability
	Shared      []Shared
}

// Detect tells which sites that were seen before share marks with the page's,
// and remembers the page's. Hosts of one registered name are one site. Its key
// is the other site, so that a later signal about the same two replaces the
// earlier. The technique is DISARM's online infrastructure (T0149).
func (d *Detector) Detect(p Page) []qalxan.Signal {
	var signals []qalxan.Signal
	for _, t := range d.Ties(p.Host, p.Marks) {
		signals = append(signals, qalxan.Signal{
			ID: qalxan.SignalID(p.ItemID, qalxan.DetectInfrastructure, t.Other), ItemID: p.ItemID, Detector: qalxan.DetectInfrastructure,
			Key: t.Other, Score: t.Score, Reason: t.reason(), Techniques: []string{"T0149"}, Time: p.Time,
		})
	}
	return signals
}

// What is looked at of a page: marks, and bytes of each.
const (
	maxMarks = 256
	maxValue = 512
)

// Ties is Detect without signals.
func (d *Detector) Ties(host string, all []marks.Mark) []Tie {
	const maxHost = 253
	if host == "" || len(host) > maxHost {
		return nil
	}
	site := frontier.SiteOf(host)
	all = d.usable(all)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shelf.put(site, all)
	return d.strongest(site, d.shared(site, all))
}

// shared lists what each other site has of the marks. Those of the last tier
// are looked up only for sites that share another, for strangers by the
// hundred have them.
func (d *Detector) shared(site string, all []marks.Mark) map[string][]Shared {
	shared := map[string][]Shared{}
	for _, common := range []bool{false, true} {
		for _, m := range all {
			tier, holders := TierOf(m.Kind), d.shelf.holders(m)
			if (tier == TierCommon) != common || len(holders) < 2 || len(holders) == maxHolders || common && len(shared) == 0 {
				continue
			}
			for _, other := range holders {
				if _, known := shared[other]; other != site && (known || !common) {
					shared[other] = append(shared[other], Shared{m, tier, len(holders)})
				}
			}
		}
	}
	return shared
}

// usable leaves out marks that tie nobody, and those said twice.
func (d *Detector) usable(all []marks.Mark) []marks.Mark {
	var kept []marks.Mark
	seen := map[marks.Mark]bool{}
	for _, m := range all[:min(len(all), maxMarks)] {
		if m.Value != "" && len(m.Value) <= maxValue && !d.ignored[m] && !seen[m] {
			kept = append(kept, m)
		}
		seen[m] = true
	}
	return kept
}

func (d *Detector) strongest(site string, shared map[string][]Shared) []Tie {
	var ties []Tie
	for _, other := range slices.Sorted(maps.Keys(shared)) {
		t := Tie{Site: site, Other: other, Shared: shared[other]}
		if t.Score = score(t.Shared, d.shelf.size()); t.Score < d.least {
			continue
		}
		slices.SortStableFunc(t.Shared, func(a, b Shared) int { return cmp.Or(cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Sites, b.Sites)) })
		ties = append(ties, t)
	}
	slices.SortStableFunc(ties, func(a, b Tie) int { return cmp.Compare(b.Score, a.Score) })
	return ties[:min(len(ties), d.maxTies)]
}

// score joins what the marks prove: one minus the product of what each leaves
// open. Marks of the last tier raise a score that others made, and make none.
func score(shared []Shared, sites int) float64 {
	open, commonOpen := 1.0, 1.0
	for _, s := range shared {
		left := 1 - s.Tier.weight()*rarity(s.Sites, sites)
		if s.Tier == TierCommon {
			commonOpen *= left
		} else {
			open *= left
		}
	}
	const enough = 0.4
	if 1-open < enough {
		return 1 - open
	}
	return 1 - open*commonOpen
}

// rarity discounts a mark by how many sites hold it: 1 for a handful, falling
// with the logarithm to 0 for all. Few sites seen count as a thousand, so that
// a network found at the beginning is not taken for a common service.
func rarity(holders, sites int) float64 {
	const handful, fewest = 8, 1000
	if holders <= handful {
		return 1
	}
	n := float64(max(sites, fewest, holders))
	return 1 - math.Log(float64(holders)/handful)/math.Log(n/handful)
}
