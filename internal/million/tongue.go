package main

import (
	"math"
	"math/rand/v2"
	"sort"
	"strings"
)

// tongue is a made-up language that has the letters and the most frequent
// words of a real one, and the distribution of words that G. Zipf described:
// the n-th word occurs in inverse proportion to n.
type tongue struct {
	code, script string
	share        float64 // of all items
	frequent     []string
	syllables    []string

	words []string
	draw  []uint32 // ranks, each as often as its word occurs
}

// Sizes of a vocabulary.
const (
	vocabulary = 40_000
	draws      = 1 << 18
	exponent   = 1.02
	offset     = 2.7
)

// tongues are the languages with what they are made of.
func tongues(r *rand.Rand) []*tongue {
	all := []*tongue{
		{
			code: "az", script: "Latn", share: 0.32,
			frequent:  strings.Fields("və bu bir ilə üçün də ki olan daha sonra hökumət prezident seçki ölkə Bakı Azərbaycan xəbər bildirib iqtisadi təhlükəsizlik nazirlik regional əməkdaşlıq müharibə sülh"),
			syllables: strings.Fields("a ba bə ca cə çi da də e əl fa gə ha i ka kə qa la lə ma mə nə o ö pa ra rə sa sə şə ta tə u ü va və xa ya yə za zə ğa lı lar dır maq mək çı ın ir"),
		},
		{
			code: "ru", script: "Cyrl", share: 0.26,
			frequent:  strings.Fields("и в не на что с по как это для правительство президент выборы страна Москва Баку новости сообщил экономика безопасность министерство регион война мир граница"),
			syllables: strings.Fields("а ба ве го да е жи за и ка ле ми но о пе ро со ти у фа хо це чи ша ще э ю я ста при про раз ного ение ость ова ель ник ция ский"),
		},
		{
			code: "en", script: "Latn", share: 0.2,
			frequent:  strings.Fields("the of and to in is that for it on government president election country London Baku news reported economy security ministry region war peace border"),
			syllables: strings.Fields("a be con de en for gen ha in jo ka la men no or pre qua ra sta ti un ver wi ex yo zen tion ing er al ous ive ment able ship ness"),
		},
		{
			code: "tr", script: "Latn", share: 0.1,
			frequent:  strings.Fields("ve bir bu için ile da olarak daha çok gibi hükümet cumhurbaşkanı seçim ülke Ankara haber açıkladı ekonomi güvenlik bakanlık bölge savaş barış sınır"),
			syllables: strings.Fields("a ba be ca ce çı da de e fa ge ha ı ka ke la le ma me na ne o ö pa ra re sa se şa ta te u ü va ve ya ye za ze ğı lar ler dır mak mek cı"),
		},
		{
			code: "uk", script: "Cyrl", share: 0.05,
			frequent:  strings.Fields("і в не на що з до як це для уряд президент вибори країна Київ новини повідомив економіка безпека міністерство регіон війна мир кордон"),
			syllables: strings.Fields("а ба ве го ґа да є жи за і ї ка ле ми но о пе ро со ти у фа хо це чи ша ще ю я ста при про роз ного ення ість ова ник ція ський"),
		},
		{
			code: "fa", script: "Arab", share: 0.04,
			frequent:  strings.Fields("و در به از که این را با است برای دولت رئیس انتخابات کشور تهران خبر گزارش اقتصاد امنیت وزارت منطقه جنگ صلح مرز"),
			syllables: strings.Fields("با دا را سا شا کا گا لا ما نا وا یا بر تر در سر کر مر ان ار ست کن گر می نو دو رو سی شی تی هم ها"),
		},
		{
			code: "ka", script: "Geor", share: 0.03,
			frequent:  strings.Fields("და არ რომ ეს არის რომელიც მთავრობა პრეზიდენტი არჩევნები ქვეყანა თბილისი ახალი ამბები ეკონომიკა უსაფრთხოება რეგიონი ომი მშვიდობა საზღვარი"),
			syllables: strings.Fields("ა ბა გა და ე ვა ზა თა ი კა ლა მა ნა ო პა რა სა ტა უ ფა ქა ყა შა ჩა ცა ძა წა ჭა ხა ჯა ული ობა ები ური"),
		},
	}
	for _, t := range all {
		t.fill(r)
	}
	return all
}

// fill makes the vocabulary.
func (t *tongue) fill(r *rand.Rand) {
	known := map[string]bool{}
	for _, w := range t.frequent {
		known[w] = true
	}
	t.words = append(t.words, t.frequent...)
	for len(t.words) < vocabulary {
		word := ""
		for range 2 + r.IntN(3) {
			word += t.syllables[r.IntN(len(t.syllables))]
		}
		if !known[word] {
			known[word] = true
			t.words = append(t.words, word)
		}
	}
	sums := make([]float64, len(t.words))
	sum := 0.0
	for i := range sums {
		sum += 1 / math.Pow(float64(i)+offset, exponent)
		sums[i] = sum
	}
	t.draw = make([]uint32, draws)
	for i := range t.draw {
		at := (float64(i) + 0.5) / draws * sum
		t.draw[i] = uint32(sort.SearchFloat64s(sums, at))
	}
}

func (t *tongue) word(r *rand.Rand) string { return t.words[t.draw[r.IntN(draws)]] }

// sentence is a sentence of so many words.
func (t *tongue) sentence(r *rand.Rand, words int, to *strings.Builder) {
	for i := range words {
		if i > 0 {
			to.WriteByte(' ')
		}
		to.WriteString(t.word(r))
	}
}

// text is a text of about so many words, in sentences and paragraphs.
func (t *tongue) text(r *rand.Rand, words int) string {
	var b strings.Builder
	for words > 0 {
		n := min(words, 6+r.IntN(14))
		t.sentence(r, n, &b)
		b.WriteByte('.')
		if words -= n; words > 0 {
			if r.IntN(4) == 0 {
				b.WriteString("\n\n")
			} else {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// title is a headline.
func (t *tongue) title(r *rand.Rand) string {
	var b strings.Builder
	t.sentence(r, 5+r.IntN(7), &b)
	return b.String()
}
