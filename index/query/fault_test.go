package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
)

func TestMeant(t *testing.T) {
	for in, want := range map[string]string{
		"langauge:az": "lang:", "dil:az": "lang:", "sorce:x": "source:", "narative:x": "narrative:", "since:7d": "after:",
		"site:x": "host:", "befor:7d": "before:", "leval:incident": "level:", "qwzx:x": "",
		"lang:azeri": "az", "lang:azərbaycan": "az", "lang:русский": "ru", "lang:Russian": "ru", "lang:rus": "ru", "lang:türkçe": "tr",
		"lang:farsi": "fa", "lang:x": "", "lang:zzzz": "",
		"level:incidnet": "incident", "level:kritik": "critical", "level:crit": "critical", "level:инцидент": "incident", "level:zzz": "",
		"status:confirm": "confirmed", "status:yeni": "new", "status:dismised": "dismissed", "status:zzz": "",
		"versions:al": "all", "versions:last": "latest",
	} {
		_, err := Parse(in, now)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%s: got %v, want a *SyntaxError", in, err)
			continue
		}
		got := syntax.Reason.Facts["meant"]
		if got != want || strings.Contains(syntax.Message, "did you mean") != (want != "") {
			t.Errorf("%s: meant %q, want %q: %s", in, got, want, syntax.Message)
		}
	}
}

// TestSentences holds the sentences to what the language knows.
func TestSentences(t *testing.T) {
	for _, l := range qalxan.Levels() {
		if !strings.Contains(sentences[faultLevel], string(l)) {
			t.Errorf("the sentence about levels lacks %s", l)
		}
	}
	for _, s := range qalxan.Statuses() {
		if !strings.Contains(sentences[faultStatus], string(s)) {
			t.Errorf("the sentence about statuses lacks %s", s)
		}
	}
	for name, f := range otherNames {
		if meantField(string(f)) != string(f)+":" || strings.ToLower(name) != name {
			t.Errorf("%s means %s, which is no field", name, f)
		}
	}
	for value, meant := range otherLevels {
		if !known(meant, qalxan.Levels()) {
			t.Errorf("%s means %s, which is no level", value, meant)
		}
	}
	for value, meant := range otherStatuses {
		if !known(meant, qalxan.Statuses()) {
			t.Errorf("%s means %s, which is no status", value, meant)
		}
	}
}

func TestMended(t *testing.T) {
	for in, want := range map[string]string{
		"su lang:azeri level:signal": "su lang:az level:signal", "(level:kritik)": "(level:critical)", "level:kritik,signal": "level:critical,signal",
		"dil:az su": "lang:az su", "level:zzz": "", "(a": "",
	} {
		_, err := Parse(in, now)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%s: got %v, want a *SyntaxError", in, err)
			continue
		}
		got := syntax.Mended(in)
		if got != want {
			t.Errorf("%s is mended to %q, want %q", in, got, want)
		}
		if _, err := Parse(got, now); err != nil {
			t.Errorf("%s: what was meant cannot be read: %v", in, err)
		}
	}
}

func TestPointer(t *testing.T) {
	long := strings.Repeat("ə", 90)
	for _, tt := range []struct {
		query string
		at    int
		want  string
	}{
		{"su lang:azeri", 8, "su lang:azeri\n        ^"},
		{"a\nb )", 4, "a b )\n    ^"},
		{"a (", 3, "a (\n   ^"},
		{"a", 9, "a\n ^"},
		{long, 80, strings.Repeat("ə", 45) + "\n" + strings.Repeat(" ", 35) + "^"},
	} {
		if got := (&SyntaxError{Offset: tt.at}).Pointer(tt.query); got != tt.want {
			t.Errorf("%q at %d: got\n%s\nwant\n%s", tt.query, tt.at, got, tt.want)
		}
	}
}
