package narrative

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

// examples reads the narratives that come with the program.
func examples(t testing.TB) []qalxan.Narrative {
	t.Helper()
	data, err := os.ReadFile("../../configs/narratives/examples.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Narratives []qalxan.Narrative }
	if err := yaml.UnmarshalWithOptions(data, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return file.Narratives
}

func newDetector(t testing.TB, narratives []qalxan.Narrative) *Detector {
	t.Helper()
	d, err := New(narratives)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func item(language, title, text string) qalxan.Item {
	return qalxan.Item{
		ID: "i-1", Title: title, Text: text, Language: qalxan.Language{Code: language, Confidence: 1},
		Seen: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
	}
}

const (
	water    = "nagilabad-water"
	wall     = "great-wall-from-the-moon"
	brain    = "ten-percent-of-the-brain"
	goldfish = "goldfish-memory"
)

func TestDetect(t *testing.T) {
	d := newDetector(t, examples(t))
	spreads, reports, refutes := qalxan.StanceSpreads, qalxan.StanceReports, qalxan.StanceRefutes
	for _, test := range []struct {
		name, language, title, text string
		key                         string
		stance                      qalxan.Stance
	}{
		// The claim as a fact.
		{"az plain", "az", "Nağılabadda fəlakət", "Gecə Nağılabadın su anbarına zəhər töküblər. Yollar bağlanıb.", water, spreads},
		{"az inflected", "az", "Nə baş verir?", "Nağılabadda içməli suyu qəsdən zəhərləyiblər və bunu xalqdan gizlədirlər.", water, spreads},
		{"az vague source", "az", "Təcili", "Mənbələr bildirib ki, Nağılabadın su anbarına qəsdən zəhər töküblər.", water, spreads},
		{"az over two sentences", "az", "Təcili", "Nağılabadın su anbarı bu gün bağlandı. Anbara qəsdən zəhər töküblər.", water, spreads},
		{"en plain", "en", "Shock in Naghylabad", "The reservoir of Naghylabad was poisoned on purpose, and nobody was warned.", water, spreads},
		{"en officials deny", "en", "The reservoir of Naghylabad was poisoned on purpose", "Poison was poured into the drinking water of Naghylabad at night. Officials deny that the water of Naghylabad was poisoned on purpose. They deny everything.", water, spreads},
		{"en not fake", "en", "", "This is not fake: poison was poured into the drinking water of Naghylabad.", water, spreads},
		{"en denial outside of the match", "en", "", "The mayor did not tell anybody that poison was poured into the drinking water of Naghylabad.", water, spreads},
		{"ru plain", "ru", "Беда в Нагылабаде", "Водохранилище Нагылабада намеренно отравили этой ночью.", water, spreads},
		{"tr plain", "tr", "", "Dün gece Nağılabad'ın su deposuna kasten zehir döktüler.", water, spreads},
		{"tr wording for an az text", "az", "", "Aydan Böyük Çin səddi adi gözlə görünür.", wall, spreads},
		{"fa plain", "fa", "", "می‌گویند دیوار بزرگ چین از ماه با چشم غیرمسلح دیده می‌شود و کسی شک ندارد.", wall, spreads},
		{"hy plain", "hy", "", "Չինական մեծ պարիսպը Լուսնից տեսանելի է անզեն աչքով։", wall, spreads},
		{"ka plain", "ka", "", "ჩინეთის დიდი კედელი მთვარიდან შეუიარაღებელი თვალით ჩანს.", wall, spreads},
		{"uz plain", "uz", "", "Buyuk Xitoy devori Oydan oddiy ko'z bilan ko'rinadi.", wall, spreads},
		{"number as a figure", "en", "", "Did you know that people use just 10 percent of the brain and waste the rest.", brain, spreads},
		{"title alone", "en", "Goldfish forget everything after three seconds", "", goldfish, spreads},
		{"en somebody calls it fake", "en", "They are lying", "The reservoir of Naghylabad was poisoned on purpose. The mayor says it is fake news.", water, spreads},
		{"az authorities deny everything", "az", "Nağılabadda nə gizlədilir?", "Gecə Nağılabadın su anbarına qəsdən zəhər töküblər. Rəsmilər hər şeyi təkzib edir. Amma Nağılabadda içməli suyun qəsdən zəhərləndiyini hamı bilir.", water, spreads},
		{"ru authorities deny everything", "ru", "Нагылабад травят", "Источники сообщают: в питьевую воду Нагылабада влили яд. Власти всё отрицают. Но водохранилище Нагылабада отравили намеренно.", water, spreads},
		{"tr authorities deny everything", "tr", "", "Valilik iddiaları yalanladı. Ancak Nağılabad'ın su deposuna kasten zehir döktüler, bunu herkes biliyor.", water, spreads},

		// The claim as the words of others.
		{"en claims", "en", "", "The blogger claims that poison was poured into the drinking water of Naghylabad.", water, reports},
		{"en according to", "en", "", "According to the mayor, the water reservoir of Naghylabad was poisoned on purpose.", water, reports},
		{"az iddia", "az", "", "Videoda iddia olunur ki, Nağılabadın su anbarına qəsdən zəhər töküblər.", water, reports},
		{"ru claims", "ru", "", "В ролике утверждается, что водохранилище Нагылабада намеренно отравили.", water, reports},
		{"tr iddia", "tr", "", "Bir videoda Nağılabad'ın su deposuna kasten zehir döktükleri iddia edildi.", water, reports},
		{"a question", "en", "Can astronauts see the Great Wall of China from the Moon?", "We asked three of them.", wall, reports},

		// The claim as untrue.
		{"az təkzib", "az", "Nazirlik təkzib etdi", "Nazirlik Nağılabadın su anbarına qəsdən zəhər tökülməsi barədə xəbəri təkzib edib.", water, refutes},
		{"az negated verb", "az", "", "Nağılabadda içməli su qəsdən zəhərlənməyib.", water, refutes},
		{"az verdict after", "az", "", "Nağılabadın su anbarına qəsdən zəhər töküblər. Bu xəbər yalandır.", water, refutes},
		{"en title", "en", "Fact check: the water reservoir of Naghylabad was not poisoned", "A video claims that the reservoir of Naghylabad was poisoned on purpose.", water, refutes},
		{"en rebuttal", "en", "", "Tests found no poison in the water of Naghylabad.", water, refutes},
		{"en myth", "en", "", "It is a myth that the Great Wall of China is visible from the Moon with the naked eye.", wall, refutes},
		{"ru not", "ru", "", "Водохранилище Нагылабада никто намеренно не отравил.", water, refutes},
		{"ru fake", "ru", "Фейк: водохранилище Нагылабада намеренно отравили", "В сети утверждают, что водохранилище Нагылабада намеренно отравили. Это ложь.", water, refutes},
		{"tr false", "tr", "", "Nağılabad'ın su deposuna kasten zehir döktükleri haberi asılsız çıktı.", water, refutes},
		{"fa denial", "fa", "", "این که دیوار بزرگ چین از ماه با چشم غیرمسلح دیده می‌شود دروغ است.", wall, refutes},
		{"hy negated", "hy", "", "Չինական մեծ պարիսպը Լուսնից տեսանելի չէ անզեն աչքով։", wall, refutes},
		{"ka negated", "ka", "", "ჩინეთის დიდი კედელი მთვარიდან შეუიარაღებელი თვალით არ ჩანს.", wall, refutes},
		{"az fact check", "az", "Nağılabadda suyun zəhərlənməsi barədə xəbərlər həqiqətə uyğun deyil", "Yayılan məlumata görə, guya Nağılabadın su anbarına qəsdən zəhər tökülüb. Yoxlama Nağılabadın suyunda heç bir zəhər aşkar etməyib.", water, refutes},
		{"ru fact check", "ru", "Проверка фактов", "Видео утверждает, что водохранилище Нагылабада намеренно отравили. Мы проверили: это фейк. Проверка не нашла яда в воде Нагылабада.", water, refutes},
		{"tr negated passive", "tr", "Teyit: Nağılabad'ın su deposuna kasten zehir dökülmedi", "Bazı hesaplar Nağılabad'ın su deposuna kasten zehir döktüklerini öne sürdü. Bu iddia gerçeği yansıtmıyor.", water, refutes},
		{"fa negated verb", "fa", "", "انسان فقط از ده درصد مغز خود استفاده نمی‌کند.", brain, refutes},
		{"uk not", "uk", "", "Великий китайський мур не видно з Місяця неозброєним оком.", wall, refutes},

		// Other things about the same subjects.
		{"the place alone", "az", "Nağılabadda bayram", "Nağılabadın su anbarı təmirdən sonra açılıb.", "", ""},
		{"the subject alone", "en", "", "The Great Wall of China welcomes ten million visitors a year.", "", ""},
		{"words far apart", "en", "", "Goldfish need clean water. " + strings.Repeat("Feed them little and often. ", 10) + "Everything takes three seconds. People forget.", "", ""},
		{"nothing", "en", "", "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			signals := d.Detect(item(test.language, test.title, test.text))
			if diff := cmp.Diff(signals, d.Detect(item(test.language, test.title, test.text))); diff != "" {
				t.Errorf("looked at again: %s", diff)
			}
			if test.key == "" {
				if len(signals) > 0 {
					t.Fatalf("got %s %.2f: %s", signals[0].Key, signals[0].Score, signals[0].Reason.Text)
				}
				return
			}
			if len(signals) != 1 || signals[0].Key != test.key {
				t.Fatalf("got %+v, want %s", signals, test.key)
			}
			if s := signals[0]; s.Stance != test.stance {
				t.Errorf("stance %s, want %s (%.2f): %v", s.Stance, test.stance, s.Score, s.Reason.Facts)
			}
			if s := signals[0]; s.Score < Threshold || s.Score > 1 {
				t.Errorf("score %v", s.Score)
			}
		})
	}
}

func TestDetectSpans(t *testing.T) {
	i := item("az", "Təcili", "Səhər idi. Gecə Nağılabadın su anbarına qəsdən zəhər töküblər! Yollar bağlanıb.")
	s := newDetector(t, examples(t)).Detect(i)[0]
	var got []string
	for _, span := range s.Spans {
		if span.Field != qalxan.FieldText {
			t.Fatalf("span %+v", span)
		}
		got = append(got, string([]rune(i.Text)[span.From:span.To]))
	}
	want := "Gecə Nağılabadın su anbarına qəsdən zəhər töküblər!|Nağılabadın|su|anbarına|qəsdən|zəhər|töküblər"
	if strings.Join(got, "|") != want {
		t.Errorf("spans %q", got)
	}
	if s.Score != 1 || s.ID != qalxan.SignalID("i-1", qalxan.DetectNarrative, water) || s.Techniques[0] != amplify {
		t.Errorf("signal %+v", s)
	}
	if want := "It makes the watched claim “The waterworks of the (invented) town of Nağılabad were poisoned on purpose.”: “Gecə Nağılabadın su anbarına qəsdən zəhər töküblər!” says what the wording “Nağılabadın su anbarına qəsdən zəhər töküblər” says."; s.Reason.Text != want {
		t.Errorf("reason %s", s.Reason.Text)
	}
}

// TestFair swaps the names of countries: a claim that names none must score
// the same, and one that names one must follow it.
func TestFair(t *testing.T) {
	d := newDetector(t, examples(t))
	swap := strings.NewReplacer("Atlantis", "Lemuria", "Lemuria", "Atlantis")
	for _, text := range []string{
		"In Atlantis they say what Lemuria hides: people use only ten percent of their brain.",
		"Lemuria claims that goldfish forget everything after three seconds, and Atlantis agrees.",
		"Scientists of Atlantis denied that people use only ten percent of their brain.",
	} {
		one, other := d.Detect(item("en", "Atlantis", text)), d.Detect(item("en", "Lemuria", swap.Replace(text)))
		if len(one) != 1 || len(other) != 1 || one[0].Score != other[0].Score || one[0].Stance != other[0].Stance {
			t.Errorf("%q: %+v, swapped %+v", text, one, other)
		}
	}
}

func TestNew(t *testing.T) {
	valid := qalxan.Narrative{ID: "a", Claim: "A.", Wordings: map[string][]string{"en": {"one two three"}}}
	if _, err := New([]qalxan.Narrative{valid, valid}); err == nil {
		t.Error("an id may be used twice")
	}
	if _, err := New([]qalxan.Narrative{{ID: "a"}}); err == nil {
		t.Error("a narrative without wordings is taken")
	}
	empty := newDetector(t, nil)
	if empty.Detect(item("en", "a", "b")) != nil || len(empty.Match("a b c", "en", 3)) != 0 {
		t.Error("no narratives find something")
	}
}

func TestMatch(t *testing.T) {
	d := newDetector(t, examples(t))
	got := d.Match("#GoldFish forget it all in seconds https://example.com/brain", "en", 2)
	if len(got) == 0 || got[0].NarrativeID != goldfish || !strings.HasPrefix(got[0].Wording, "Goldfish forget") {
		t.Fatalf("got %+v", got)
	}
	if got := d.Match("Память рыбок", "ru", 5); len(got) == 0 || got[0].NarrativeID != goldfish || got[0].Spans[0].From != 0 {
		t.Errorf("got %+v", got)
	}
	if got := d.Match("the of and", "en", 0); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func FuzzDetect(f *testing.F) {
	d := newDetector(f, examples(f))
	f.Add("az", "Nağılabad", "Nağılabadın su anbarına zəhər töküblər. Yalan!")
	f.Add("und", "\xff", "Goldfish\u200b forget? \n everything after three seconds")
	f.Add("fa", "چین", "دیوار بزرگ چین از ماه")
	f.Fuzz(func(t *testing.T, language, title, text string) {
		for _, s := range d.Detect(item(language, title, text)) {
			if s.Score < Threshold || s.Score > 1 || s.Stance == "" || len(s.Spans) == 0 {
				t.Fatalf("signal %+v", s)
			}
			for _, span := range s.Spans {
				field := text
				if span.Field == qalxan.FieldTitle {
					field = title
				}
				if span.From < 0 || span.To <= span.From || span.To > utf8.RuneCountInString(field) {
					t.Fatalf("span %+v", span)
				}
			}
		}
		d.Match(text, language, 3)
	})
}
