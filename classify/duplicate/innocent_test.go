package duplicate

import (
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
)

// speech is what somebody said, longer than what outlets write around it.
const speech = `We will not close the port this winter and we will not close it next winter. The cranes are old, and the men who climb them
every night know it better than any minister does. I have asked the harbour master to bring me the plans by Friday, and I will read
every page of them myself before the council meets again. Whoever tells you that the ships have already been sold has not seen the
contracts, because there are none.`

// TestCopyNamesItsOrigin holds that whoever says where a text is from is no
// silent copier, in whatever way outlets say so.
func TestCopyNamesItsOrigin(t *testing.T) {
	origin := article("agency", 0, story)
	origin.Site, origin.Author = "AZƏRTAC", "Leyla Quliyeva"
	for name, change := range map[string]func(*qalxan.Item){
		"in the byline":                    func(i *qalxan.Item) { i.Author = "Azərtac" },
		"in the title":                     func(i *qalxan.Item) { i.Title = "AZƏRTAC: the bridge is closed" },
		"in other capitals":                func(i *qalxan.Item) { i.Text += " Mənbə: Azərtac" },
		"with an ending":                   func(i *qalxan.Item) { i.Text = "AZƏRTAC-ın məlumatına görə, " + i.Text },
		"by an agency that is not watched": func(i *qalxan.Item) { i.Text = "BAKU, November 20 (Reuters) - " + i.Text },
		"by an agency, in Azerbaijani":     func(i *qalxan.Item) { i.Text = "“Report” xəbər verir ki, " + i.Text },
		"by an agency, in Russian":         func(i *qalxan.Item) { i.Text = "МОСКВА, 20 ноября — РИА Новости. " + i.Text },
		"by an agency of four letters":     func(i *qalxan.Item) { i.Text = "МОСКВА, 20 ноября. /ТАСС/. " + i.Text },
		"by an agency, at the end":         func(i *qalxan.Item) { i.Text += "\nИсточник: Интерфакс" },
		"by an agency, in the byline":      func(i *qalxan.Item) { i.Author = "Anadolu Ajansı" },
		"another site that is not read":    func(i *qalxan.Item) { i.Text += " Mənbə: https://www.third.example/1" },
		"by the author":                    func(i *qalxan.Item) { i.Author = "Leyla QULIYEVA" },
	} {
		b := article("b", 1, story)
		change(&b)
		found := newBench(t, origin).look(t, b)
		if s, ok := found[keys(b, copyOf(origin))]; !ok || s.Reason.Facts[FactAttributed] != "yes" {
			t.Errorf("%s: %v", name, s.Reason)
		}
	}
	for name, change := range map[string]func(*qalxan.Item){
		"nobody": func(*qalxan.Item) {},
		"an agency in passing": func(i *qalxan.Item) {
			i.Text = strings.Replace(story, "An engineer", "An engineer whom Reuters had asked and", 1)
		},
		"a word like an agency":    func(i *qalxan.Item) { i.Text = "Tassels and Тассо. " + i.Text },
		"a word that is an agency": func(i *qalxan.Item) { i.Text = "A report on a trend. " + i.Text },
		"an author like others":    func(i *qalxan.Item) { i.Author = "admin" },
		"another author":           func(i *qalxan.Item) { i.Author = "Rəşad Məmmədov" },
		"itself":                   func(i *qalxan.Item) { i.Text += " Source: b.example" },
	} {
		b := article("b", 1, story)
		change(&b)
		if s := newBench(t, origin).look(t, b)[keys(b, copyOf(origin))]; s.Reason.Facts[FactAttributed] != "no" {
			t.Errorf("%s is taken for the origin: %v", name, s.Reason)
		}
	}
}

// TestReprintOfAReprint holds that it is enough to name whom the text was taken
// from: nobody has to know who was first.
func TestReprintOfAReprint(t *testing.T) {
	a, b, c := article("a", 0, story), article("b", 1, story+" Source: a.example"), article("c", 2, story+" Source: b.example")
	found := newBench(t, a, b).look(t, c)
	if s := found[keys(c, copyOf(a))]; s.Reason.Facts[FactAttributed] != "yes" {
		t.Errorf("%v", s.Reason)
	}
	if s := found[keys(a, KeyOrigin)]; s.Reason.Facts[FactAttributed] != "yes" {
		t.Errorf("%v", s.Reason)
	}
}

