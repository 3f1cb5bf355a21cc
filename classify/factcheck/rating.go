package factcheck

import (
	"slices"

	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/index/analysis"
)

// Rating is what a review found, in one of four words.
type Rating string

// The ratings.
const (
	False      Rating = "false"
	Misleading Rating = "misleading" // partly false, out of context, a half-truth
	True       Rating = "true"
	Other      Rating = "other" // unproven, satire, an opinion, or not understood
)

// verdicts are the words of fact checkers for each rating. The longest that
// stands in a rating decides, so that "half true" is not true.
var verdicts = map[Rating][]string{
	False: {
		"false", "fake", "hoax", "untrue", "not true", "incorrect", "wrong", "inaccurate", "pants on fire", "fabricated", "baseless", "debunked",
		"no evidence", "not correct", "not accurate", "mostly false", "fiction", "scam", "refuted", "altered", "doctored", "four pinocchios",
		"yalan", "yanlış", "yalandır", "saxta", "həqiqət deyil", "doğru deyil", "uydurma", "əsassız", "asılsız", "doğru değil", "sahte", "iftira",
		"ложь", "фейк", "неправда", "неверно", "ложно", "вымысел", "не соответствует действительности", "не правда", "опровергнуто",
		"брехня", "неправдиво", "вигадка", "хибно",
		"falsch", "unwahr", "falschbehauptung", "größtenteils falsch", "frei erfunden", "faux", "inexact", "infondé",
		"falso", "bulo", "mentira", "engano falso", "falsa", "fałsz", "nepravda", "onwaar",
		"դատարկ", "կեղծ", "სიცრუე", "ყალბი", "yolg'on", "жалған",
		"دروغ", "نادرست", "جعلی", "خطأ", "كاذب", "زائف", "مفبرك", "غير صحيح",
	},
	Misleading: {
		"misleading", "half true", "half false", "partly false", "partially false", "partly true", "partially true", "mixture", "mixed", "missing context",
		"lacks context", "out of context", "exaggerated", "needs context", "distorted", "not the full story", "miscaptioned", "cherry picks", "cherry picking",
		"two pinocchios", "three pinocchios", "true but", "misattributed",
		"yanıltıcı", "çaşdırıcı", "qismən doğru", "qismən yalan", "yarı doğru", "kısmen doğru", "kısmen yanlış", "bağlamından kopuk", "kontekstdən çıxarılıb", "karma",
		"манипуляция", "полуправда", "вводит в заблуждение", "частично правда", "частично ложь", "вырвано из контекста", "преувеличение", "скорее неправда",
		"маніпуляція", "напівправда", "перебільшення",
		"irreführend", "teilweise falsch", "größtenteils richtig", "halbwahr", "teils falsch", "fehlender kontext", "aus dem kontext gerissen",
		"trompeur", "plutôt faux", "partiellement faux", "hors contexte", "engañoso", "verdad a medias", "enganoso", "fora de contexto", "fuorviante",
		"მანიპულაცია", "ნახევრად სიმართლე", "մանիպուլյացիա", "կիսաճշմարտություն", "گمراه کننده", "نیمه درست", "مضلل",
	},
	True: {
		"true", "correct", "accurate", "mostly true", "mostly correct", "geppetto checkmark", "confirmed", "legit",
		"doğru", "doğrudur", "həqiqət", "təsdiqlənib", "правда", "верно", "подтверждено", "соответствует действительности", "правдиво",
		"richtig", "wahr", "stimmt", "vrai", "exact", "verdadero", "cierto", "verdadeiro", "vero", "prawda",
		"ճշմարտություն", "სიმართლე", "rost", "шындық", "درست", "صحيح", "حقيقي",
	},
	Other: {
		"unproven", "unverified", "satire", "opinion", "legend", "outdated", "unsupported", "in dispute", "not rated", "no verdict", "could be false", "may be true",
		"not false", "not fake", "not misleading", "satira", "sübut olunmayıb", "kanıtlanmamış", "сатира", "не доказано", "unbelegt", "non prouvé",
	},
}

// maxVerdict bounds the words of a rating that are read.
const maxVerdict = 40

// verdict is one entry of the table.
type verdict struct {
	rating Rating
	words  []string
}

// table lists all verdicts, the longest first.
var table = func() []verdict {
	var all []verdict
	for _, rating := range []Rating{Other, Misleading, False, True} {
		for _, text := range verdicts[rating] {
			all = append(all, verdict{rating, words(text)})
		}
	}
	slices.SortStableFunc(all, func(a, b verdict) int { return len(b.words) - len(a.words) })
	return all
}()

func words(text string) []string {
	var list []string
	for _, t := range analysis.Tokens(text) {
		list = append(list, t.Text)
	}
	return list
}

// ratingOf reads the rating of a review: its words, and where these say
// nothing, its number.
func ratingOf(r claimreview.Review) Rating {
	said := words(r.Rating)
	said = said[:min(len(said), maxVerdict)]
	for _, v := range table {
		if holds(said, v.words) {
			return v.rating
		}
	}
	return byNumber(r)
}

func holds(said, phrase []string) bool {
	for i := range max(0, len(said)-len(phrase)+1) {
		if slices.Equal(said[i:i+len(phrase)], phrase) {
			return len(phrase) > 0
		}
	}
	return false
}

// byNumber places a number between the worst rating and the best, as Google's
// guide for ClaimReview does: of 1 to 5, 1 and 2 are false, 3 and 4 half true.
func byNumber(r claimreview.Review) Rating {
	if r.Worst >= r.Best || r.Value < r.Worst || r.Value > r.Best {
		return Other
	}
	switch place := (r.Value - r.Worst) / (r.Best - r.Worst); {
	case place <= 0.25:
		return False
	case place <= 0.75:
		return Misleading
	}
	return True
}
