package page

import (
	"hash/fnv"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/crawler/extract"
)

const (
	// maxText bounds the text, in bytes, that is looked at, and maxWords what is
	// kept of it.
	maxText, maxWords = 16 << 10, 200
	// minWords is the least by which a template can be known again.
	minWords = 3
	// ownWords is how many words of its own a template may show: a greeting, a
	// day of the week. A story has more, if only in its title.
	ownWords = 2
)

// face is what a page looks like: where it stood in the end, its title, and its
// different words.
type face struct {
	moved string // where redirects led; empty where there were none
	title uint32
	says  bool // the title says that there is nothing here
	dated bool
	words []uint32 // sorted, each once
}

// faceOf is the face of a page that was asked for at an address. That address,
// which templates repeat, and numbers, which count, do not belong to it.
func faceOf(shown, asked string, a extract.Article) face {
	f := face{
		title: digest(strings.Join(words(without(a.Title, asked)), " ")),
		says:  containsAny(strings.ToLower(a.Title), absentSayings), dated: len(a.Dates) > 0,
	}
	if shown != asked {
		f.moved = shown
	}
	for _, w := range words(without(a.Title+"\n"+a.Text[:min(len(a.Text), maxText)], asked)) {
		f.words = append(f.words, digest(w))
	}
	slices.Sort(f.words)
	f.words = slices.Compact(f.words)
	f.words = slices.Clip(f.words[:min(len(f.words), maxWords)])
	return f
}

// like reports whether a page is the template that void is: it was led to the
// same place; or it has its title and, but for a few, the same words; or its
// title says as that of the template does that there is nothing here, and it
// bears no date as stories do.
func (f face) like(void face) bool {
	switch {
	case void.moved != "" && f.moved == void.moved:
		return true
	case f.title != void.title || len(void.words) < minWords:
		return false
	case f.says && !f.dated && !void.dated:
		return true
	}
	shared := 0
	for _, w := range f.words {
		if _, ok := slices.BinarySearch(void.words, w); ok {
			shared++
		}
	}
	return len(f.words)-shared <= ownWords && len(void.words)-shared <= max(ownWords, len(void.words)/5)
}

// without drops an address where a text repeats it. Its last part is dropped
// where it is no word that a text may hold by itself.
func without(text, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return text
	}
	for _, said := range []string{address, u.EscapedPath(), u.Path, u.Path[strings.LastIndexByte(u.Path, '/')+1:]} {
		if strings.ContainsAny(strings.Trim(said, "/"), "/-_.0123456789") {
			text = strings.ReplaceAll(text, said, " ")
		}
	}
	return text
}

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

func digest(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