// TestOneSilentReprint holds that one who names nobody does not make silent
// copies of those who do.
func TestOneSilentReprint(t *testing.T) {
	a, b, c := article("a", 0, story), article("b", 1, story+" Source: a.example"), article("c", 2, story+" Source: a.example")
	silent := article("d", 3, story)
	found := newBench(t, a, b, c).look(t, silent)
	for _, key := range []string{keys(a, KeyOrigin), keys(silent, copyOf(a))} {
		if got := found[key].Reason.Facts; got[FactSources] != "4" || got[FactSilent] != "2" {
			t.Errorf("%s: %v", key, got)
		}
	}
}

// TestOneVoice holds that the hosts and feeds of one site are one source.
func TestOneVoice(t *testing.T) {
	a := article("a", 0, story)
	site, mobile, feed := article("b", 1, story), article("mobile.b", 2, story), article("feeds.b", 3, story)
	if found := newBench(t, site, mobile).look(t, feed); len(found) != 0 {
		t.Errorf("a site copies itself: %v", found)
	}
	found := newBench(t, a, site, mobile).look(t, feed)
	if s := found[keys(feed, copyOf(a))]; s.Reason.Facts[FactSources] != "2" {
		t.Errorf("one site is several: %v", s.Reason)
	}
}

// TestQuotingAtLength holds that a text whose common part stands between
// quotation marks, with words of its own around, is no copy.
func TestQuotingAtLength(t *testing.T) {
	own := " The minister spoke in the harbour on Thursday before some forty reporters, two of whom asked about the cranes and went home without an answer."
	other := " Nobody in the hall had expected that. Asked about money he shrugged, drank his tea, and left for the airport with his two advisers."
	for name, marks := range map[string][2]string{"English": {"“", "”"}, "Azerbaijani": {"“", "”"}, "Russian": {"«", "»"}, "straight": {`"`, `"`}} {
		quote := marks[0] + speech + marks[1]
		a, b := article("a", 0, quote+own), article("b", 1, other+" "+quote)
		found := newBench(t, a).look(t, b)
		if s := found[keys(b, copyOf(a))]; s.Reason.Facts[FactQuoted] != "yes" || s.Score > 0.5 {
			t.Errorf("%s: %v %v", name, s.Score, s.Reason)
		}
		if s := found[keys(a, KeyOrigin)]; s.Reason.Facts[FactSilent] != "1" {
			t.Errorf("%s: %v", name, s.Reason)
		}
	}
	whole, again := article("a", 0, "“"+story+"”"), article("b", 1, "“"+story+"”")
	if s := newBench(t, whole).look(t, again)[keys(again, copyOf(whole))]; s.Reason.Facts[FactQuoted] != "no" {
		t.Errorf("a text that is one quotation is taken for one that quotes: %v", s.Reason)
	}
}

// TestVoicesOfANetwork holds that two accounts of one network are two voices,
// and that a link to the network names neither.
func TestVoicesOfANetwork(t *testing.T) {
	post := func(channel string, hours int) qalxan.Item {
		i := article(channel, hours, story)
		i.URL = "https://t.me/" + channel + "/17"
		return i
	}
	a, b := post("first", 0), post("second", 1)
	b.Links = []string{"https://t.me/second", "https://t.me/"}
	if s := newBench(t, a).look(t, b)[keys(b, copyOf(a))]; s.Reason.Facts[FactAttributed] != "no" {
		t.Errorf("%v", s.Reason)
	}
	b.Links = []string{"https://t.me/s/first/17"}
	if s := newBench(t, a).look(t, b)[keys(b, copyOf(a))]; s.Reason.Facts[FactAttributed] != "yes" {
		t.Errorf("%v", s.Reason)
	}
	if found := newBench(t, a).look(t, func() qalxan.Item { i := post("other", 1); i.URL = "https://t.me/s/first/18"; return i }()); len(found) != 0 {
		t.Errorf("a channel copies itself: %v", found)
	}
}
