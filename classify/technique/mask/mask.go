// Package mask reads a text as words for a judge that must not know of whom
// the text speaks: names of places, peoples, parties and persons, accounts,
// addresses and numbers become marks.
package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// The marks that stand for what is hidden.
const (
	Name    = "§n"
	Number  = "§d"
	Address = "§u"
	Account = "§a"
	Line    = "§l" // one line break or more
)

// maxLetters is how much of a word is read, in code points.
const maxLetters = 24

// Token is a word, a sign or a mark.
type Token struct {
	Text     string // folded, or a mark
	From, To int    // bytes of the original
}

// Masked reports whether the token is a mark.
func (t Token) Masked() bool { return strings.HasPrefix(t.Text, "§") }

// Tokens lists words, signs and marks in order. A name is a word of the
// gazetteer in any inflection, a capitalised word that does not begin a
// sentence, or a short word in capitals among others that are not. Names that
// follow each other are one mark, so that long and short names weigh the same.
func Tokens(text string) []Token {
	r := reader{text: text, start: true, tokens: make([]Token, 0, len(text)/6+1)}
	for i := 0; i < len(text); {
		i = r.step(i)
	}
	return r.tokens
}

// reader goes through a text once.
type reader struct {
	text   string
	start  bool // a sentence may begin here
	shout  bool // the word before was in capitals
	tokens []Token
}

// step reads what begins at i and returns where it ends.
func (r *reader) step(i int) int {
	c, n := utf8.DecodeRuneInString(r.text[i:])
	switch {
	case c == '\n':
		r.start = true
		r.add(Line, i, i+n)
	case unicode.IsSpace(c) || c == utf8.RuneError || unicode.In(c, unicode.C, unicode.M):
	case unicode.IsDigit(c):
		n = r.run(i, digit)
		r.add(Number, i, i+n)
		r.start = false
	case c == '@' && r.run(i+n, letter) > 0:
		n += r.run(i+n, letter)
		r.add(Account, i, i+n)
	case unicode.IsLetter(c):
		n = r.word(i)
	default:
		r.sign(c, i, i+n)
	}
	return i + n
}

// run measures the bytes from i on that are of a kind.
func (r *reader) run(i int, kind func(rune) bool) int {
	for n, c := range r.text[i:] {
		if !kind(c) {
			return n
		}
	}
	return len(r.text) - i
}

func digit(c rune) bool { return unicode.IsDigit(c) || c == '.' || c == ',' || c == ':' }

func letter(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c) || c == '_' || c == '\'' || c == '’' || c == 'ʼ'
}

func visible(c rune) bool { return !unicode.IsSpace(c) }

// word reads a word or an address and returns its length in bytes.
func (r *reader) word(i int) int {
	n := r.run(i, letter)
	if end := i + n; address(r.text[i:end], r.text[end:]) {
		n = r.run(i, visible)
		r.add(Address, i, i+n)
		return n
	}
	original := r.text[i : i+n]
	shout := capitals(original)
	if folded := analysis.Fold(cut(original)); folded != "" {
		if r.name(original, folded, shout, i+n) {
			folded = Name
		}
		r.add(folded, i, i+n)
	}
	r.start, r.shout = false, shout
	return n
}

// cut bounds a word.
func cut(word string) string {
	letters := 0
	for i := range word {
		if letters++; letters > maxLetters {
			return word[:i]
		}
	}
	return word
}

// address reports whether a word and what follows it make a link or a host.
func address(word, rest string) bool {
	if strings.HasPrefix(rest, "://") {
		return true
	}
	if len(rest) < 3 || rest[0] != '.' || rest[1] < 'a' || rest[1] > 'z' {
		return false
	}
	return strings.IndexFunc(word, func(c rune) bool { return c >= utf8.RuneSelf }) < 0
}

// capitals reports whether a word is two letters or more, none of them small.
func capitals(word string) bool {
	n := 0
	for _, c := range word {
		if unicode.IsLower(c) || n > maxLetters {
			return false
		}
		n++
	}
	return n > 1
}

// maxAcronym is the longest word in capitals that is taken for a name, in
// bytes: five letters of Cyrillic.
const maxAcronym = 10

func (r *reader) name(original, folded string, shout bool, end int) bool {
	if Known(folded) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(original)
	switch {
	case !unicode.IsUpper(first):
		return false
	case shout:
		return len(original) <= maxAcronym && !r.shout && !r.shoutsAt(end)
	}
	return !r.start
}

// shoutsAt reports whether the next word is in capitals too.
func (r *reader) shoutsAt(i int) bool {
	rest := strings.TrimLeft(r.text[i:min(len(r.text), i+64)], " ,-–—\"«»")
	for n, c := range rest {
		if !letter(c) {
			return capitals(rest[:n])
		}
	}
	return capitals(rest)
}

// sign keeps punctuation and pictures; most of them may begin a sentence.
func (r *reader) sign(c rune, from, to int) {
	switch {
	case strings.ContainsRune(",;-–—()/%№*_+=&'’`", c):
	default:
		r.start = true
	}
	r.add(string(c), from, to)
}

// add appends a token; names that follow each other, and lines, become one.
func (r *reader) add(text string, from, to int) {
	last := len(r.tokens) - 1
	if last >= 0 && r.tokens[last].Text == text && (text == Name || text == Line) {
		r.tokens[last].To = to
		return
	}
	r.tokens = append(r.tokens, Token{text, from, to})
}
