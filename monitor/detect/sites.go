package detect

import (
	"context"
	"fmt"
	"hash/maphash"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/classify/infrastructure"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// addSites adds what looks at the sites that items lie on, and the marks that
// are known of sites.
func (d *Detectors) addSites(ctx context.Context) (err error) {
	if d.lookalike, err = lookalike.New(d.options.Lookalikes); err != nil {
		return fmt.Errorf("%w: %w", qalxan.ErrConfig, err)
	}
	if d.infrastructure, err = infrastructure.New(infrastructure.Options{Ignored: d.options.IgnoredMarks}); err != nil {
		return err
	}
	var site string
	var together []marks.Mark
	for mark, err := range d.record.Marks(ctx) {
		if err != nil {
			return fmt.Errorf("reading the marks of sites: %w", err)
		}
		if mark.Site != site {
			d.infrastructure.Ties(site, together)
			site, together = mark.Site, nil
		}
		together = append(together, marks.Mark{Kind: marks.Kind(mark.Kind), Value: mark.Value})
	}
	d.infrastructure.Ties(site, together)
	return nil
}

// disguise tells whether the host of an item imitates a watched name.
func (d *Detectors) disguise(item qalxan.Item) []qalxan.Signal {
	return d.lookalike.Detect(lookalike.Page{
		ItemID: item.ID, Host: frontier.Host(item.URL), Site: item.Site, Title: item.Title, Time: d.options.Now(),
	})
}

// maxFound is how many findings of a tied site are named.
const maxFound = 20

// ties tells which sites run on the same things as that of an item. Each
// signal names the latest findings there, by which campaigns are formed.
func (d *Detectors) ties(ctx context.Context, draft Draft) ([]qalxan.Signal, error) {
	signals := d.infrastructure.Detect(infrastructure.Page{
		ItemID: draft.Item.ID, Host: frontier.Host(draft.Item.URL), Marks: draft.Marks, Time: d.options.Now(),
	})
	after := draft.Item.When().Add(-campaign.DefaultWindow)
	for _, s := range signals {
		if d.lookalike.Own(s.Key) {
			s.Reason.Facts[infrastructure.FactWatched] = "yes"
		}
		found, err := d.record.FoundOn(ctx, s.Key, after, maxFound)
		if err != nil {
			return nil, fmt.Errorf("looking for findings on %s: %w", s.Key, err)
		}
		if len(found) > 0 {
			s.Reason.Facts[campaign.FactIdentities] = strings.Join(found, " ")
		}
	}
	return signals, nil
}

// marked are the marks of a draft's site for the record; none where they stand
// there since less than a day.
func (d *Detectors) marked(draft Draft) []store.Mark {
	var all []store.Mark
	site := frontier.Site(draft.Item.URL)
	for _, m := range draft.Marks {
		all = append(all, store.Mark{Site: site, Kind: string(m.Kind), Value: m.Value, Seen: draft.Item.Seen})
	}
	if d.noted.has(all) {
		return nil
	}
	return all
}

// noted remembers which marks were written lately, so that every page of a
// site does not write those of the site again.
type noted struct {
	seed maphash.Seed
	seen map[uint64]time.Time
}

// How much is remembered, and for how long.
const (
	maxNoted = 100_000
	noteAge  = 24 * time.Hour
)

func (n *noted) has(all []store.Mark) bool {
	if len(all) == 0 || n.seen == nil {
		return len(all) == 0
	}
	at, ok := n.seen[n.name(all)]
	return ok && all[0].Seen.Sub(at) < noteAge
}

func (n *noted) add(all []store.Mark) {
	if len(all) == 0 {
		return
	}
	if n.seen == nil || len(n.seen) >= maxNoted {
		n.seed, n.seen = maphash.MakeSeed(), map[uint64]time.Time{}
	}
	n.seen[n.name(all)] = all[0].Seen
}

// name is the same for the same marks, whenever they were seen.
func (n *noted) name(all []store.Mark) uint64 {
	var h maphash.Hash
	h.SetSeed(n.seed)
	for _, m := range all {
		m.Seen = time.Time{}
		maphash.WriteComparable(&h, m)
	}
	return h.Sum64()
}
