package privacy

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/store"
)

// block stands for a letter that was erased.
const block = '█'

// maxKnown bounds the words of which is remembered that no name begins so.
const maxKnown = 1 << 17

// needles finds persons by keyed hashes alone. It is safe for concurrent use.
type needles struct {
	key    key
	labels map[string]string          // the request that erased a pseudonym
	firsts map[string][]store.Erasure // by the hash of the first word

	mu    sync.Mutex
	known map[string][]store.Erasure // by first word
}

func newNeedles(k key, all ...store.Erasure) *needles {
	n := &needles{key: k, labels: map[string]string{}, firsts: map[string][]store.Erasure{}, known: map[string][]store.Erasure{}}
	for _, e := range all {
		n.add(e)
		if t := e.Turned; t != nil {
			n.add(store.Erasure{ID: e.ID, Pseudonym: t.Pseudonym, Words: e.Words, First: t.First, Hash: t.Hash, Suffix: t.Suffix})
		}
	}
	return n
}

func (n *needles) add(e store.Erasure) {
	n.labels[e.Pseudonym] = e.ID
	if e.Words > 0 {
		n.firsts[e.First] = append(n.firsts[e.First], e)
	}
}

func (n *needles) gone(pseudonym string) bool {
	_, erased := n.labels[pseudonym]
	return erased
}

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

// mention is a place in a text where a person is named, and the request that
// erased them.
type mention struct {
	analysis.Span
	request string
}

// find lists the places of names in a text, in order.
func (n *needles) find(text string) (found []mention) {
	if len(n.firsts) == 0 || text == "" {
		return nil
	}
	tokens := analysis.Tokens(text)
	for i := 0; i < len(tokens); {
		size, request := n.match(tokens[i:])
		if size == 0 {
			i++
			continue
		}
		found = append(found, mention{analysis.Span{From: tokens[i].From, To: tokens[i+size-1].To}, request})
		i += size
	}
	return found
}

// blank puts blocks in the place of the names in a text, one a letter, so that
// what stands behind them keeps its place. It reports how many there were.
func (n *needles) blank(text string) (string, int) {
	found := n.find(text)
	return without(text, found), len(found)
}

func without(text string, found []mention) string {
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range found {
		b.WriteString(text[at:s.From])
		b.WriteString(blocks(text[s.From:s.To]))
		at = s.To
	}
	b.WriteString(text[at:])
	return b.String()
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

// match is how many tokens make a name at the beginning, 0 for none, and the
// request that erased it.
func (n *needles) match(tokens []analysis.Token) (longest int, request string) {
	for _, e := range n.begin(tokens[0].Text) {
		if e.Words <= len(tokens) && e.Words > longest && n.is(e, tokens[:e.Words]) {
			longest, request = e.Words, e.ID
		}
	}
	return longest, request
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
