package edit

import (
	"slices"

	"github.com/qalxan/qalxan/index/analysis"
)

// noteWords begin the words by which a page says that it was changed.
var noteWords = folded(`correction corrected clarification clarified updated update amended
	düzəliş yenilən dəqiqləşdir əlavə исправл обновл уточн поправк дополн виправл оновл
	düzeltme güncelle tekzip اصلاح تصحیح بروزرسانی روزرسانی تحديث توضیح ուղղում թարմաց ճշգրտ
	შესწორ განახლ დაზუსტ tuzat yangilan түзет жаңарт korrektur berichtig aktualisiert rectific actualis`)

// Where a note's word has to stand: at the beginning of its sentence, or in a
// short one. "The law was updated" in running text is no note.
const (
	noteLead  = 3
	noteShort = 8
)

// noted reports whether next holds a sentence that says that the page was
// changed and that prev does not hold.
func noted(prev, next string) bool {
	known := map[string]bool{}
	for _, s := range analysis.Sentences(prev) {
		known[prev[s.From:s.To]] = true
	}
	return slices.ContainsFunc(analysis.Sentences(next), func(s analysis.Span) bool {
		sentence := next[s.From:s.To]
		return !known[sentence] && isNote(analysis.Tokens(sentence))
	})
}

func isNote(tokens []analysis.Token) bool {
	if len(tokens) > noteShort {
		tokens = tokens[:noteLead]
	}
	return slices.ContainsFunc(tokens, func(t analysis.Token) bool { return beginsWithOne(t.Text, noteWords) })
}
