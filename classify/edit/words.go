package edit

import (
	"slices"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/index/analysis"
)

// passage is the words of one field, without those of counters.
type passage struct {
	text   string
	tokens []analysis.Token
}

func read(text string) passage {
	p := passage{text: text}
	from := 0
	for line := range strings.Lines(text) {
		tokens := analysis.Tokens(line)
		if !counter(tokens) {
			for _, t := range tokens {
				p.tokens = append(p.tokens, analysis.Token{Text: t.Text, From: t.From + from, To: t.To + from})
			}
		}
		from += len(line)
	}
	return p
}

func (p passage) words() []string {
	words := make([]string, len(p.tokens))
	for i, t := range p.tokens {
		words[i] = t.Text
	}
	return words
}

// ranges are the places of the marked words; marked neighbours are one range.
func (p passage) ranges(marked []bool) []analysis.Span {
	var ranges []analysis.Span
	for i, t := range p.tokens {
		switch {
		case !marked[i]:
		case i > 0 && marked[i-1]:
			ranges[len(ranges)-1].To = t.To
		default:
			ranges = append(ranges, analysis.Span{From: t.From, To: t.To})
		}
	}
	return ranges
}

// excerptLength bounds what a reason quotes, in code points.
const excerptLength = 200

// excerpt quotes the marked words.
func (p passage) excerpt(marked []bool) string {
	var parts []string
	for _, r := range p.ranges(marked) {
		parts = append(parts, strings.Join(strings.Fields(p.text[r.From:r.To]), " "))
	}
	points := []rune(strings.ToValidUTF8(strings.Join(parts, " … "), ""))
	if len(points) > excerptLength {
		return string(points[:excerptLength]) + "…"
	}
	return string(points)
}

// numbers reports whether a number is among the marked words.
func (p passage) numbers(marked []bool) bool {
	for i, t := range p.tokens {
		if marked[i] && strings.ContainsFunc(t.Text, unicode.IsDigit) {
			return true
		}
	}
	return false
}

// maxCounter is the most words that a counter or clock line has.
const maxCounter = 6

// counterWords begin the words that stand beside the number of a counter or a
// clock in our languages.
var counterWords = folded(`view read comment share like repost ago baxış oxun şərh paylaş bəyən əvvəl
	просмотр прочит коммент репост лайк назад перегляд görüntülen okun yorum paylaşım beğeni önce
	بازدید نظر پیش դիտում մեկնաբան առաջ ნახვ კომენტარ წინ ko'ril izoh oldin қаралым пікір бұрын
	vues commentaire aufruf kommentar поделил поділил اشتراک կիսվ გაზიარ ulash бөліс`)

func folded(words string) []string {
	list := strings.Fields(words)
	for i, w := range list {
		list[i] = analysis.Fold(w)
	}
	return list
}

// counter reports whether a line only counts readers, comments or hours.
func counter(line []analysis.Token) bool {
	if len(line) == 0 || len(line) > maxCounter {
		return false
	}
	figures, named := 0, false
	for _, t := range line {
		if !strings.ContainsFunc(t.Text, unicode.IsLetter) {
			figures++
		}
		named = named || beginsWithOne(t.Text, counterWords)
	}
	return figures == len(line) || figures > 0 && named
}

func beginsWithOne(word string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(word, b) })
}
