package privacy

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// maxEnding is how long an ending is at most, in letters and an apostrophe.
const maxEnding = 5

// endings are those that names have by case in our languages. Others are none:
// who asks for Anna Petr must not have Anna Petrova erased.
var endings = folded(
	// Azerbaijani and Turkish
	"ın in un ün nın nin nun nün a ə e ya yə ye na nə ne ı i u ü nı ni nu nü yı yi yu yü da də de ta tə te nda ndə nde dan dən den tan tən ten ndan ndən nden",
	"la lə le yla ylə yle lar lər ler dır dir dur dür tır tir gil ca cə ce",
	// Russian, Ukrainian, Belarusian
	"а у ю е ы и о я ой ою ою ом ем ым им ей ею ого его ому ему ых их ыми ими ам ям ах ях ами ями ов ев ові еві і ї єм ію",
	// Kazakh, Kyrgyz, Tatar
	"ның нің дың дің тың тің нын нин дын дин тын тин ға ге қа ке га ка да де та те ны ні ды ді ты ті мен бен пен нан нен дан ден тан тен",
	// Georgian, Armenian
	"ი მა მ ს ის ისა ით ად ო თან ზე ში ვით ը ն ի ին ից ով ում ու",
	// English
	"s es",
)

func folded(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, one := range strings.Fields(strings.Join(lists, " ")) {
		all[analysis.Fold(one)] = true
	}
	return all
}

// endingsOf yields the endings that a folded word may have, shortest first: the
// empty one, and those that are known, with an apostrophe before them or not.
func endingsOf(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield("") {
			return
		}
		at := len(word)
		for range maxEnding {
			_, n := utf8.DecodeLastRuneInString(word[:at])
			if at -= n; at <= 0 {
				return
			}
			if endings[strings.TrimPrefix(word[at:], "'")] && !yield(word[at:]) {
				return
			}
		}
	}
}
