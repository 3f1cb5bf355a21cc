package privacy

import (
	"cmp"

	"github.com/qalxan/qalxan"
)

// Screened is what a screening knew of, and what it found.
type Screened struct {
	by *needles
	// Request is the first by which something was erased here; empty for none.
	Request string
}

// Screen leaves of an item, before anybody judges it, what may be kept of
// persons: pseudonyms, and nothing of those who were erased.
func (s *Service) Screen(of qalxan.Source, item *qalxan.Item) Screened {
	if s == nil {
		return Screened{}
	}
	n := s.needles.Load()
	return s.screen(n, of, item, false)
}

// Renew screens an item again if somebody was erased since, and reports whether
// that was so.
func (s *Service) Renew(of qalxan.Source, item *qalxan.Item, before Screened) (Screened, bool) {
	if s == nil || s.needles.Load() == before.by {
		return before, false
	}
	return s.screen(s.needles.Load(), of, item, true), true
}

func (s *Service) screen(n *needles, of qalxan.Source, item *qalxan.Item, ours bool) Screened {
	done := Screened{by: n}
	gone := func(pseudonym string) bool {
		done.Request = cmp.Or(done.Request, n.labels[pseudonym])
		return n.gone(pseudonym)
	}
	if item.Author != "" {
		item.Author = s.labels.label(item.Author, s.ruled(of), item.Site, ours, gone)
	}
	for _, text := range []*string{&item.Author, &item.Site, &item.Title, &item.Text} {
		found := n.find(*text)
		*text = without(*text, found)
		for _, m := range found {
			done.Request = cmp.Or(done.Request, m.request)
		}
	}
	return done
}

// Blank puts blocks in the place of the names of those who were erased.
func (s *Service) Blank(text string) string {
	if s == nil {
		return text
	}
	text, _ = s.needles.Load().blank(text)
	return text
}

// ruled is a source with the rule for its authors.
func (s *Service) ruled(of qalxan.Source) qalxan.Source {
	of.Policy.Authors = cmp.Or(of.Policy.Authors, s.options.Authors)
	return of
}

// Same reports whether a screened item has the words that another would have
// had: one that is under a hold keeps its words, and that is no edit.
func (s *Service) Same(next, previous qalxan.Item) bool {
	if s == nil || len(s.needles.Load().firsts) == 0 {
		return false
	}
	n := s.needles.Load()
	previous.Title, _ = n.blank(previous.Title)
	previous.Text, _ = n.blank(previous.Text)
	return qalxan.ItemHash(previous.Title, previous.Text) == next.Hash
}
