package harm

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

func TestDetect(t *testing.T) {
	d := New()
	for _, c := range []struct{ text, want string }{
		{"Bu gecə hamısını öldürün!", KeyViolence},
		{"Onların evlərini yandırın.", KeyViolence},
		{"Uşaqlara peyvənd vurdurmayın, bədəninizi qoruyun.", KeyLife},
		{"Seçkilər təxirə salındı, məntəqəyə getməyin.", KeyElections},
		{"Evdə qalın, təxliyə olunmayın.", KeyEmergency},
		{"Kill them all before morning.", KeyViolence},
		{"They must all be hanged.", KeyViolence},
		{"Drink bleach, it cleans the blood.", KeyLife},
		{"You can now vote by text message to 4040.", KeyElections},
		{"Do not evacuate, stay where you are.", KeyEmergency},
		{"Пора их всех расстрелять!", KeyViolence},
		{"Пейте перекись каждое утро.", KeyLife},
		{"Голосуйте по смс до полуночи.", KeyElections},
		{"Не пускайте спасателей во дворы.", KeyEmergency},
		{"Asın hainleri!", KeyViolence},
		{"Çocuklarınıza aşı yaptırmayın.", KeyLife},
		{"Seçimler iptal edildi.", KeyElections},
		{"Tahliye olmayın, yerinizde kalın.", KeyEmergency},
		{"Սպանեք նրանց։", KeyViolence},
		{"Ընտրությունները հետաձգված են։", KeyElections},
		{"Մի տարհանվեք, մնացեք տանը։", KeyEmergency},
		{"آنها را بکشید", KeyViolence},
		{"واکسن نزنید", KeyLife},
		{"تخلیه نکنید", KeyEmergency},
		{"We must never kill them.", ""},
		{"Police said the man had written: kill them all.", ""},
		{"The rumour that you can vote by text message is false.", ""},
		{"Он написал: «убейте их всех».", ""},
		{"Should we kill them all?", ""},
		{"Do not drink the water from the tap.", ""},
		{"Vote against the government, or do not vote at all.", ""},
		{"This policy kills the economy, and all of these are to blame.", ""},
		{"İqtidar hamımızı aldatdı, istefa versin.", ""},
		{"", ""},
	} {
		text, want := c.text, c.want
		signals := d.Detect(qalxan.Item{ID: "i-1", Text: text})
		got := ""
		if len(signals) > 0 {
			got = signals[0].Key
			s := signals[0]
			if s.Score < 0.7 || s.Score > 1 || s.Likelihood != nil || len(s.Spans) == 0 || s.Reason.Text == "" {
				t.Errorf("%q: %+v", text, s)
			}
		}
		if len(signals) > 1 || got != want {
			t.Errorf("%q is %q, want %q (%d signals)", text, got, want, len(signals))
		}
	}
}

// TestLexicon: every pattern is found by itself, and has a key that is known.
func TestLexicon(t *testing.T) {
	d := New()
	if len(d.patterns) < 80 {
		t.Fatalf("%d patterns", len(d.patterns))
	}
	for _, p := range d.patterns {
		if meanings[p.key] == "" || len(p.words) < 2 {
			t.Errorf("%s: %s", p.key, p.line)
		}
	}
}

func TestBadInput(t *testing.T) {
	d := New()
	began := time.Now()
	for name, text := range map[string]string{
		"binary": strings.Repeat("\x00\xff\xfe\x01", 1<<16), "surrogates": strings.Repeat("\xed\xa0\x80", 1<<16),
		"one word": strings.Repeat("ə", 5<<20), "long": strings.Repeat("ordinary words of no harm ", 400_000),
		"dense": strings.Repeat("kill do not never vote ", 20_000),
	} {
		if signals := d.Detect(qalxan.Item{Title: text[:100], Text: text}); len(signals) > 0 {
			t.Errorf("%s: %+v", name, signals[0].Reason)
		}
	}
	t.Logf("five texts of up to 10 MB in %s", time.Since(began))
}

func FuzzDetect(f *testing.F) {
	for _, seed := range []string{"Kill them all.", "«убейте их", "təxliyə olunmayın", "\xff", ""} {
		f.Add(seed)
	}
	d := New()
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range d.Detect(qalxan.Item{Title: text, Text: text}) {
			for _, at := range s.Spans {
				if at.From < 0 || at.From >= at.To || at.To > utf8.RuneCountInString(text) {
					t.Errorf("span %+v", at)
				}
			}
		}
	})
}

func TestHead(t *testing.T) {
	for from := range 4 {
		if got := head(strings.Repeat("a", from) + strings.Repeat("ж", maxText)); !utf8.ValidString(got) || len(got) > maxText || len(got) < maxText-utf8.UTFMax {
			t.Errorf("%d bytes, valid: %t", len(got), utf8.ValidString(got))
		}
	}
	if got := head(strings.Repeat("\x80", 2*maxText)); len(got) > maxText {
		t.Errorf("%d bytes", len(got))
	}
}
