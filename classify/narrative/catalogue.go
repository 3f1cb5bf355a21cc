package narrative

import (
	"maps"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/narrative/cue"
	"github.com/qalxan/qalxan/classify/narrative/rank"
)

// card is the wordings of one narrative in one language.
type card struct {
	narrative int
	language  string
	wordings  []wording
}

// wording is one sentence of a card.
type wording struct {
	text    string
	rebuts  bool // it is a rebuttal
	own     pattern
	distant pattern // for texts in other languages
}

// catalogue is all cards, and where they are found.
type catalogue struct {
	cards   []card
	own     map[string]section // by language: its cards, by stems
	distant section            // all cards, by word beginnings
	grams   *rank.Index        // all cards, by letter sequences
}

// section is some of the cards with their index.
type section struct {
	cards []int // numbers in the catalogue, by numbers in the index
	index *rank.Index
	terms terms
}

func newCatalogue(narratives []qalxan.Narrative, languages map[string]speech) catalogue {
	c := catalogue{own: map[string]section{}}
	byLanguage := map[string][]int{}
	for number, n := range narratives {
		for _, code := range languagesOf(n) {
			byLanguage[code] = append(byLanguage[code], len(c.cards))
			c.cards = append(c.cards, newCard(number, code, n))
		}
	}
	all := make([]int, len(c.cards))
	letters := make([][]string, len(c.cards))
	for i := range c.cards {
		all[i] = i
		letters[i] = grams(c.cards[i].claims())
	}
	c.grams = rank.New(letters)
	c.distant = c.section(all, beginnings{}, languages)
	for code, cards := range byLanguage {
		c.own[code] = c.section(cards, stems{code}, languages)
	}
	c.compile(languages)
	return c
}

// languagesOf lists the languages of a narrative in order.
func languagesOf(n qalxan.Narrative) []string {
	codes := append(slices.Collect(maps.Keys(n.Wordings)), slices.Collect(maps.Keys(n.Rebuttals))...)
	slices.Sort(codes)
	return slices.Compact(codes)
}

func newCard(number int, code string, n qalxan.Narrative) card {
	c := card{narrative: number, language: code}
	for _, text := range n.Wordings[code] {
		c.wordings = append(c.wordings, wording{text: text})
	}
	for _, text := range n.Rebuttals[code] {
		c.wordings = append(c.wordings, wording{text: text, rebuts: true})
	}
	return c
}

// claims are the wordings that make the claim, in one text.
func (c card) claims() string {
	var texts []string
	for _, w := range c.wordings {
		if !w.rebuts {
			texts = append(texts, w.text)
		}
	}
	return strings.Join(texts, "\n")
}

func (c catalogue) section(cards []int, as terms, languages map[string]speech) section {
	contents := make([][]string, len(cards))
	for i, number := range cards {
		one := c.cards[number]
		for _, w := range one.wordings {
			contents[i] = append(contents[i], content(w.text, as, languages[one.language].stop)...)
		}
	}
	return section{cards, rank.New(contents), as}
}

// compile makes the patterns of all wordings.
func (c catalogue) compile(languages map[string]speech) {
	for i := range c.cards {
		one := &c.cards[i]
		in := languages[one.language]
		own := c.own[one.language]
		for j := range one.wordings {
			w := &one.wordings[j]
			w.own = newPattern(w.text, own.terms, in, own.index.Specific)
			w.distant = newPattern(w.text, c.distant.terms, in, c.distant.index.Specific)
		}
	}
}

// speech is what is known of a language.
type speech struct {
	stop map[string]bool // folded function words
	cues cue.Set
}

// newSpeeches reads what is known of the languages of the narratives.
func newSpeeches(narratives []qalxan.Narrative) map[string]speech {
	known := map[string]speech{}
	for _, code := range slices.Concat(cue.Languages(), allLanguages(narratives)) {
		if _, ok := known[code]; !ok {
			known[code] = speech{stopWords(code), cue.Of(code)}
		}
	}
	return known
}

func allLanguages(narratives []qalxan.Narrative) []string {
	var codes []string
	for _, n := range narratives {
		codes = append(codes, languagesOf(n)...)
	}
	return codes
}
