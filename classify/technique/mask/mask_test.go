package mask

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a name at the beginning", "Россия снова лжёт", "§n снова лжет"},
		{"inflected, of a people", "Вчера украинцами и поляками", "вчера §n и §n"},
		{"of two words", "Вчера Великой Британией", "вчера §n"},
		{"a person not listed", "сказав Остап Вишня вчора", "сказав §n вчора"},
		{"an adjective", "проросійські сили", "§n сили"},
		{"letters in capitals", "за даними ЗСУ сьогодні", "за даними §n сьогодні"},
		{"shouting", "УВАГА УСІМ ЛЮДЯМ", "увага усім людям"},
		{"capitals begin a line", "вчора\nСьогодні", "вчора §l сьогодні"},
		{"address", "дивись https://t.me/abc тут", "дивись §u тут"},
		{"host", "на сайті abc.com.ua тут", "на сайті §u тут"},
		{"account", "пише @someone, що 12,5 тис.", "пише §a , що §d тис ."},
		{"Azerbaijani", "Dünən Ermənistanla Türkiyə arasında", "dünən §n arasinda"},
		{"Armenian", "երեկ Հայաստանը և Ադրբեջանը", "երեկ §n եւ §n"},
		{"pictures", "⚡️новини ❗", "⚡ новини ❗"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, token := range Tokens(test.text) {
				got = append(got, token.Text)
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("%q, want %q", s, test.want)
			}
		})
	}
}

// Words of every day that begin like names.
func TestKnownSparesWords(t *testing.T) {
	for _, word := range strings.Fields("прагнути прагматично индустрия індустрія бойкот мали малі того ким голос слово слова словник польза") {
		if Known(word) {
			t.Errorf("%s is taken for a name", word)
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("Россия @x http://y.z 12,5 УВАГА\n\n⚡️")
	f.Add("a\xff\u200b.b’")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, token := range Tokens(text) {
			if token.From < end || token.To <= token.From || token.To > len(text) || token.Text == "" {
				t.Fatalf("%+v after %d of %q", token, end, text)
			}
			end = token.To
		}
	})
}
