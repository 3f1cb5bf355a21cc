package language

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// kin tells related languages apart by the sequences of one to three letters
// that their words are made of: a naive Bayes classifier over letter n-grams
// (the features of W. Cavnar, J. Trenkle, "N-gram-based text categorization",
// 1994). It knows the small languages that the large models were never shown,
// and their neighbours. It knows no more than two pages of each, so it is a
// witness beside others and no judge.
type kin map[string]*kinScript // by ISO 15924 tag

// kinScript is the languages of one script.
type kinScript struct {
	codes []string
	// logs holds for each sequence the logarithm of its share among the
	// sequences of its length, in the order of codes.
	logs map[string][]float32
	// rare is what a sequence has that was counted in none of them.
	rare [maxGram + 1][]float32
}

const (
	maxGram = 3
	// smoothing is what is added to every count.
	smoothing = 0.4
	// overlap is how much less a sequence tells than if it shared no letters
	// with its neighbours.
	overlap = 1.0 / 3
	// edge stands for the beginning and the end of a word.
	edge = "_"
)

// kinTable is written by TestKinTable, which says how. Each language has a
// line with its code, its script and how many sequences of one, two and three
// letters were counted, and then a line of the sequences that were counted
// often, each with its count.
//
//go:embed kin.txt
var kinTable string

func newKin() kin {
	k := kin{}
	languages := readProfiles(kinTable)
	for _, p := range languages {
		if k[p.script] == nil {
			k[p.script] = newKinScript(languages, p.script)
		}
	}
	return k
}

func newKinScript(all []profile, script string) *kinScript {
	s := &kinScript{logs: map[string][]float32{}}
	var of []profile
	for _, p := range all {
		if p.script == script {
			of = append(of, p)
			s.codes = append(s.codes, p.code)
		}
	}
	kinds := [maxGram + 1]int{}
	for _, p := range of {
		for gram := range p.counts {
			if s.logs[gram] == nil {
				s.logs[gram] = make([]float32, len(of))
				kinds[utf8.RuneCountInString(gram)]++
			}
		}
	}
	for at, p := range of {
		for gram, logs := range s.logs {
			n := utf8.RuneCountInString(gram)
			logs[at] = logShare(p.counts[gram], p.totals[n], kinds[n])
		}
		for n := 1; n <= maxGram; n++ {
			s.rare[n] = append(s.rare[n], logShare(0, p.totals[n], kinds[n]))
		}
	}
	return s
}

func logShare(count, total, kinds int) float32 {
	return float32(overlap * math.Log((float64(count)+smoothing)/(float64(total)+smoothing*float64(kinds))))
}

// likely returns the most likely of the languages let through and how likely
// it is among them, 0 to 1; nothing where none is known.
func (k kin) likely(s sample, among func(code string) bool) (best string, likelihood float64) {
	of := k[s.script.tag]
	if of == nil {
		return "", 0
	}
	sums, top := of.sums(s.words), math.Inf(-1)
	for at, code := range of.codes {
		if among(code) && sums[at] > top {
			best, top = code, sums[at]
		}
	}
	total := 0.0
	for at, code := range of.codes {
		if among(code) {
			total += math.Exp(sums[at] - top)
		}
	}
	if best == "" {
		return "", 0
	}
	return best, 1 / total
}

// fit is how well the words fit the language that they fit best: the larger
// the better.
func (k kin) fit(s sample) float64 {
	of := k[s.script.tag]
	if of == nil {
		return math.Inf(-1)
	}
	return slices.Max(of.sums(s.words))
}

func (k *kinScript) sums(words []string) []float64 {
	sums := make([]float64, len(k.codes))
	for _, word := range words {
		for gram, n := range grams(word) {
			logs := k.logs[gram]
			if logs == nil {
				logs = k.rare[n]
			}
			for at, log := range logs {
				sums[at] += float64(log)
			}
		}
	}
	return sums
}

// grams yields the sequences of one to three letters of a word and their
// lengths. The edges of the word count as letters in those longer than one.
func grams(word string) func(yield func(string, int) bool) {
	return func(yield func(string, int) bool) {
		padded := edge + word + edge
		var starts [maxGram]int // of the last letters, the newest last
		letters := 0
		for at, r := range padded {
			starts[0], starts[1], starts[2] = starts[1], starts[2], at
			letters++
			end := at + utf8.RuneLen(r)
			for n := 1; n <= min(letters, maxGram); n++ {
				gram := padded[starts[maxGram-n]:end]
				if gram != edge && !yield(gram, n) {
					return
				}
			}
		}
	}
}

// profile is what was counted of one language.
type profile struct {
	code, script string
	totals       [maxGram + 1]int
	counts       map[string]int
}

// readProfiles reads the table, which is ours and tested.
func readProfiles(table string) []profile {
	var all []profile
	lines := strings.Split(strings.TrimSpace(table), "\n")
	for i := 0; i+1 < len(lines); i += 2 {
		head := strings.Fields(lines[i])
		p := profile{code: head[0], script: head[1], counts: map[string]int{}}
		for n := 1; n <= maxGram; n++ {
			p.totals[n] = number(head[n+1])
		}
		for entry := range strings.FieldsSeq(lines[i+1]) {
			gram, count, _ := strings.Cut(entry, "=")
			p.counts[gram] = number(count)
		}
		all = append(all, p)
	}
	return all
}

func number(digits string) int {
	n := 0
	for _, d := range []byte(digits) {
		n = 10*n + int(d-'0')
	}
	return n
}
