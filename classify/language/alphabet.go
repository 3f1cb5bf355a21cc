package language

import (
	"regexp"
	"strings"
)

// alphabet is the letters of one language that not all languages of its script
// share.
type alphabet struct {
	code   string
	script string
	own    string // letters beyond the common stock of the script
	lacks  string // letters of the common stock that it does not use
}

// alphabets of Cyrillic and Arabic. Which of them covers a text's unusual
// letters is better evidence than any model: models have never seen most of
// these languages and are certain all the same.
var alphabets = []alphabet{
	{"uk", "Cyrl", "ґєії", "ёъыэ"},
	{"be", "Cyrl", "ўі", "ищъ"},
	{"kk", "Cyrl", "әғқңөұүһі", ""},
	{"ky", "Cyrl", "ңөү", ""},
	{"mn", "Cyrl", "өү", ""},
	{"tt", "Cyrl", "әөүҗңһ", ""},
	{"ba", "Cyrl", "әғҙҡңөҫүһ", ""},
	{"uz", "Cyrl", "ўқғҳ", "щы"},
	{"tg", "Cyrl", "ғӣқӯҳҷ", "щыц"},
	{"az", "Cyrl", "әғҝҹөүһј", "щьъэцйюя"},
	{"sr", "Cyrl", "ђјљњћџ", "йщъыьэюяё"},
	{"mk", "Cyrl", "ѓѕјљњќџ", "йщъыьэюяё"},
	{"fa", "Arab", "پچژگکی", "ةإ"},
	{"ur", "Arab", "پچژگکیٹڈڑںےہھ", "ةي"},
	{"ckb", "Arab", "پچژگکیڕڵۆێەڤ", "ةىي"},
	{"ps", "Arab", "پچژکیټډړښځڅږېۍڼګۀ", "ة"},
	{"ug", "Arab", "پچژگېۇۆۈەۋڭھ", "ة"},
}

// Shares of all letters at which letters decide.
const (
	unusualShare = 0.012 // letters beyond the common stock of Cyrillic or Arabic
	lacksShare   = 0.02  // letters that a language does not use
	schwaShare   = 0.012 // of Azerbaijani text one letter in twelve is a schwa
	uzbekShare   = 0.008 // oʻ and gʻ
	nearlyAll    = 0.9   // of the best alphabet's letters: as good as it
	qxShare      = 0.008 // q and x
	foreignShare = 0.015 // letters outside a Latin alphabet
)

// byLetters lists the languages whose alphabets cover the unusual letters of
// the sample about equally well: none where there are too few such letters to
// tell.
func (s sample) byLetters() []string {
	covered, most := map[string]int{}, 0
	for _, a := range alphabets {
		if a.script == s.script.tag && s.share(a.lacks) <= lacksShare {
			covered[a.code] = s.count(a.own)
			most = max(most, covered[a.code])
		}
	}
	if most == 0 || float64(most) < unusualShare*float64(s.letters) {
		return nil
	}
	var best []string
	for _, a := range alphabets {
		if float64(covered[a.code]) >= nearlyAll*float64(most) {
			best = append(best, a.code)
		}
	}
	return best
}

// latin holds the letters beyond a to z of the languages in Latin script.
var latin = map[string]string{
	"az": "çəğıöşü\u0307", "tr": "çğıöşüâîû\u0307", "en": "é'", "de": "äöüß", "fr": "àâæçèéêëîïôœùûüÿ", "uz": "'",
	"es": "áéíñóúü", "it": "àèéìíîòóùú", "pt": "àáâãçéêíóôõúü", "nl": "éëïóöü", "pl": "ąćęłńóśźż",
	"ro": "âîășşțţ", "cs": "áčďéěíňóřšťúůýž", "hu": "áéíóöőúüű", "sv": "åäöé", "fi": "äöå", "da": "æøåé", "id": "é",
}

// schwa reports letters that among the languages of Latin script only
// Azerbaijani has.
func (s sample) schwa() bool {
	n := s.counts[latinSchwa] + s.counts[cyrillicSchwa]
	return s.script.tag == "Latn" && float64(n) >= schwaShare*float64(s.letters) && n > 0
}

// notTurkish reports the letters q and x, which Azerbaijani has and Turkish has
// not.
func (s sample) notTurkish() bool {
	return s.share("qx") >= qxShare && s.counts['w'] == 0
}

// uzbek reports the digraphs oʻ and gʻ of Latin Uzbek. Irish names and English
// contractions look like them and are left out.
func (s sample) uzbek() bool {
	if s.script.tag != "Latn" {
		return false
	}
	n := 0
	for _, w := range s.words {
		n += strings.Count(w, "g'")
		if !notUzbek.MatchString(w) {
			n += strings.Count(w, "o'")
		}
	}
	return n > 0 && float64(n) >= uzbekShare*float64(s.letters)
}

var notUzbek = regexp.MustCompile(`^o'[^zq]|^(who|two|so|do|no|go)'`)

// foreign is the share of letters that a language of Latin script does not
// have; 0 for a language whose alphabet is not known here.
func (s sample) foreign(code string) float64 {
	own, known := latin[code]
	if !known || s.script.tag != "Latn" {
		return 0
	}
	n := 0
	for r, count := range s.counts {
		if r >= 0x80 && !strings.ContainsRune(own, r) {
			n += count
		}
	}
	return float64(n) / float64(s.letters)
}

func (s sample) share(letters string) float64 {
	return float64(s.count(letters)) / float64(max(1, s.letters))
}

func (s sample) count(letters string) int {
	n := 0
	for _, r := range letters {
		n += s.counts[r]
	}
	return n
}
