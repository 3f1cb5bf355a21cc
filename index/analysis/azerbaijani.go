package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// suffix is an ending, and after which kind of letter it stands.
type suffix struct {
	text  string
	after letterKind
}

type letterKind int

const (
	anyLetter letterKind = iota
	consonant
	vowel
)

// azSuffixes are the endings that a stem loses, longest first: plural, cases
// and possessives of nouns, the infinitive, past, future and perfect of verbs.
// In the patterns A is a or ə and I is ı, i, u or ü (ı and i are one letter
// after folding). The possessives -m and -n after a vowel are left out: far
// more stems than forms end so.
var azSuffixes = expand(map[string]letterKind{
	"lAr": anyLetter,
	"dAn": anyLetter, "dA": anyLetter, "nIn": vowel, "In": consonant,
	"nI": vowel, "I": consonant, "yA": vowel, "A": consonant,
	"ImIz": consonant, "mIz": vowel, "InIz": consonant, "nIz": vowel,
	"sIn": vowel, "sI": vowel, "Im": consonant,
	"maq": anyLetter, "mək": anyLetter, "acaq": anyLetter, "əcək": anyLetter,
	"dI": anyLetter, "dIm": anyLetter, "dIq": anyLetter, "dIk": anyLetter,
	"mIş": anyLetter, "mIşdIr": anyLetter,
})

// expand writes the patterns out.
func expand(patterns map[string]letterKind) []suffix {
	var all []suffix
	for pattern, after := range patterns {
		for _, a := range []string{"a", "ə"} {
			for _, i := range []string{"i", "u", "ü"} {
				all = append(all, suffix{strings.NewReplacer("A", a, "I", i).Replace(pattern), after})
			}
		}
	}
	slices.SortFunc(all, func(a, b suffix) int {
		if d := len(b.text) - len(a.text); d != 0 {
			return d
		}
		return strings.Compare(a.text, b.text)
	})
	return slices.Compact(all)
}

// stemAzerbaijani takes suffix after suffix off a folded word, the longest
// first, as long as three letters remain and vowel harmony allows; then it
// makes stems equal that Azerbaijani itself changes before a suffix.
func stemAzerbaijani(word string) string {
	for {
		shorter, ok := cutSuffix(word)
		if !ok {
			return azRoot(word)
		}
		word = shorter
	}
}

func cutSuffix(word string) (string, bool) {
	for _, s := range azSuffixes {
		stem, ok := strings.CutSuffix(word, s.text)
		if ok && utf8.RuneCountInString(stem) >= minStem && s.after.allows(stem) && harmonises(stem, s.text) {
			return stem, true
		}
	}
	return word, false
}

func (k letterKind) allows(stem string) bool {
	if k == anyLetter {
		return true
	}
	return (vowelAtEnd(stem) != 0) == (k == vowel)
}

// harmonises reports whether the suffix's first vowel may follow the stem's
// last. A stem with i may have had ı or i, so that it allows any.
func harmonises(stem, suffix string) bool {
	before, after := lastVowel(stem), firstVowel(suffix)
	switch before {
	case 0:
		return false
	case 'i':
		return true
	}
	switch after {
	case 'a':
		return strings.ContainsRune("aou", before)
	case 'ə':
		return strings.ContainsRune("eəöü", before)
	case 'u':
		return strings.ContainsRune("ou", before)
	case 'ü':
		return strings.ContainsRune("öü", before)
	}
	return strings.ContainsRune("aeə", before)
}

// azRoot drops a final an or ən and a final vowel, which cannot be told from a
// genitive or dative, and undoes q to ğ and k to y.
func azRoot(word string) string {
	if strings.HasSuffix(word, "an") || strings.HasSuffix(word, "ən") {
		word = trimLast(word)
	}
	if vowelAtEnd(word) != 0 {
		word = trimLast(word)
	}
	if stem, ok := strings.CutSuffix(word, "ğ"); ok {
		return stem + "q"
	}
	if stem, ok := strings.CutSuffix(word, "y"); ok && utf8.RuneCountInString(word) > minStem {
		return stem + "k"
	}
	return word
}

// trimLast drops the last letter of a word that can spare it.
func trimLast(word string) string {
	if utf8.RuneCountInString(word) <= minStem {
		return word
	}
	_, n := utf8.DecodeLastRuneInString(word)
	return word[:len(word)-n]
}

const azVowels = "aeəioöuü"

func lastVowel(s string) rune {
	i := strings.LastIndexAny(s, azVowels)
	if i < 0 {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

func firstVowel(s string) rune {
	i := strings.IndexAny(s, azVowels)
	r, _ := utf8.DecodeRuneInString(s[max(i, 0):])
	return r
}

func vowelAtEnd(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(azVowels, r) {
		return r
	}
	return 0
}
