package duplicate

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/qalxan/qalxan/internal/shareddata"
)

// changeLanguages are those of the set: real sentences of the web.
var changeLanguages = []string{"az", "hy", "ka", "ru", "en", "tr", "fa", "kk"}

// changes are what is done to a text to pass it off as another. Each takes the
// sentences of an article and others that have nothing to do with it.
var changes = []struct {
	name string
	do   func(r *rand.Rand, own, foreign []string) string
}{
	{"homoglyphs", func(r *rand.Rand, own, _ []string) string { return homoglyphs(r, join(own)) }},
	{"zero-width characters", func(r *rand.Rand, own, _ []string) string { return sprinkle(r, join(own), "\u200b", 0.2) }},
	{"reordered sentences", func(r *rand.Rand, own, _ []string) string {
		own = slices.Clone(own)
		r.Shuffle(len(own), func(i, j int) { own[i], own[j] = own[j], own[i] })
		return join(own)
	}},
	{"cut", func(r *rand.Rand, own, _ []string) string { return join(own[:len(own)*(40+r.IntN(50))/100]) }},
	{"boilerplate added", func(r *rand.Rand, own, foreign []string) string {
		n := len(own) * (10 + r.IntN(80)) / 100
		return join(foreign[:n/2]) + " " + join(own) + " " + join(foreign[n/2:n])
	}},
	{"words replaced", func(r *rand.Rand, own, foreign []string) string {
		return replaceWords(r, join(own), join(foreign), 0.08)
	}},
	{"typing slips", func(r *rand.Rand, own, _ []string) string { return slips(r, join(own), 0.01) }},
	{"capitals and punctuation", func(r *rand.Rand, own, _ []string) string {
		return strings.ToUpper(strings.NewReplacer(".", " !", ",", " –", ";", "").Replace(join(own)))
	}},
	{"sentences left out and put in", func(r *rand.Rand, own, foreign []string) string {
		own = slices.Clone(own)
		for i := range own {
			if r.Float64() < 0.12 {
				own[i] = foreign[i]
			}
		}
		return join(own)
	}},
	{"several at once", func(r *rand.Rand, own, foreign []string) string {
		text := homoglyphs(r, join(own[:len(own)*8/10]))
		return sprinkle(r, replaceWords(r, text, join(foreign), 0.03), "\u2060", 0.05) + " " + join(foreign[:len(own)/5])
	}},
}

func join(sentences []string) string { return strings.Join(sentences, " ") }

// homoglyphs exchanges letters for ones that are drawn alike in another script.
func homoglyphs(r *rand.Rand, text string) string {
	latin, cyrillic := []rune("aceopxyiABCEHKMOPTX"), []rune("асеорхуіАВСЕНКМОРТХ")
	return strings.Map(func(c rune) rune {
		if r.Float64() > 0.5 {
			return c
		}
		if i := slices.Index(latin, c); i >= 0 {
			return cyrillic[i]
		}
		if i := slices.Index(cyrillic, c); i >= 0 {
			return latin[i]
		}
		return c
	}, text)
}

func sprinkle(r *rand.Rand, text, what string, share float64) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteRune(c)
		if unicode.IsLetter(c) && r.Float64() < share {
			b.WriteString(what)
		}
	}
	return b.String()
}

func replaceWords(r *rand.Rand, text, others string, share float64) string {
	words, pool := strings.Fields(text), strings.Fields(others)
	for i := range words {
		if r.Float64() < share {
			words[i] = pool[r.IntN(len(pool))]
		}
	}
	return strings.Join(words, " ")
}

// slips leaves out or doubles letters.
func slips(r *rand.Rand, text string, share float64) string {
	var b strings.Builder
	for _, c := range text {
		if unicode.IsLetter(c) && r.Float64() < share {
			if r.IntN(2) == 0 {
				continue
			}
			b.WriteRune(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// sentencesOf reads the sentences of a language in an order of their own.
func sentencesOf(t testing.TB, r *rand.Rand, language string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(shareddata.Folder(t, "lingua-go"), "sentences", language+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		all = append(all, lines.Text())
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// TestChanges makes articles of real sentences in eight languages, copies of
// each with the ten changes, and articles that quote one to four sentences of
// it and have nothing else in common with it; and lets Pairs find which are
// copies. An origin and each of its copies are a true pair, an article and
// what it quotes or any stranger a false one. Two copies of one origin, each
// changed in its way, may or may not be alike; they do not count.
func TestChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 26))
	found, made, wrong := map[string]int{}, map[string]int{}, 0
	for _, language := range changeLanguages {
		docs, family, change := articles(t, r, language)
		for _, name := range change {
			made[name]++
		}
		for p := range Pairs(slices.Values(docs), DefaultThreshold) {
			switch {
			case family[p.A] != family[p.B]:
				wrong++
			case change[p.A] == "":
				found[change[p.B]]++
			}
		}
	}
	right, all := 0, 0
	for _, c := range changes {
		t.Logf("%-30s %d of %d", c.name, found[c.name], made[c.name])
		right, all = right+found[c.name], all+made[c.name]
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(all)
	f1 := 2 * precision * recall / (precision + recall)
	t.Logf("pairs: precision %.4f, recall %.4f, F1 %.4f", precision, recall, f1)
	if f1 < 0.985 {
		t.Errorf("F1 %.4f, want 0.985", f1)
	}
	if share := float64(found["homoglyphs"]) / float64(made["homoglyphs"]); share < 0.99 {
		t.Errorf("homoglyphs: %.3f found, want 0.99", share)
	}
}

// articles makes some articles with all their copies, and articles that quote
// them: the documents, which article each is of, and what was changed.
func articles(t testing.TB, r *rand.Rand, language string) (docs []Doc, family, change map[string]string) {
	sentences := sentencesOf(t, r, language)
	take := func(n int) []string {
		taken := sentences[:n]
		sentences = sentences[n:]
		return taken
	}
	family, change = map[string]string{}, map[string]string{}
	add := func(of, name, text string) {
		id := fmt.Sprint(language, len(docs))
		docs, family[id], change[id] = append(docs, Doc{id, text}), of, name
	}
	for n := range 20 {
		of := fmt.Sprint(language, " article ", n)
		own, foreign := take(12+r.IntN(8)), take(20)
		add(of, "", join(own))
		for _, c := range changes {
			add(of, c.name, c.do(r, own, foreign))
		}
		quoting, from := slices.Clone(take(8)), r.IntN(8)
		quoting = slices.Insert(quoting, 4, own[from:from+1+r.IntN(4)]...)
		add(of+" quoted", "", join(quoting))
	}
	return docs, family, change
}
