package privacy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/store"
)

// ErrPerson: what was given names nobody in particular.
var ErrPerson = errors.New("this names no person")

// Bounds of a name.
const (
	minName  = 2    // letters and digits
	maxName  = 1000 // bytes
	maxWords = 8
	// A last word of minStem letters may have one of the endings.
	minStem = 4
)

// block stands for a letter that was erased.
const block = '█'

// identify makes of a name, or of a pseudonym, what tells the person.
func (k key) identify(person string) (store.Erasure, error) {
	if len(person) > maxName {
		return store.Erasure{}, fmt.Errorf("%w: it has %d bytes, and names have %d at most", ErrPerson, len(person), maxName)
	}
	if person = strings.TrimSpace(person); qalxan.IsPseudonym(person) {
		return store.Erasure{Pseudonym: person}, nil
	}
	words := strings.Fields(normal(person))
	letters := 0
	for _, r := range person {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	switch {
	case !utf8.ValidString(person) || letters == 0:
		return store.Erasure{}, fmt.Errorf("%w: give a name, or a pseudonym like %s0123456789ab", ErrPerson, qalxan.PseudonymPrefix)
	case letters < minName:
		return store.Erasure{}, fmt.Errorf("%w: one letter stands everywhere; give the whole name", ErrPerson)
	case len(words) > maxWords:
		return store.Erasure{}, fmt.Errorf("%w: it has %d words, and names have %d at most", ErrPerson, len(words), maxWords)
	}
	one := k.turned(words)
	e := store.Erasure{Pseudonym: one.Pseudonym, Words: len(words), First: one.First, Hash: one.Hash, Suffix: one.Suffix}
	if len(words) == 2 && words[0] != words[1] {
		other := k.turned([]string{words[1], words[0]})
		e.Turned = &other
	}
	return e, nil
}

// turned are the hashes of the words of a name in this order.
func (k key) turned(words []string) store.Turned {
	name, last := strings.Join(words, " "), words[len(words)-1]
	return store.Turned{
		Pseudonym: k.pseudonym(name), First: k.hash("first", words[0]), Hash: k.hash("name", name),
		Suffix: len(words) > 1 && utf8.RuneCountInString(last) >= minStem,
	}
}

// maxKnown bounds the words of which is remembered that no name begins so.
const maxKnown = 1 << 17

// needles finds persons by keyed hashes alone. It is safe for concurrent use.
type needles struct {
	key     key
	labels  map[string]bool            // pseudonyms
	firsts  map[string][]store.Erasure // by the hash of the first word
	request string                     // the last of those that they come from

	mu    sync.Mutex
	known map[string][]store.Erasure // by first word
}

func newNeedles(k key, all ...store.Erasure) *needles {
	n := &needles{key: k, labels: map[string]bool{}, firsts: map[string][]store.Erasure{}, known: map[string][]store.Erasure{}}
	for _, e := range all {
		n.request = e.ID
		n.add(e)
		if t := e.Turned; t != nil {
			n.add(store.Erasure{Pseudonym: t.Pseudonym, Words: e.Words, First: t.First, Hash: t.Hash, Suffix: t.Suffix})
		}
	}
	return n
}

func (n *needles) add(e store.Erasure) {
	n.labels[e.Pseudonym] = true
	if e.Words > 0 {
		n.firsts[e.First] = append(n.firsts[e.First], e)
	}
}

func (n *needles) gone(pseudonym string) bool { return n.labels[pseudonym] }

// begin lists the names that may begin with a word.
func (n *needles) begin(word string) []store.Erasure {
	n.mu.Lock()
	defer n.mu.Unlock()
	found, ok := n.known[word]
	if !ok {
		if len(n.known) == maxKnown {
			clear(n.known)
		}
		found = n.firsts[n.key.hash("first", word)]
		n.known[word] = found
	}
	return found
}

// find lists the places of names in a text, in order.
func (n *needles) find(text string) (found []analysis.Span) {
	if len(n.firsts) == 0 || text == "" {
		return nil
	}
	tokens := analysis.Tokens(text)
	for i := 0; i < len(tokens); {
		size := n.match(tokens[i:])
		if size == 0 {
			i++
			continue
		}
		found = append(found, analysis.Span{From: tokens[i].From, To: tokens[i+size-1].To})
		i += size
	}
	return found
}

// blank puts blocks in the place of the names in a text, one a letter, so that
// what stands behind them keeps its place. It reports how many there were.
func (n *needles) blank(text string) (string, int) {
	found := n.find(text)
	if len(found) == 0 {
		return text, 0
	}
	var b strings.Builder
	at := 0
	for _, s := range found {
		b.WriteString(text[at:s.From])
		b.WriteString(blocks(text[s.From:s.To]))
		at = s.To
	}
	b.WriteString(text[at:])
	return b.String(), len(found)
}

// wipe blanks the pseudonyms of persons as well: what was computed of them.
func (n *needles) wipe(text string) (string, int) {
	text, found := n.blank(text)
	if !strings.Contains(text, qalxan.PseudonymPrefix) {
		return text, found
	}
	for label := range n.labels {
		found += strings.Count(text, label)
		text = strings.ReplaceAll(text, label, blocks(label))
	}
	return text, found
}

// match is how many tokens make a name at the beginning; 0 for none.
func (n *needles) match(tokens []analysis.Token) (longest int) {
	for _, e := range n.begin(tokens[0].Text) {
		if e.Words <= len(tokens) && e.Words > longest && n.is(e, tokens[:e.Words]) {
			longest = e.Words
		}
	}
	return longest
}

func (n *needles) is(e store.Erasure, tokens []analysis.Token) bool {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	last := words[len(words)-1]
	for ending := range endingsOf(last) {
		if ending != "" && (!e.Suffix || utf8.RuneCountInString(last)-utf8.RuneCountInString(ending) < minStem) {
			return false
		}
		words[len(words)-1] = strings.TrimSuffix(last, ending)
		if n.key.hash("name", strings.Join(words, " ")) == e.Hash {
			return true
		}
	}
	return false
}

func blocks(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return r
		}
		return block
	}, text)
}

// passage is a passage without the names, and how many there were.
func (n *needles) passage(p store.Passage) (store.Passage, int) {
	switch {
	case p.Place == store.PlaceAuthor:
		return n.author(p)
	case !p.JSON:
		text, found := n.wipe(p.Text)
		p.Text = text
		return p, found
	}
	decoder := json.NewDecoder(strings.NewReader(p.Text))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return p, 0
	}
	v, found := n.value(v)
	if found == 0 {
		return p, 0
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(v) != nil {
		return p, 0
	}
	p.Text = strings.TrimSuffix(b.String(), "\n")
	return p, found
}

// value blanks the strings of a value that came out of JSON.
func (n *needles) value(v any) (any, int) {
	found := 0
	switch v := v.(type) {
	case string:
		return n.wipe(v)
	case []any:
		for i := range v {
			var one int
			v[i], one = n.value(v[i])
			found += one
		}
	case map[string]any:
		for name := range v {
			var one int
			v[name], one = n.value(v[name])
			found += one
		}
	}
	return v, found
}

// author takes a person out of an author's label that is kept: a pseudonym, or
// the name where names are kept.
func (n *needles) author(p store.Passage) (store.Passage, int) {
	parts := strings.Split(p.Text, ", ")
	kept := slices.DeleteFunc(slices.Clone(parts), n.signs)
	p.Text = strings.Join(kept, ", ")
	return p, len(parts) - len(kept)
}
