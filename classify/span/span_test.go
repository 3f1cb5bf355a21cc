package span

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
)

func TestOf(t *testing.T) {
	text := "Şəki də var" // Ş and ə are two bytes each
	for _, test := range []struct {
		name   string
		ranges []analysis.Span
		want   [][2]int
	}{
		{"none", nil, nil},
		{"one", []analysis.Span{{From: 0, To: 6}}, [][2]int{{0, 4}}},
		{"out of order", []analysis.Span{{From: 11, To: 14}, {From: 0, To: 6}}, [][2]int{{0, 4}, {8, 11}}},
		{"overlapping", []analysis.Span{{From: 0, To: 6}, {From: 4, To: 10}}, [][2]int{{0, 7}}},
		{"touching", []analysis.Span{{From: 0, To: 4}, {From: 4, To: 6}}, [][2]int{{0, 4}}},
		{"outside", []analysis.Span{{From: -5, To: 4}, {From: 90, To: 99}}, [][2]int{{0, 2}}},
		{"inside letters", []analysis.Span{{From: 1, To: 3}}, [][2]int{{0, 2}}},
		{"inverted", []analysis.Span{{From: 6, To: 1}}, nil},
		{"empty", []analysis.Span{{From: 4, To: 4}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got [][2]int
			for _, s := range Of(qalxan.FieldText, text, test.ranges) {
				got = append(got, [2]int{s.From, s.To})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Şəki \xff də", 1, 3, 2, 9)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		end, points := 0, utf8.RuneCountInString(text)
		for _, s := range Of(qalxan.FieldText, text, []analysis.Span{{From: a, To: b}, {From: c, To: d}}) {
			if s.From < end || s.To <= s.From || s.To > points {
				t.Fatalf("span %+v after %d of %d code points", s, end, points)
			}
			end = s.To
		}
	})
}
