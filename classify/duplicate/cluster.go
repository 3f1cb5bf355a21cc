package duplicate

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
)

// cluster is an item and the items of other sources that hold its text.
type cluster struct {
	subject *member
	members []*member // the subject too
}

type member struct {
	item  qalxan.Item
	body  body
	voice string
	// As a copy it says where its text is from, or what it shares with the
	// origin is quoted.
	attributed, quoted bool
}

func newMember(item qalxan.Item) *member {
	return &member{item: item, body: newBody(item.Text), voice: cmp.Or(voice(item.URL), item.SourceID)}
}

func newCluster(item qalxan.Item) *cluster {
	subject := newMember(item)
	return &cluster{subject, []*member{subject}}
}

// add takes an item in if its text is similar enough. A text that only quotes
// a passage of the other shares too little of the whole to be.
func (c *cluster) add(item qalxan.Item, threshold float64) {
	m := newMember(item)
	if c.subject.body.similarity(m.body) >= threshold {
		c.members = append(c.members, m)
	}
}

// signals tells the roles. known says that the subject's identity was there
// before, so that nobody else took its role meanwhile.
func (c *cluster) signals(known bool) []qalxan.Signal {
	if len(c.members) == 1 {
		return nil
	}
	slices.SortFunc(c.members, func(a, b *member) int { return a.before(b) })
	c.hear()
	origin, copies := c.members[0], c.members[1:]
	if origin != c.subject {
		return []qalxan.Signal{c.copySignal(c.subject), c.originSignal()}
	}
	signals := []qalxan.Signal{c.originSignal()}
	for _, m := range copies {
		signals = append(signals, c.copySignal(m))
	}
	if !known && len(copies) > 1 {
		signals = append(signals, withdrawn(copies)...)
	}
	return signals
}

// hear finds out which copies say where they are from, and which quote. Nobody
// has to know who was first: it is enough to name anybody else who holds it.
func (c *cluster) hear() {
	origin := c.members[0]
	for _, m := range c.members[1:] {
		said, linked := m.said(), m.linked()
		m.quoted = m.quotes(origin)
		m.attributed = Credited(m.item) || slices.ContainsFunc(c.members, func(other *member) bool {
			return other.voice != m.voice && (linked[other.voice] || other.named(said) || m.byline(other))
		})
	}
}

func (m *member) before(other *member) int {
	a, b := m.item, other.item
	return cmp.Or(a.When().Compare(b.When()), a.Seen.Compare(b.Seen), cmp.Compare(a.ID, b.ID))
}

// The keys of the signals.
const (
	KeyOrigin  = "origin"
	copyPrefix = "copy:"
)

// copyKey names the origin by its first version, so that later versions of it
// do not make new signals.
func copyKey(origin *member) string { return copyPrefix + qalxan.ItemID(origin.item.Identity, 1) }

func (c *cluster) copySignal(m *member) qalxan.Signal {
	origin := c.members[0]
	f := c.copyFacts(m)
	s := c.signal(m, copyKey(origin), origin)
	s.Score = f.score()
	s.Spans = f.spans
	s.Reason = f.reason()
	s.Techniques = f.techniques()
	return s
}

func (c *cluster) originSignal() qalxan.Signal {
	origin, first := c.members[0], c.members[1]
	f := c.originFacts()
	s := c.signal(origin, KeyOrigin, first)
	s.Score = f.score()
	s.Spans, _ = origin.body.shared(first.body)
	s.Reason = f.reason()
	return s
}

func (c *cluster) signal(about *member, key string, compared *member) qalxan.Signal {
	return qalxan.Signal{
		ID:       qalxan.SignalID(about.item.ID, qalxan.DetectDuplicate, key),
		ItemID:   about.item.ID,
		Detector: qalxan.DetectDuplicate,
		Key:      key,
		Compared: compared.item.ID,
		Time:     c.subject.item.Seen,
	}
}

// withdrawn takes back what was said of items that had taken the first of them
// for the origin.
func withdrawn(copies []*member) []qalxan.Signal {
	former := copies[0]
	keys := []string{KeyOrigin}
	for range copies[1:] {
		keys = append(keys, copyKey(former))
	}
	var signals []qalxan.Signal
	for i, m := range copies {
		signals = append(signals, qalxan.Signal{
			ID: qalxan.SignalID(m.item.ID, qalxan.DetectDuplicate, keys[i]), ItemID: m.item.ID,
			Detector: qalxan.DetectDuplicate, Key: keys[i], Time: latest(copies),
			Reason: qalxan.Reason{
				Code: "duplicate.withdrawn",
				Text: "Withdrawn: the text proved to be published earlier elsewhere.",
			},
		})
	}
	return signals
}

func latest(members []*member) time.Time {
	t := members[0].item.Seen
	for _, m := range members {
		if m.item.Seen.After(t) {
			t = m.item.Seen
		}
	}
	return t
}
