package detect

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// horizon is how far back shares count.
const horizon = 21 * 24 * time.Hour

// addShares adds what looks for coordinated sharing, and the shares of the last
// weeks. They are kept and not made again from the items: reading the texts of
// three weeks takes minutes, and whether one was openly taken over was judged
// by what was known then.
func (d *Detectors) addShares(ctx context.Context) (err error) {
	if d.coordination, err = coordination.New(coordination.Options{Horizon: horizon}); err != nil {
		return err
	}
	for s, err := range d.record.Shares(ctx, d.options.Now().Add(-horizon)) {
		if err != nil {
			return fmt.Errorf("reading shares: %w", err)
		}
		d.coordination.Add(sharing(s))
	}
	return nil
}

func sharing(s store.Share) coordination.Share {
	return coordination.Share{Kind: coordination.Kind(s.Kind), Object: s.Object, Account: s.Account, Outlet: s.Outlet, Content: s.Content, Time: s.Time}
}

func shared(s coordination.Share) store.Share {
	return store.Share{Kind: string(s.Kind), Object: s.Object, Account: s.Account, Outlet: s.Outlet, Content: s.Content, Time: s.Time}
}

// together looks at what an item shares, and returns the shares too. Copies
// are what is known of its text.
func (d *Detectors) together(draft Draft, copies []qalxan.Signal) ([]qalxan.Signal, []store.Share) {
	shares := coordination.Shares(draft.Item, clues(draft, copies))
	kept := make([]store.Share, len(shares))
	for i, share := range shares {
		kept[i] = shared(share)
	}
	return d.coordination.Detect(draft.Item, shares), kept
}

// clues are what coordination wants to know of an item. On the web an account
// is a host: bylines are too often those of nobody. A wiki's articles have many
// hands and no account.
func clues(draft Draft, copies []qalxan.Signal) coordination.Clues {
	c := coordination.Clues{Text: textName(draft.Reading.Signature)}
	c.Attributed = duplicate.Credited(draft.Item)
	c.Copied = c.Attributed
	switch breakout.PlatformOf(draft.Source.Kind, draft.Item.URL) {
	case breakout.Web:
		c.Account, c.Outlet = strings.TrimPrefix(frontier.Host(draft.Item.URL), "www."), frontier.Site(draft.Item.URL)
	case breakout.Wiki:
		return coordination.Clues{}
	default:
		c.Account = draft.Item.Author
	}
	for _, link := range draft.Item.Links {
		if name, err := frontier.Normalize(link); err == nil {
			c.Links = append(c.Links, name)
		}
	}
	for _, g := range copies {
		if g.ItemID == draft.Item.ID {
			c.Copied = true
			c.Attributed = c.Attributed || g.Reason.Facts[duplicate.FactAttributed] == "yes"
		}
	}
	return c
}

// textName is a name that texts of the same signature have in common; empty for
// one that is too short to have a signature.
func textName(signature []uint32) string {
	if len(signature) == 0 {
		return ""
	}
	sum := fnv.New64a()
	for _, v := range signature {
		sum.Write(binary.LittleEndian.AppendUint32(nil, v))
	}
	return strconv.FormatUint(sum.Sum64(), 16)
}
