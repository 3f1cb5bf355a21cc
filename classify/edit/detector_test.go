package edit

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// version makes one version of a page that claims to be last modified at noon.
func version(n int, title, text string) qalxan.Item {
	return qalxan.Item{
		ID: qalxan.ItemID("https://a.example/1", n), Identity: "https://a.example/1", Version: n,
		Title: title, Text: text, Hash: qalxan.ItemHash(title, text),
		Seen:  noon.Add(time.Duration(n) * time.Hour),
		Dates: []qalxan.Date{{Kind: qalxan.DateModified, Time: noon, Origin: "json-ld dateModified"}},
	}
}

func TestDetect(t *testing.T) {
	const title = "Körpü təmir olunur"
	const text = "Şəhər körpüsünün təmiri davam edir. İşlər 12 gün çəkəcək.\nYolu bağlayıblar."
	for _, test := range []struct {
		name, title, text string
		key               string
		added             string // the spans, joined by |
	}{
		{"same", title, text, "", ""},
		{"spacing and punctuation", title, "Şəhər  körpüsünün təmiri davam edir! İşlər 12 gün çəkəcək…\n\nYolu bağlayıblar", "", ""},
		{"one word", title, strings.Replace(text, "davam edir", "davam edirdi", 1), "", ""},
		{"a number", title, strings.Replace(text, "12", "90", 1), KeySilent, "90"},
		{"a sentence", title, text + " Sakinlər körpünün qəsdən dağıdıldığını deyir.", KeySilent, "Sakinlər körpünün qəsdən dağıdıldığını deyir"},
		{"a sentence taken out", title, "Şəhər körpüsünün təmiri davam edir. İşlər 12 gün çəkəcək.", "", ""},
		{"more taken out", title, "Şəhər körpüsünün təmiri davam edir.", KeySilent, ""},
		{"a counter", title, text + "\nBaxış sayı: 1 345", "", ""},
		{"a clock", title, text + "\n3 saat əvvəl", "", ""},
		{"a note", title, strings.Replace(text, "12", "90", 1) + "\nDüzəliş: işlər 12 yox, 90 gün çəkəcək.", "", ""},
		{
			"no note in running text", title, text + " Tamaşaçılar üçün bütün bu nağılın bir dəfə də yenilənməsi lazım gəlir.", KeySilent,
			"Tamaşaçılar üçün bütün bu nağılın bir dəfə də yenilənməsi lazım gəlir",
		},
		{"headline", "Körpü qəsdən dağıdılıb", text, KeyHeadline, "qəsdən dağıdılıb"},
		{"headline and text", "Körpü qəsdən dağıdılıb", strings.Replace(text, "12", "90", 1), KeySilent, "qəsdən dağıdılıb|90"},
		{"text lost", title, "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			next := version(2, test.title, test.text)
			signals := New().Detect(version(1, title, text), next)
			if test.key == "" {
				if len(signals) != 0 {
					t.Fatalf("got %+v, want nothing", signals)
				}
				return
			}
			if len(signals) != 1 || signals[0].Key != test.key {
				t.Fatalf("got %+v, want %s", signals, test.key)
			}
			if got := quoted(next, signals[0].Spans); got != test.added {
				t.Errorf("spans %q, want %q", got, test.added)
			}
		})
	}
}

func quoted(item qalxan.Item, spans []qalxan.Span) string {
	var parts []string
	for _, s := range spans {
		field := item.Text
		if s.Field == qalxan.FieldTitle {
			field = item.Title
		}
		parts = append(parts, string([]rune(field)[s.From:s.To]))
	}
	return strings.Join(parts, "|")
}

func TestDetectReason(t *testing.T) {
	next := version(2, "t", "The works will take 90 days, say residents.")
	got := New().Detect(version(1, "t", "The works will take 12 days."), next)[0]
	want := "The text was changed (3 words put in, 1 word taken out) without a note, and the page still says that it was last modified on 20 November 2026 at 12:00 UTC."
	if got.Reason.Text != want {
		t.Errorf("reason %q", got.Reason.Text)
	}
	if got.Reason.Facts["removed"] != "12" || got.Reason.Facts["added"] != "90 … say residents" || got.Reason.Facts["numbers"] != "yes" {
		t.Errorf("facts %v", got.Reason.Facts)
	}
	if got.Compared != qalxan.ItemID(next.Identity, 1) || got.ItemID != next.ID || !got.Time.Equal(next.Seen) {
		t.Errorf("signal %+v", got)
	}
}

func TestDetectAnnounced(t *testing.T) {
	prev := version(1, "t", "The works will take 12 days.")
	for name, change := range map[string]func(*qalxan.Item){
		"modified moved":  func(i *qalxan.Item) { i.Dates[0].Time = noon.Add(time.Hour) },
		"published moved": func(i *qalxan.Item) { i.Dates = append(i.Dates, qalxan.Date{Kind: qalxan.DatePublished, Time: noon}) },
		"wiki revision":   func(i *qalxan.Item) { i.Dates[0].Origin = qalxan.OriginRevision },
		"another page":    func(i *qalxan.Item) { i.Identity = "https://a.example/2" },
	} {
		next := version(2, "t", "The works will take 90 days.")
		change(&next)
		if got := New().Detect(prev, next); len(got) != 0 {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	undated := version(2, "t", "The works will take 90 days.")
	undated.Dates = nil
	dated := version(2, "t", "The works will take 90 days.")
	with, without := New().Detect(prev, dated), New().Detect(prev, undated)
	if len(without) != 1 || without[0].Score >= with[0].Score {
		t.Errorf("without a date %+v, with %+v", without, with)
	}
}

// TestFair swaps the countries in both versions: the score must stay.
func TestFair(t *testing.T) {
	const before = "Atlantis signed the treaty with Lemuria in 2019."
	const after = "Atlantis broke the treaty with Lemuria in 2021, officials say."
	swap := strings.NewReplacer("Atlantis", "Lemuria", "Lemuria", "Atlantis")
	a := New().Detect(version(1, "t", before), version(2, "t", after))[0]
	b := New().Detect(version(1, "t", swap.Replace(before)), version(2, "t", swap.Replace(after)))[0]
	if a.Score != b.Score || len(a.Spans) != len(b.Spans) {
		t.Errorf("scores %v and %v", a.Score, b.Score)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("A 1 b", "A 2 b c")
	f.Add("Şəki\n3 baxış", "Şəki\xff\nUpdated: 5")
	f.Add(strings.Repeat("a b c ", 300), strings.Repeat("d e ", 400))
	f.Fuzz(func(t *testing.T, before, after string) {
		next := version(2, after, after)
		for _, s := range New().Detect(version(1, before, before), next) {
			if s.Score < 0 || s.Score > 1 {
				t.Fatalf("score %v", s.Score)
			}
			for _, span := range s.Spans {
				if span.From < 0 || span.To <= span.From || span.To > utf8.RuneCountInString(after) {
					t.Fatalf("span %+v", span)
				}
			}
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	sentence := "Şəhər körpüsünün təmiri davam edir və işlər 12 gün çəkəcək, deyə məlumat verilir. "
	prev := version(1, "t", strings.Repeat(sentence, 40))
	next := version(2, "t", strings.Repeat(sentence, 20)+"Sakinlər bunu təkzib edir. "+strings.Repeat(sentence, 20))
	b.SetBytes(int64(len(next.Text)))
	for b.Loop() {
		New().Detect(prev, next)
	}
}
