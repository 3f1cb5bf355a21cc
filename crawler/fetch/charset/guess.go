package charset

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

const (
	// sampled is how much of a text a guess looks at.
	sampled = 32 << 10
	// minFit is the least mean weight of a text's letters that is taken for
	// Cyrillic. Running Russian is near 55, Ukrainian near 50, and letters that
	// were decoded wrongly near 30.
	minFit = 38
	// upperCase is what a capital counts, as a part of its small letter. In
	// KOI8 the capitals stand where windows-1251 has the small letters, so the
	// case is telling too.
	upperCase = 0.8
)

// guess is the encoding of a text that says nothing of it and is not UTF-8:
// the Cyrillic one whose letters come out most like running text, or else
// windows-1252, which the web falls back to.
func guess(body []byte) encoding.Encoding {
	body = body[:min(len(body), sampled)]
	var best encoding.Encoding = charmap.Windows1252
	if !inRuns(body) {
		return best
	}
	most := float64(minFit)
	counts := count(body)
	for _, c := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8U, charmap.ISO8859_5, charmap.CodePage866} {
		if fit := fit(counts, c); fit > most {
			best, most = c, fit
		}
	}
	return best
}

// count is how often each byte beyond ASCII occurs.
func count(body []byte) (counts [256]int) {
	for _, b := range body {
		if b >= utf8.RuneSelf {
			counts[b]++
		}
	}
	return counts
}

// inRuns reports whether most bytes beyond ASCII stand beside another. In
// Cyrillic whole words are made of them; in Latin text they stand alone.
func inRuns(body []byte) bool {
	var all, beside int
	for i, b := range body {
		if b < utf8.RuneSelf {
			continue
		}
		all++
		if i > 0 && body[i-1] >= utf8.RuneSelf || i+1 < len(body) && body[i+1] >= utf8.RuneSelf {
			beside++
		}
	}
	return 2*beside > all
}

// fit is the mean weight of the letters that the bytes come out as.
func fit(counts [256]int, c *charmap.Charmap) float64 {
	var sum float64
	var all int
	for b, n := range counts {
		all += n
		r := c.DecodeByte(byte(b))
		if small := unicode.ToLower(r); small != r {
			sum += upperCase * weights[small] * float64(n)
		} else {
			sum += weights[r] * float64(n)
		}
	}
	return sum / float64(max(all, 1))
}

// weights are how often letters come in a thousand of running Russian; the
// letters that only its neighbours have are weighed as they are there.
var weights = map[rune]float64{
	'о': 110, 'е': 85, 'а': 80, 'и': 74, 'н': 67, 'т': 63, 'с': 55, 'р': 47, 'в': 45, 'л': 44, 'к': 35,
	'м': 32, 'д': 30, 'п': 28, 'у': 26, 'я': 20, 'ы': 19, 'ь': 17, 'г': 17, 'з': 16, 'б': 16, 'ч': 14,
	'й': 12, 'х': 10, 'ж': 9, 'ш': 7, 'ю': 6, 'ц': 5, 'щ': 4, 'э': 3, 'ф': 3, 'ъ': 1, 'ё': 1,
	'і': 57, 'ї': 6, 'є': 5, 'ґ': 1, 'ў': 10, 'ј': 30,
}
