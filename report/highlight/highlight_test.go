package highlight

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestCut(t *testing.T) {
	tests := map[string]struct {
		text  string
		spans []Span
		want  []Segment
	}{
		"no text":  {"", []Span{{0, 3, 1}}, nil},
		"no spans": {"salam", nil, []Segment{{Text: "salam"}}},
		"one span": {"a bcd e", []Span{{2, 5, 1}}, []Segment{
			{Text: "a "}, {"bcd", []int{1}, []int{1}}, {Text: " e"},
		}},
		"overlap": {"abcdef", []Span{{2, 5, 2}, {0, 3, 1}}, []Segment{
			{"ab", []int{1}, []int{1}}, {"c", []int{1, 2}, []int{2}}, {"de", []int{2}, nil}, {Text: "f"},
		}},
		"one inside another": {"abcd", []Span{{0, 4, 1}, {1, 2, 2}}, []Segment{
			{"a", []int{1}, []int{1}}, {"b", []int{1, 2}, []int{2}}, {"cd", []int{1}, nil},
		}},
		"same mark twice": {"abc", []Span{{0, 3, 1}, {0, 3, 1}}, []Segment{{"abc", []int{1}, []int{1}}}},
		"outside and empty": {"abc", []Span{{-4, 1, 1}, {2, 2, 2}, {3, 9, 3}, {2, 99, 4}, {5, 2, 5}}, []Segment{
			{"a", []int{1}, []int{1}}, {Text: "b"}, {"c", []int{4}, []int{4}},
		}},
		"code points, not bytes": {"Şuşa 🌍!", []Span{{5, 6, 1}}, []Segment{
			{Text: "Şuşa "}, {"🌍", []int{1}, []int{1}}, {Text: "!"},
		}},
		"broken bytes count one each": {"a\xff\xfeb", []Span{{2, 3, 1}}, []Segment{
			{Text: "a\xff"}, {"\xfe", []int{1}, []int{1}}, {Text: "b"},
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Cut(test.text, test.spans)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWindows(t *testing.T) {
	text := "one two three four five six seven eight nine ten"
	tests := map[string]struct {
		spans        []Span
		around, most int
		want         []Window
	}{
		"no spans give the beginning": {nil, 4, 2, []Window{{Text: "one two", After: true}}},
		"words stay whole": {[]Span{{14, 18, 1}}, 7, 2, []Window{
			{From: 8, Text: "three four five", Spans: []Span{{6, 10, 1}}, Before: true, After: true},
		}},
		"near spans meet": {[]Span{{0, 3, 1}, {8, 13, 1}}, 4, 2, []Window{
			{Text: "one two three", Spans: []Span{{0, 3, 1}, {8, 13, 1}}, After: true},
		}},
		"far spans do not, and most bounds them": {[]Span{{0, 3, 1}, {19, 23, 1}, {45, 48, 1}}, 1, 2, []Window{
			{Text: "one", Spans: []Span{{0, 3, 1}}, After: true},
			{From: 19, Text: "five", Spans: []Span{{0, 4, 1}}, Before: true, After: true},
		}},
		"none asked for": {nil, 4, 0, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Windows(text, test.spans, test.around, test.most)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWindowsOfOneLongWord(t *testing.T) {
	got := Windows(strings.Repeat("ə", 100), nil, 10, 1)
	if want := strings.Repeat("ə", 20); len(got) != 1 || got[0].Text != want {
		t.Errorf("got %v, want the first 20 letters", got)
	}
}

func TestShared(t *testing.T) {
	original := "Nazirlik bildirib ki, sərhəddə vəziyyət bu gün sabitdir və nəzarət altındadır."
	copied := "Oxucular yazır: NAZİRLİK bildirib ki sərhəddə vəziyyət bu gün — sabitdir! Biz inanmırıq."
	spans := Shared(copied, original)
	if len(spans) != 1 {
		t.Fatalf("got %v, want one span", spans)
	}
	got := string([]rune(copied)[spans[0].From:spans[0].To])
	if want := "NAZİRLİK bildirib ki sərhəddə vəziyyət bu gün — sabitdir"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if spans := Shared("four words in common", "four words in common"); spans != nil {
		t.Errorf("got %v for four words, want none", spans)
	}
}

func TestChanged(t *testing.T) {
	before := "The ministry said on Monday that nobody was hurt in the accident near the bridge."
	after := "The ministry said on Monday that at least three people were hurt in the accident near the bridge, and left."
	words := func(text string, spans []Span) (out []string) {
		for _, s := range spans {
			out = append(out, string([]rune(text)[s.From:s.To]))
		}
		return out
	}
	if diff := cmp.Diff([]string{"at least three people were", "and left"}, words(after, Changed(after, before))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"nobody was"}, words(before, Changed(before, after))); diff != "" {
		t.Error(diff)
	}
	if got := Changed(before, before); got != nil {
		t.Errorf("a text differs from itself: %v", got)
	}
	if got := words("two words", Changed("two words", "")); len(got) != 1 || got[0] != "two words" {
		t.Errorf("got %q", got)
	}
}

func TestPlaces(t *testing.T) {
	got := Places("Şuşa 🌍", [][2]int{{0, 2}, {7, 11}, {1, 3}, {5, 99}, {4, 4}, {-1, 3}})
	want := []Span{{From: 0, To: 1}, {From: 5, To: 6}, {From: 0, To: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzCut(f *testing.F) {
	f.Add("Şuşa 🌍!", 1, 4, 2, 9)
	f.Add("a\xffb", -1, 2, 0, 0)
	f.Add("", 0, 0, 5, 1)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		spans := []Span{{a, b, 1}, {c, d, 2}}
		var whole strings.Builder
		for _, s := range Cut(text, spans) {
			whole.WriteString(s.Text)
		}
		if whole.String() != text {
			t.Errorf("the segments give %q, want %q", whole.String(), text)
		}
		for _, w := range Windows(text, spans, 5, 3) {
			length := utf8.RuneCountInString(w.Text)
			for _, s := range w.Spans {
				if s.From < 0 || s.To > length || s.From >= s.To {
					t.Errorf("span %v lies outside its window of %d", s, length)
				}
			}
		}
		Shared(text, text)
		Changed(text, "a b c d e")
		Places(text, [][2]int{{a, b}, {c, d}})
	})
}

func BenchmarkCut(b *testing.B) {
	text := strings.Repeat("Nazirlik bildirib ki, sərhəddə vəziyyət sabitdir. ", 100)
	spans := []Span{{10, 900, 1}, {500, 1500, 2}, {3000, 3100, 3}}
	for b.Loop() {
		Cut(text, spans)
	}
}
