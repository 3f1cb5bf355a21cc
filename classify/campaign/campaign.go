// Package campaign says which findings belong together: those that are tied by
// what was done with them (copies, coordinated sharing, shared infrastructure),
// and those that spread the same narrative within some weeks. What people
// parted it never joins.
package campaign

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
)

// DefaultWindow is how far apart two findings of one narrative may be.
const DefaultWindow = 30 * 24 * time.Hour

// FactIdentities names the fact in which a signal's reason may list identities
// that the signal ties to its item, separated by spaces.
const FactIdentities = "identities"

// Tying are the detectors whose signals tie their item to those that they name.
func Tying() []qalxan.Detector {
	return []qalxan.Detector{qalxan.DetectDuplicate, qalxan.DetectCoordination, qalxan.DetectInfrastructure}
}

// Ties reports whether a detector is one of them.
func Ties(d qalxan.Detector) bool { return slices.Contains(Tying(), d) }

// Options of Campaigns.
type Options struct {
	// Window is how far apart in time (Item.When) two findings may be that only
	// a narrative ties. Default 30 days.
	Window time.Duration
}

// Campaigns places findings. It keeps nothing and is safe for concurrent use.
type Campaigns struct {
	window time.Duration
}

// New makes Campaigns.
func New(o Options) *Campaigns {
	if o.Window <= 0 {
		o.Window = DefaultWindow
	}
	return &Campaigns{window: o.Window}
}

// Window is how far from a finding others of its narratives are to be looked
// for.
func (c *Campaigns) Window() time.Duration { return c.window }

// Member is a finding as campaigns see it.
type Member struct {
	FindingID  string
	Identity   string
	SourceID   string
	Title      string
	When       time.Time // Item.When
	CampaignID string    // empty where it is in none
	Narratives []string  // those that it spreads
	// Tied are the identities that its signals tie it to: what it copies or is
	// copied by, is shared together with, or shares its infrastructure with.
	Tied []string
}

// Known is what the record holds about a finding's surroundings.
type Known struct {
	// Others are findings that may be tied to it. It does no harm to give more
	// than are; the finding itself is passed over.
	Others []Member
	// Campaigns are those that the finding and the others are in.
	Campaigns []qalxan.Campaign
	// Apart are pairs of ids among them that a person parted.
	Apart [][2]string
	// Claims are the sentences of the narratives, by id.
	Claims map[string]string
	// Now becomes the time of the update.
	Now time.Time
}

// Placement is a campaign that has to be written, and what follows of it.
type Placement struct {
	Campaign qalxan.Campaign
	// Joined are the ids of findings that are to be given its id: the finding
	// itself and others, except those that have it already.
	Joined []string
	// Merged are the ids of campaigns that are part of it from now on. All
	// their findings belong to it.
	Merged []string
}

// Place returns the campaign of a finding that is new or was raised, and false
// for one that is tied to no other.
//
// Two findings are tied if a signal of one names the other, or if they spread
// one narrative within the window. A finding that ties several campaigns makes
// them one: the id of the one with the earliest first member stays, the lower
// id among equals. A new campaign takes its id from its earliest member. The
// result does not depend on the order of what is known.
//
// Campaigns that a person parted are never made one: the finding stays where it
// is, or else goes to the older of them.
func (c *Campaigns) Place(m Member, known Known) (Placement, bool) {
	members := c.surroundings(m, known.Others)
	campaigns, barred := together(m.CampaignID, campaignsOf(members, known.Campaigns), known.Apart)
	members = slices.DeleteFunc(members, func(m Member) bool { return slices.Contains(barred, m.CampaignID) })
	if len(members) == 1 && len(campaigns) == 0 {
		return Placement{}, false
	}
	p := Placement{Campaign: found(members)}
	if len(campaigns) > 0 {
		p.Campaign = campaigns[0]
		p.Merged = absorb(&p.Campaign, campaigns[1:])
	}
	extend(&p.Campaign, members)
	p.Campaign.Title = title(p.Campaign, known.Claims)
	p.Campaign.Updated = known.Now
	p.Joined = joining(p.Campaign.ID, members)
	return p, true
}

