package desk

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
)

// narrativeTyped is a narrative as it is typed: one sentence a line, with the
// code of its language before it.
type narrativeTyped struct{ ID, Claim, Parent, Titles, Wordings, Rebuttals, References string }

func readTyped(r *http.Request) narrativeTyped {
	field := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue(name), "")) }
	return narrativeTyped{
		ID: field("id"), Claim: field("claim"), Parent: field("parent"), Titles: field("titles"),
		Wordings: field("wordings"), Rebuttals: field("rebuttals"), References: field("references"),
	}
}

// narrative is what was typed; a line without a language is noted.
func (p *narrativePage) narrative() qalxan.Narrative {
	t := p.Typed
	n := qalxan.Narrative{ID: t.ID, Claim: t.Claim, Parent: t.Parent, Wordings: p.sentences(t.Wordings)}
	if some := p.sentences(t.Rebuttals); len(some) > 0 {
		n.Rebuttals = some
	}
	for lang, titles := range p.sentences(t.Titles) {
		if n.Titles == nil {
			n.Titles = map[string]string{}
		}
		n.Titles[lang] = titles[len(titles)-1]
	}
	for l := range strings.Lines(t.References) {
		if l = strings.TrimSpace(l); l != "" {
			n.References = append(n.References, l)
		}
	}
	return n
}

// sentences reads lines such as "az: Su zəhərlidir".
func (p *narrativePage) sentences(text string) map[string][]string {
	all, number := map[string][]string{}, 0
	for l := range strings.Lines(text) {
		number++
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		lang, sentence, split := strings.Cut(l, ":")
		lang, sentence = strings.ToLower(strings.TrimSpace(lang)), strings.TrimSpace(sentence)
		if !split || sentence == "" || len(lang) < 2 || len(lang) > 3 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "" {
			if p.BadLine == 0 {
				p.BadLine, p.BadText = number, clip(l, maxName)
			}
			continue
		}
		all[lang] = append(all[lang], sentence)
	}
	return all
}

// typed is a narrative as it would be typed.
func typed(n qalxan.Narrative) narrativeTyped {
	titles := map[string][]string{}
	for lang, title := range n.Titles {
		titles[lang] = []string{title}
	}
	return narrativeTyped{
		n.ID, n.Claim, n.Parent, typedLines(titles), typedLines(n.Wordings), typedLines(n.Rebuttals), strings.Join(n.References, "\n"),
	}
}

func typedLines(sentences map[string][]string) string {
	var lines []string
	for _, lang := range slices.Sorted(maps.Keys(sentences)) {
		for _, s := range sentences[lang] {
			lines = append(lines, lang+": "+s)
		}
	}
	return strings.Join(lines, "\n")
}
