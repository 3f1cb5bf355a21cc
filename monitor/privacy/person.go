package privacy

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Request asks for one person.
type Request struct {
	// Person is a name, or a pseudonym.
	Person string `json:"person"`
	By     string `json:"by"`
	Reason string `json:"reason,omitempty"`
	// Yes erases; without it is only said what would be.
	Yes bool `json:"yes,omitempty"`
	// OneWord says that a name of one word is meant, wherever it stands: many
	// people have it.
	OneWord bool `json:"one_word,omitempty"`
}

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
