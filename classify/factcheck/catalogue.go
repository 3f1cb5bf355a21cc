package factcheck

import (
	"cmp"
	"slices"
	"sync"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/index/analysis"
)

// Catalogue is the reviews that are known. It grows while it is used, and is
// safe for concurrent use.
type Catalogue struct {
	tell   func(text string) string // the language of a text
	adding sync.Mutex               // held while new parts are made
	mu     sync.RWMutex
	parts  []part // each at least twice as large as the next
	known  map[string]bool
	hosts  map[string]bool // of all reviews
}

// part is some reviews with their index. It never changes.
type part struct {
	reviews  []Review
	byID     map[string]Review
	detector *narrative.Detector
}

// MaxReviews bounds the catalogue: some 300 MB of memory.
const MaxReviews = 60_000

// NewCatalogue makes an empty catalogue. The function tells the language of a
// claim (ISO 639-1, or und) where the review does not; nil takes it as unknown.
func NewCatalogue(tell func(text string) string) *Catalogue {
	if tell == nil {
		tell = func(string) string { return qalxan.Undetermined }
	}
	return &Catalogue{tell: tell, known: map[string]bool{}, hosts: map[string]bool{}}
}

// fewestWords is how many words that tell something a claim needs: "Got you"
// stands in many texts.
const fewestWords = 4

// Add takes up reviews and returns how many were new. Those that cannot be used,
// that rate nothing false or misleading, whose claims are under four words
// without counting function words, and those beyond [MaxReviews] are left out. Adding many at once is much cheaper than one by one.
func (c *Catalogue) Add(reviews ...Review) (int, error) {
	c.adding.Lock()
	defer c.adding.Unlock()
	fresh := c.fresh(reviews)
	if len(fresh) == 0 {
		return 0, nil
	}
	parts := slices.Clone(c.parts)
	merged := fresh
	for len(parts) > 0 && len(parts[len(parts)-1].reviews) < 2*len(merged) {
		merged = slices.Concat(parts[len(parts)-1].reviews, merged)
		parts = parts[:len(parts)-1]
	}
	made, err := c.newPart(merged)
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts = append(parts, made)
	for _, r := range fresh {
		c.known[r.id()], c.hosts[r.host()] = true, true
	}
	return len(fresh), nil
}

// fresh are the reviews that are usable and not known.
func (c *Catalogue) fresh(reviews []Review) []Review {
	seen := map[string]bool{}
	var fresh []Review
	for _, r := range reviews {
		if len(r.Languages) == 0 {
			r.Languages = []string{c.tell(r.Claim)}
		}
		usable := r.Validate() == nil && (r.Rating == False || r.Rating == Misleading) && telling(r) >= fewestWords
		if id := r.id(); usable && !c.known[id] && !seen[id] && len(c.known)+len(fresh) < MaxReviews {
			seen[id] = true
			fresh = append(fresh, r)
		}
	}
	return fresh
}

// telling counts the different words of a claim that are no function words.
func telling(r Review) int {
	count := map[string]bool{}
	for _, w := range words(r.Claim) {
		count[w] = true
	}
	for _, code := range r.Languages {
		for _, w := range language.FunctionWords(code) {
			delete(count, analysis.Fold(w))
		}
	}
	return len(count)
}

// newPart indexes reviews as narratives of one wording.
func (c *Catalogue) newPart(reviews []Review) (part, error) {
	p := part{reviews: reviews, byID: map[string]Review{}}
	narratives := make([]qalxan.Narrative, 0, len(reviews))
	for _, r := range reviews {
		wordings := map[string][]string{}
		for _, code := range r.Languages {
			wordings[code] = []string{r.Claim}
		}
		p.byID[r.id()] = r
		narratives = append(narratives, qalxan.Narrative{ID: r.id(), Claim: r.Claim, Wordings: wordings})
	}
	var err error
	p.detector, err = narrative.New(narratives)
	return p, err
}

// Len is how many reviews are known.
func (c *Catalogue) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.known)
}

// view is what is known at one moment.
func (c *Catalogue) view() []part {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.parts
}

// checks reports whether reviews of the catalogue come from a host.
func (c *Catalogue) checks(host string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.hosts[host]
}

// Match is a review of a claim that a text resembles.
type Match struct {
	Review Review
	Score  float64 // 0 to 1; its order is what counts
}

// Match ranks the reviews that a text resembles, at most top, for a person to
// look through. Nothing is decided.
func (c *Catalogue) Match(text, language string, top int) []Match {
	var all []Match
	for _, p := range c.view() {
		for _, m := range p.detector.Match(text, language, top) {
			all = append(all, Match{p.byID[m.NarrativeID], m.Score})
		}
	}
	slices.SortStableFunc(all, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return all[:min(len(all), max(0, top))]
}
