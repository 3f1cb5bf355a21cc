package lookalike

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// Page is a host and what is known of a page there. All but Host may be empty.
type Page struct {
	ItemID string
	Host   string
	Site   string // the outlet's name as the page gives it
	Title  string
	// Favicon and Layout are digests, made in the same way as the brand's.
	Favicon string
	Layout  string
	Time    time.Time
}

// What evidence of the page adds to the score of the host.
const (
	addFavicon = 0.15
	addLayout  = 0.10
	addName    = 0.10
	pageAlone  = 0.6 // of a page that has two of the three, on any host
)

// Detect returns at most one signal: the page's host imitates a watched brand,
// or the page bears two of a brand's name, favicon and layout. Each of them
// that is copied raises the score. The signal's key is the brand's first
// domain. Techniques are DISARM's lookalike domain (T0149.003), impersonated
// (T0143.003) and, where the page bears the name, news outlet persona
// (T0097.202).
func (d *Detector) Detect(p Page) []qalxan.Signal {
	m, ok := d.Match(p.Host)
	if !ok {
		if m, ok = d.fromPage(p); !ok {
			return nil
		}
	}
	copied, key := d.brands[m.brand].copiedBy(p), d.brands[m.brand].Domains[0]
	if m.Kind != KindPage {
		m.Score = rounded(m.Score + copied.add())
	}
	return []qalxan.Signal{{
		ID: qalxan.SignalID(p.ItemID, qalxan.DetectLookalike, key), ItemID: p.ItemID, Detector: qalxan.DetectLookalike,
		Key: key, Score: m.Score, Reason: m.reason(copied), Techniques: m.techniques(copied), Time: p.Time,
	}}
}

// copied is what a page has of a brand.
type copied struct{ name, favicon, layout bool }

func (c copied) add() float64 {
	sum := 0.0
	if c.name {
		sum += addName
	}
	if c.favicon {
		sum += addFavicon
	}
	if c.layout {
		sum += addLayout
	}
	return sum
}

func (c copied) list() []string {
	var l []string
	if c.name {
		l = append(l, "name")
	}
	if c.favicon {
		l = append(l, "favicon")
	}
	if c.layout {
		l = append(l, "layout")
	}
	return l
}

func (b Brand) copiedBy(p Page) copied {
	return copied{
		name:    b.Name != "" && (same(p.Site, b.Name) || endsWithName(p.Title, b.Name)),
		favicon: p.Favicon != "" && slices.Contains(b.Favicons, p.Favicon),
		layout:  p.Layout != "" && slices.Contains(b.Layouts, p.Layout),
	}
}

// same compares names; what is longer than a name can be is none.
func same(a, b string) bool {
	const longest = 300
	return len(a) <= longest && strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// endsWithName reports whether a title ends as titles of a site do: with a
// dash or bar and its name.
func endsWithName(title, name string) bool {
	i := strings.LastIndexAny(title, "|-–—·»")
	return i >= 0 && same(strings.TrimLeft(title[i:], "|-–—·» "), name)
}

// fromPage finds a brand of which the page has two things, whatever its host.
func (d *Detector) fromPage(p Page) (Match, bool) {
	h, ok := split(p.Host)
	if !ok || d.isOwn(h.text) || p.Favicon == "" && p.Layout == "" {
		return Match{}, false
	}
	for i, b := range d.brands {
		if len(b.copiedBy(p).list()) >= 2 {
			return Match{Host: h.text, Brand: b.Name, Domain: b.Domains[0], Kind: KindPage, Score: pageAlone, brand: i}, true
		}
	}
	return Match{}, false
}

func (m Match) techniques(c copied) []string {
	ids := []string{"T0149.003", "T0143.003"}
	if m.Kind == KindPage {
		ids = ids[1:]
	}
	if c.name {
		ids = append(ids, "T0097.202")
	}
	return ids
}

// reason says why, with both hosts.
func (m Match) reason(c copied) qalxan.Reason {
	text := fmt.Sprintf("The host %s imitates %s of %s: %s", m.Host, m.Domain, m.Brand, m.how())
	if m.Brand == m.Domain {
		text = fmt.Sprintf("The host %s imitates %s: %s", m.Host, m.Domain, m.how())
	}
	if m.Kind == KindPage {
		text = fmt.Sprintf("The page on %s is dressed as %s, but the host is not one of its own", m.Host, m.Brand)
	}
	if len(c.list()) > 0 {
		text += fmt.Sprintf("; the page bears the same %s", strings.Join(c.list(), ", "))
	}
	return qalxan.Reason{Code: "lookalike." + string(m.Kind), Text: text + ".", Facts: map[string]string{
		"host": m.Host, "brand": m.Brand, "domain": m.Domain, "kind": string(m.Kind), "detail": m.Detail,
		"page": strings.Join(c.list(), ","), "score": strconv.FormatFloat(m.Score, 'f', 2, 64),
	}}
}

func (m Match) how() string {
	switch m.Kind {
	case KindEnding:
		return fmt.Sprintf("it has the same name with another ending (%s)", m.Detail)
	case KindHomoglyph:
		return "its characters look like those of the brand but are others"
	case KindHyphen:
		return "its name differs by hyphens only"
	case KindSlip:
		return fmt.Sprintf("its name is one typing error away (%s)", m.Detail)
	case KindWord:
		return fmt.Sprintf("it adds %q to the name", m.Detail)
	case KindInside:
		return "it carries the brand's ending inside its own name"
	case KindSubdomain:
		return "the brand's name stands left of somebody else's domain"
	case KindPage:
	}
	return "the page is a copy"
}
