// Package lookalike sees hosts that imitate watched brands and outlets: typing
// slips, characters that look alike, swapped endings, added words, and names
// put where the eye stops reading.
package lookalike

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/classify/lookalike/confusables"
)

// defaultLeast is the lowest score that is reported.
const defaultLeast = 0.5

// ErrBrand says that a brand cannot be watched.
var ErrBrand = errors.New("not a brand that can be watched")

// Brand is an outlet, agency or office whose name others may put on.
type Brand struct {
	// Name is what people call it. Default: the first domain.
	Name string `yaml:"name"`
	// Domains are its own; it needs at least one. Hosts under them are never
	// reported.
	Domains []string `yaml:"domains"`
	// Labels are further names that hosts may imitate, as a host would write
	// them: guardian beside theguardian.com.
	Labels []string `yaml:"labels"`
	// Favicons and Layouts are digests of its own, as given for pages.
	Favicons []string `yaml:"favicons"`
	Layouts  []string `yaml:"layouts"`
}

// Options say what is watched.
type Options struct {
	Brands []Brand
	// Trusted are hosts that are known and imitate nobody, with all under them.
	Trusted []string
	// Least is the lowest score that is reported, 0 to 1. Default 0.5.
	Least float64
}

// Kind says how a host imitates.
type Kind string

// The kinds. A host may do several at once; the one that changes the name goes
// before one that only changes what is around it.
const (
	KindEnding    Kind = "ending"    // the name with another ending
	KindHomoglyph Kind = "homoglyph" // characters that look alike
	KindHyphen    Kind = "hyphen"    // hyphens put in or left out
	KindSlip      Kind = "slip"      // one error of typing
	KindWord      Kind = "word"      // words added
	KindInside    Kind = "inside"    // the brand's ending within the name, or a dot moved
	KindSubdomain Kind = "subdomain" // the name left of somebody else's
	KindPage      Kind = "page"      // only the page is a copy, not the host
)

// Match is what one host imitates.
type Match struct {
	Host   string  // in Unicode
	Brand  string  // its name
	Domain string  // the brand's domain that is imitated
	Kind   Kind    // how
	Detail string  // the slip's name, the added words, what stands for what
	Score  float64 // 0 to 1; not a probability

	brand int
}

// Detector knows the brands. It is read-only and safe for concurrent use.
type Detector struct {
	reader
	brands  []Brand
	least   float64
	own     map[string]bool // domains of brands, and trusted hosts
	names   []name
	exact   map[string][]int32 // by text
	dotted  map[string][]int32 // names of several labels: diplomatie.gouv
	looking map[string][]int32 // by look
	near    map[string][]int32 // by what is left when one letter is taken out
	longest int                // the most letters of a name
}

// New makes a detector. An unusable brand is ErrBrand.
func New(o Options) (*Detector, error) {
	if o.Least < 0 || o.Least > 1 {
		return nil, fmt.Errorf("lookalike: the least score %g is not between 0 and 1", o.Least)
	}
	d := &Detector{
		reader: reader{confusables.New()}, brands: slices.Clone(o.Brands), least: cmp.Or(o.Least, defaultLeast),
		own: map[string]bool{}, exact: map[string][]int32{}, dotted: map[string][]int32{}, looking: map[string][]int32{}, near: map[string][]int32{},
	}
	for _, t := range o.Trusted {
		d.own[clean(t)] = true
	}
	for i, b := range d.brands {
		if len(b.Domains) == 0 {
			return nil, fmt.Errorf("lookalike: brand %q has no domain: %w", b.Name, ErrBrand)
		}
		if b.Name == "" {
			d.brands[i].Name = b.Domains[0]
		}
		if err := d.learn(i); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// clean is a host as it is compared.
func clean(domain string) string { return readable(strings.ToLower(strings.Trim(domain, " ."))) }

// learn reads the names of a brand.
func (d *Detector) learn(brand int) error {
	b := d.brands[brand]
	for _, domain := range b.Domains {
		h, ok := splitBrand(domain)
		if !ok {
			return fmt.Errorf("lookalike: brand %q: %q is not a domain: %w", b.Name, domain, ErrBrand)
		}
		d.own[h.text] = true
		if len(h.subs) == 0 {
			d.add(brand, h.label, domain, h.ending)
		}
		if stem := strings.TrimSuffix(h.text, "."+h.country()); strings.Contains(stem, ".") {
			d.dotted[stem] = append(d.dotted[stem], d.add(brand, h.text[:strings.IndexByte(h.text, '.')], domain, h.ending))
			d.add(brand, joined(stem), domain, h.country())
		}
		for _, label := range b.Labels {
			d.add(brand, clean(label), b.Domains[0], h.ending)
		}
	}
	return nil
}

// add puts a name on all shelves and returns its place.
func (d *Detector) add(brand int, label, domain, ending string) int32 {
	n := d.newName(brand, label, domain)
	for _, i := range d.exact[n.text] {
		if d.names[i].brand == brand {
			d.names[i].endings = append(d.names[i].endings, ending)
			return i
		}
	}
	i := int32(len(d.names))
	n.endings = []string{ending}
	d.names = append(d.names, n)
	d.longest = max(d.longest, len(n.text))
	d.exact[n.text] = append(d.exact[n.text], i)
	d.looking[n.look] = append(d.looking[n.look], i)
	if n.mayslip() {
		deletions(n.text, make([]byte, 0, 64), func(key []byte) { d.near[string(key)] = append(d.near[string(key)], i) })
	}
	return i
}

// Own reports whether a host is a brand's own or trusted, or under one.
func (d *Detector) Own(hostname string) bool { return d.isOwn(clean(hostname)) }

// isOwn is Own of a clean host.
func (d *Detector) isOwn(host string) bool {
	for {
		if d.own[host] {
			return true
		}
		_, rest, ok := strings.Cut(host, ".")
		if !ok {
			return false
		}
		host = rest
	}
}

// rounded is a score to two places, and at most 1.
func rounded(score float64) float64 { return min(1, math.Round(score*100)/100) }

// Match says what a host imitates most, if anything.
func (d *Detector) Match(hostname string) (Match, bool) {
	h, ok := split(hostname)
	if !ok || d.isOwn(h.text) {
		return Match{}, false
	}
	j := judge{Detector: d, host: h}
	j.registered()
	j.moved()
	j.left()
	if j.best.Score < d.least {
		return Match{}, false
	}
	j.best.Score = rounded(j.best.Score)
	return j.best, true
}
