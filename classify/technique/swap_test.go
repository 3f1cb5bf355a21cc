package technique

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/classify/technique/learn"
	"github.com/qalxan/qalxan/classify/technique/mask"
	"github.com/qalxan/qalxan/classify/technique/model"
	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// Names of one kind in rows of one grammatical form, so that a name can be
// swapped for another in its row. The last column of each is none that the
// labelled posts speak of much, or is longer or shorter than the others.
var swaps = map[string][]string{
	"uk": {
		"Україна|Росія|Польща|Туреччина|Вірменія|Велика Британія", "України|Росії|Польщі|Туреччини|Вірменії|Великої Британії",
		"Україну|Росію|Польщу|Туреччину|Вірменію|Велику Британію", "Україною|Росією|Польщею|Туреччиною|Вірменією|Великою Британією",
		"українці|росіяни|поляки|турки|вірмени|британці", "українців|росіян|поляків|турків|вірмен|британців",
		"український|російський|польський|турецький|вірменський|британський", "українська|російська|польська|турецька|вірменська|британська",
		"української|російської|польської|турецької|вірменської|британської", "українські|російські|польські|турецькі|вірменські|британські",
		"українських|російських|польських|турецьких|вірменських|британських",
		"Зеленський|Путін|Дуда|Ердоган|Пашинян|Ріші Сунак", "Зеленського|Путіна|Дуди|Ердогана|Пашиняна|Ріші Сунака",
		"Київ|Москва|Варшава|Анкара|Єреван|Лондон", "США|РФ|ЄС|КНР|ФРН|ПАР", "ЗСУ|НАТО|ВСУ|ФСБ|СБУ|ЦРУ",
	},
	"ru": {
		"Украина|Россия|Польша|Турция|Армения|Великобритания|Новая Зеландия", "Украины|России|Польши|Турции|Армении|Великобритании|Новой Зеландии",
		"Украину|Россию|Польшу|Турцию|Армению|Великобританию|Новую Зеландию", "Украиной|Россией|Польшей|Турцией|Арменией|Великобританией|Новой Зеландией",
		"украинцы|русские|поляки|турки|армяне|британцы", "украинцев|россиян|поляков|турок|армян|британцев",
		"украинский|российский|польский|турецкий|армянский|британский", "украинская|российская|польская|турецкая|армянская|британская",
		"украинской|российской|польской|турецкой|армянской|британской", "украинские|российские|польские|турецкие|армянские|британские",
		"украинских|российских|польских|турецких|армянских|британских",
		"Зеленский|Путин|Дуда|Эрдоган|Пашинян|Риши Сунак", "Зеленского|Путина|Дуды|Эрдогана|Пашиняна|Риши Сунака",
		"Киев|Москва|Варшава|Анкара|Ереван|Лондон", "США|РФ|ЕС|КНР|ФРГ|ЮАР", "ВСУ|НАТО|ЗСУ|ФСБ|СБУ|ЦРУ",
	},
}

// frames are sentences of our own around a name.
var frames = map[string][]string{
	"uk": {"%s знову бреше, і всі це знають!", "Вчора у столиці говорили про те, що %s готує нову угоду.", "Це ганьба: %s зрадила своїх людей.", "%s оголосила результати перемовин."},
	"ru": {"%s снова лжёт, и все это знают!", "Вчера в столице говорили, что %s готовит новую сделку.", "Это позор: %s предала своих людей.", "%s объявила итоги переговоров."},
}

// turned returns the text with all names of each row turned by turn columns,
// and whether there were any.
func turned(text, language string, turn int) (string, bool) {
	swap := map[string]string{}
	for _, row := range swaps[language] {
		names := strings.Split(row, "|")
		for i, name := range names {
			swap[name] = names[(i+turn)%len(names)]
		}
	}
	var b strings.Builder
	at, found := 0, false
	for _, t := range analysis.Tokens(text) {
		if other, ok := swap[text[t.From:t.To]]; ok {
			b.WriteString(text[at:t.From] + other)
			at, found = t.To, true
		}
	}
	return b.String() + text[at:], found
}

// pair is a sentence before and after its names were swapped.
type pair struct{ before, after, language string }

// pairs collects the frames with each first name of the table, then sentences
// of the dev posts that hold a name of it, swapped for the next in its row and
// then for the one after, until there are a thousand.
func pairs(t *testing.T) (all []pair) {
	posts, err := learn.Read(filepath.Join(shareddata.Folder(t, "unlp2025-techniques"), "dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	add := func(text, language string, turn int) {
		if after, ok := turned(text, language, turn); ok && len(all) < 1000 {
			all = append(all, pair{text, after, language})
		}
	}
	for _, language := range []string{"uk", "ru"} {
		for _, frame := range frames[language] {
			for _, row := range swaps[language] {
				name, _, _ := strings.Cut(row, "|")
				add(fmt.Sprintf(frame, name), language, 5)
			}
		}
	}
	for turn := 1; turn <= 2; turn++ {
		for _, p := range posts {
			for _, s := range analysis.Sentences(p.Text) {
				add(p.Text[s.From:s.To], p.Language, turn)
			}
		}
	}
	return all
}

func TestSwap(t *testing.T) {
	d := trained(t)
	all := pairs(t)
	sum, most, changed := 0.0, 0.0, 0
	for _, p := range all {
		a := d.model.Judge(model.NewPage(p.before)).Likelihood
		b := d.model.Judge(model.NewPage(p.after)).Likelihood
		for j := range a {
			sum += math.Abs(a[j]-b[j]) / model.Judges
			most = max(most, math.Abs(a[j]-b[j]))
		}
		if words(p.before) != words(p.after) {
			changed++
		}
	}
	mean := sum / float64(len(all))
	t.Logf("%d sentences: mean absolute change %.5f, largest %.3f, masked text differs in %d", len(all), mean, most, changed)
	if len(all) < 1000 || mean > 0.02 {
		t.Errorf("%d sentences and a mean change of %.4f, want 1000 and at most 0.02", len(all), mean)
	}
}

func words(text string) string {
	var b strings.Builder
	for _, t := range mask.Tokens(text) {
		b.WriteString(t.Text + " ")
	}
	return b.String()
}
