package technique

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/technique/model"
)

func item(text, language string) qalxan.Item {
	return qalxan.Item{ID: "i-1", Text: text, Language: qalxan.Language{Code: language}}
}

func TestCues(t *testing.T) {
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, language, text, key, quote string }{
		{"az bandwagon", "az", "Hamı bilir ki, körpü qəsdən bağlanıb.", "bandwagon", "Hamı bilir ki"},
		{"az whataboutism", "az", "Yol bağlıdır. Bəs nə üçün o biri yoldan danışmırlar?", "whataboutism", "Bəs nə üçün o biri yoldan danışmırlar"},
		{"az clickbait", "az", "ŞOK! Bu gün hər yerdə", "loaded_language", "ŞOK!"},
		{"tr hidden", "tr", "Bunu sizden gizliyorlar, okuyun.", "fud", "sizden gizliyorlar"},
		{"tr everybody", "tr", "Artık herkes biliyor: yol kapalı.", "bandwagon", "herkes biliyor"},
		{"ru late", "ru", "Подпишите сегодня, завтра будет поздно.", "appeal_to_fear", "завтра будет поздно"},
		{"en truth", "en", "We will never know the truth about that bridge.", "cliche", "We will never know the truth"},
		{"en plain", "en", "The bridge was closed on Monday for repairs.", "", ""},
		{"no list", "hy", "Բոլորը գիտեն, որ կամուրջը փակ է այսօր։", "", ""},
		{"over a line", "en", "That everyone\nknows the bridge", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			signals := d.Detect(item(test.text, test.language))
			if test.key == "" {
				if len(signals) != 0 {
					t.Fatalf("got %+v, want nothing", signals)
				}
				return
			}
			if len(signals) != 1 || signals[0].Key != test.key {
				t.Fatalf("got %+v, want %s", signals, test.key)
			}
			s := signals[0]
			if got := string([]rune(test.text)[s.Spans[0].From:s.Spans[0].To]); got != test.quote {
				t.Errorf("quote %q, want %q", got, test.quote)
			}
			if s.Likelihood != nil || !strings.Contains(s.Reason.Text, "not enough data") || len(s.Techniques) == 0 {
				t.Errorf("signal %+v", s)
			}
		})
	}
}

const angry = "Предатели снова продали нас всех! Это позор и преступление, и никто за него не ответит. Власть врёт, ворует и смеётся нам в лицо, а люди гибнут."

func TestDetectJudged(t *testing.T) {
	signals := trained(t).Detect(item(angry, "ru"))
	if len(signals) < 2 || signals[0].Key != Manipulative {
		t.Fatalf("got %+v, want manipulation and a technique", signals)
	}
	for _, s := range signals {
		if s.Likelihood == nil || *s.Likelihood != s.Score || s.Score <= 0 || s.Score >= 1 {
			t.Errorf("%s: score %g, likelihood %v", s.Key, s.Score, s.Likelihood)
		}
		if s.Key != Manipulative && len(s.Spans) == 0 {
			t.Errorf("%s has no spans", s.Key)
		}
		for _, at := range s.Spans {
			if at.From < 0 || at.To <= at.From || at.To > utf8.RuneCountInString(angry) {
				t.Errorf("%s: span %+v", s.Key, at)
			}
		}
	}
	if diff := cmp.Diff(signals, trained(t).Detect(item(angry, "ru"))); diff != "" {
		t.Errorf("twice is not the same:\n%s", diff)
	}
}

func TestDetectBadInput(t *testing.T) {
	d := trained(t)
	for name, text := range map[string]string{
		"empty":       "",
		"spaces":      strings.Repeat(" \n", 1000),
		"binary":      strings.Repeat("\x00\xff\x13\x07PK", 100_000),
		"surrogates":  strings.Repeat("\xed\xa0\x80\xed\xb0\x80 ", 1000),
		"one word":    strings.Repeat("а", 10<<20),
		"punctuation": strings.Repeat("!?…", 100_000),
		"digits":      strings.Repeat("12 ", 100_000),
		"names":       strings.Repeat("Киев Москва ", 1000),
	} {
		for _, language := range []string{"ru", "az", "und", ""} {
			if got := d.Detect(item(text, language)); len(got) != 0 {
				t.Errorf("%s in %q: %d signals", name, language, len(got))
			}
		}
	}
	d.Detect(item(strings.Repeat("Слово за слово, и снова слова. ", 200_000), "ru")) // 10 MB: only the beginning is read
}

func TestNewRefusesOtherFiles(t *testing.T) {
	for _, file := range [][]byte{{}, []byte("weights"), {0x1f, 0x8b}} {
		if _, err := New(Options{Weights: file}); err == nil || !strings.Contains(err.Error(), "make train") {
			t.Errorf("%q: error %v", file, err)
		}
	}
}

func TestListsAreWellFormed(t *testing.T) {
	known := map[string]bool{}
	for j, technique := range Techniques() {
		known[technique.ID] = technique.ID == model.Techniques[j]
	}
	for language, phrases := range newLexicon() {
		for _, p := range phrases {
			if !known[p.technique] || len(p.words) == 0 || p.words[0].gap {
				t.Errorf("%s: %+v", language, p)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for _, test := range []struct {
		text  string
		found qalxan.Language
		want  string
	}{
		{"Новини", qalxan.Language{Code: "uk", Script: "Cyrl", Confidence: 0.7}, "uk"},
		{"Головні новини дня, їх шість", qalxan.Language{Code: "und", Script: "Cyrl"}, "uk"},
		{"Главные новости дня", qalxan.Language{Code: "und", Script: "Cyrl"}, "ru"},
		{"Бүгін жаңалық", qalxan.Language{Code: "kk", Script: "Cyrl", Confidence: 0.7}, "kk"},
		{"Günün xəbərləri", qalxan.Language{Code: "az", Script: "Latn", Confidence: 1}, "az"},
	} {
		if got := Nearest(test.text, test.found); got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	d, text := trained(b), strings.Repeat(angry+" ", 1+3000/len(angry))[:3000]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d.Detect(item(text, "ru"))
	}
}

func BenchmarkCues(b *testing.B) {
	d, text := trained(b), strings.Repeat("Hamı bilir ki, körpü qəsdən bağlanıb. ", 80)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d.Detect(item(text, "az"))
	}
}

func FuzzDetect(f *testing.F) {
	d := trained(f)
	f.Add(angry, "ru")
	f.Add("Hamı bilir ki", "az")
	f.Add("\xff§n \u200b@a http://x.y", "uk")
	f.Fuzz(func(t *testing.T, text, language string) {
		for _, s := range d.Detect(item(text, language)) {
			for _, at := range s.Spans {
				if at.From < 0 || at.To <= at.From || at.To > utf8.RuneCountInString(text) {
					t.Fatalf("span %+v of %d", at, utf8.RuneCountInString(text))
				}
			}
		}
	})
}