// surroundings lists the finding and those tied to it, earliest first.
func (c *Campaigns) surroundings(m Member, others []Member) []Member {
	members := []Member{m}
	for _, o := range others {
		if o.FindingID != m.FindingID && (tied(m, o) || c.sameNarrative(m, o)) {
			members = append(members, o)
		}
	}
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.Identity, b.Identity))
	})
	return members
}

func tied(a, b Member) bool {
	return slices.Contains(a.Tied, b.Identity) || slices.Contains(b.Tied, a.Identity)
}

// together parts campaigns, the oldest first, into those that may be one with
// the campaign that a finding is in, if it is in any, and the ids of those that
// may not.
func together(own string, campaigns []qalxan.Campaign, apart [][2]string) (one []qalxan.Campaign, barred []string) {
	parted := func(a, b string) bool {
		return slices.Contains(apart, [2]string{a, b}) || slices.Contains(apart, [2]string{b, a})
	}
	for _, c := range campaigns {
		if parted(own, c.ID) || slices.ContainsFunc(one, func(o qalxan.Campaign) bool { return parted(o.ID, c.ID) }) {
			barred = append(barred, c.ID)
			continue
		}
		one = append(one, c)
	}
	return one, barred
}

func (c *Campaigns) sameNarrative(a, b Member) bool {
	if a.When.Sub(b.When).Abs() > c.window {
		return false
	}
	return slices.ContainsFunc(a.Narratives, func(n string) bool { return slices.Contains(b.Narratives, n) })
}

// campaignsOf lists the campaigns that the members are in, the oldest first.
func campaignsOf(members []Member, campaigns []qalxan.Campaign) []qalxan.Campaign {
	var in []qalxan.Campaign
	for _, c := range campaigns {
		if slices.ContainsFunc(members, func(m Member) bool { return m.CampaignID == c.ID }) {
			in = append(in, c)
		}
	}
	slices.SortFunc(in, func(a, b qalxan.Campaign) int {
		return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(in, func(a, b qalxan.Campaign) bool { return a.ID == b.ID })
}

// found begins a campaign with its earliest member.
func found(members []Member) qalxan.Campaign {
	first := members[0]
	return qalxan.Campaign{ID: qalxan.CampaignID(first.Identity), Title: first.Title, First: first.When, Last: first.When}
}

// absorb adds what younger campaigns hold, and returns their ids.
func absorb(into *qalxan.Campaign, younger []qalxan.Campaign) []string {
	var ids []string
	for _, y := range younger {
		ids = append(ids, y.ID)
		span(into, y.First)
		span(into, y.Last)
		name(into, y.Narratives)
	}
	return ids
}

func extend(into *qalxan.Campaign, members []Member) {
	for _, m := range members {
		span(into, m.When)
		name(into, m.Narratives)
	}
}

func span(into *qalxan.Campaign, t time.Time) {
	if t.Before(into.First) {
		into.First = t
	}
	if t.After(into.Last) {
		into.Last = t
	}
}

// name adds narratives behind those that are named already.
func name(into *qalxan.Campaign, narratives []string) {
	named := slices.Clone(into.Narratives)
	for _, n := range slices.Sorted(slices.Values(narratives)) {
		if !slices.Contains(named, n) {
			named = append(named, n)
		}
	}
	into.Narratives = named
}

// title is the claim of the narrative that the campaign began with, otherwise
// the title it has, which is that of its first member.
func title(c qalxan.Campaign, claims map[string]string) string {
	for _, n := range c.Narratives {
		if claims[n] != "" {
			return claims[n]
		}
	}
	return c.Title
}

func joining(campaignID string, members []Member) []string {
	var ids []string
	for _, m := range members {
		if m.CampaignID != campaignID {
			ids = append(ids, m.FindingID)
		}
	}
	return ids
}

// Of is a campaign whose members a person determined; there is at least one.
// It keeps its id, its title where no claim gives another, and its breakout.
func Of(was qalxan.Campaign, members []Member, known Known) qalxan.Campaign {
	members = slices.Clone(members)
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.Identity, b.Identity))
	})
	c := found(members)
	extend(&c, members)
	c.ID, c.Title, c.Breakout, c.Updated = was.ID, cmp.Or(was.Title, c.Title), was.Breakout, known.Now
	c.Title = title(c, known.Claims)
	return c
}
