package harm

import (
	"strings"

	"github.com/qalxan/qalxan/index/analysis"
)

// negationReach is how many words before a phrase can negate it.
const negationReach = 3

// negations turn what follows into its opposite.
var negations = forms("not", "don't", "never", "nobody", "no", "nor", "cannot", "can't", "isn't", "wasn't", "without",
	"не", "нет", "нельзя", "никогда", "никто", "без", "heç", "yox", "olmaz", "asla", "değil", "hiç", "deyil",
	"չ", "մի", "ոչ", "երբեք", "նباید", "نباید", "نه", "هرگز")

// disavowals show that a sentence tells of a phrase and does not say it: it
// reports, refutes or condemns it, or asks.
var disavowals = forms(
	"said", "says", "according", "reportedly", "alleged*", "claim*", "accus*", "arrest*", "sentenc*", "convict*", "charg*",
	"condemn*", "false", "fake", "hoax", "untrue", "rumour*", "rumor*", "quote*", "den*", "police", "court", "prosecutor*",
	"сказал*", "заявил*", "сообщ*", "якобы", "обвин*", "задерж*", "осудил*", "осужд*", "приговор*", "ложь", "фейк*", "опроверг*",
	"слух*", "полици*", "суд", "прокурор*", "призыв*", "словам",
	"dedi", "deyib", "bildirib", "bildirdi", "iddia*", "guya", "saxlanılıb", "ittiham*", "məhkəmə*", "polis*", "yalan*", "təkzib*", "pislə*", "çağırış*",
	"söyledi", "belirtti", "açıkladı", "tutukla*", "gözaltı*", "mahkeme*", "suçla*", "kına*", "asılsız*", "çağrı*",
	"ասաց", "հայտն*", "իբր", "մեղադր*", "ձերբակալ*", "դատարան*", "ոստիկան*", "սուտ*", "կեղծ*", "հերք*",
	"گفت", "ادعا*", "بازداشت*", "دادگاه*", "پلیس*", "دروغ*", "شایعه*", "تکذیب*", "محکوم*",
)

func forms(words ...string) []form {
	var all []form
	for _, w := range words {
		stem, prefix := strings.CutSuffix(w, "*")
		all = append(all, form{analysis.Fold(stem), prefix})
	}
	return all
}

// disowned reports whether a sentence takes back, asks or passes on what the
// words from first to last say.
func disowned(sentence string, words []analysis.Token, first, last int) bool {
	if strings.ContainsAny(sentence[words[last].To:], "?؟՞") || quoted(sentence, words[first].From) {
		return true
	}
	for i, w := range words {
		outside := i < first || i > last
		if outside && either(disavowals, w.Text) || i < first && i >= first-negationReach && either(negations, w.Text) {
			return true
		}
	}
	return false
}

// quoted reports whether a place stands between quotation marks with words of
// the author's own before them.
func quoted(sentence string, at int) bool {
	opened := strings.LastIndexAny(sentence[:at], "«“„\"")
	return opened > 0 && !strings.ContainsAny(sentence[opened+1:at], "»”") && strings.TrimSpace(sentence[:opened]) != ""
}
