package privacy

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Held is everything that is held about one person.
type Held struct {
	Time      time.Time `json:"time"`
	Pseudonym string    `json:"pseudonym"`
	Items     []Kept    `json:"items"`
	// Passages are all other places.
	Passages []store.Passage `json:"passages"`
	// Cut says that there is more than is shown.
	Cut bool `json:"cut,omitempty"`
}

// Kept is an item that a person is named in or signs.
type Kept struct {
	Item    qalxan.Item     `json:"item"`
	Capture *qalxan.Capture `json:"capture,omitempty"` // where the answer stands in the evidence
	// Source is the name of the item's source.
	Source string   `json:"source"`
	In     []string `json:"in"` // the places: item.text, item.title, item.author
	Held   bool     `json:"held,omitempty"`
}

// maxHeld bounds what is handed out in one answer.
const maxHeld = 10_000

// Export finds everything that is held about a person: what they sign, by their
// pseudonym, and where they are named.
func (s *Service) Export(ctx context.Context, r Request) (Held, error) {
	e, err := s.key.identify(r.Person)
	if err != nil {
		return Held{}, err
	}
	if err := said("an export", r.By, r.Reason); err != nil {
		return Held{}, err
	}
	if err := s.reading.take(ctx); err != nil {
		return Held{}, err
	}
	defer s.reading.leave()
	n := newNeedles(s.key, e)
	// What leaves is entered before it does.
	reason, _ := n.blank(r.Reason)
	if err := s.enter(ctx, store.Entered{Verb: "privacy.export", By: r.By, Object: e.Pseudonym, Detail: reason}, nil); err != nil {
		return Held{}, err
	}
	h := Held{Time: s.options.Now().UTC(), Pseudonym: e.Pseudonym, Items: []Kept{}, Passages: []store.Passage{}}
	named, err := s.gather(ctx, n, &h)
	if err != nil {
		return h, err
	}
	for _, one := range named {
		kept, err := s.kept(ctx, one.item)
		if err != nil {
			return h, err
		}
		kept.In, kept.Held = one.in, one.held
		kept.Item.Author = n.own(kept.Item.Author)
		h.Items = append(h.Items, kept)
	}
	return h, nil
}

// naming is where in an item a person is named.
type naming struct {
	item string
	in   []string
	held bool
}

// gather finds the items in which a person is named, and adds all other passages
// to what is held.
func (s *Service) gather(ctx context.Context, n *needles, h *Held) ([]*naming, error) {
	var order []*naming
	byItem := map[string]*naming{}
	for p, err := range s.record.Passages(ctx) {
		if err != nil {
			return nil, err
		}
		if _, found := n.passage(p); found == 0 {
			continue
		}
		if len(order)+len(h.Passages) == maxHeld {
			h.Cut = true
			break
		}
		if !strings.HasPrefix(p.Place, "item.") {
			p.Text = n.around(p) // what stands there besides is about others
			h.Passages = append(h.Passages, p)
			continue
		}
		one := byItem[p.Item]
		if one == nil {
			one = &naming{item: p.Item}
			byItem[p.Item], order = one, append(order, one)
		}
		one.in, one.held = append(one.in, p.Place), p.Held
	}
	return order, nil
}

func (s *Service) kept(ctx context.Context, id string) (Kept, error) {
	item, err := s.record.Item(ctx, id)
	if err != nil {
		return Kept{}, err
	}
	kept := Kept{Item: item, Source: item.SourceID}
	if source, err := s.record.Source(ctx, item.SourceID); err == nil {
		kept.Source = source.Name
	}
	switch c, err := s.record.Capture(ctx, item.CaptureID); {
	case err == nil:
		kept.Capture = &c
	case !errors.Is(err, store.ErrNotFound):
		return kept, err
	}
	return kept, nil
}
