package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// kind is a kind of page, with how an address of it is made. Every address is
// another one, so that no answer comes from a cache of answers.
type kind struct {
	name string
	bar  time.Duration // for the 95th percentile; 0 for none
	make func(r *rand.Rand) string
}

// Bars that must hold.
const (
	searchBar  = 100 * time.Millisecond
	findingBar = 50 * time.Millisecond
)

// kinds are all that is measured.
func (w *world) kinds() []kind {
	fixed := func(path string) func(*rand.Rand) string { return func(*rand.Rand) string { return path } }
	all := w.searches()
	return append(all, []kind{
		{"inbox", searchBar, fixed("/")},
		{"inbox, of one person", searchBar, fixed("/?mine=1")},
		{"finding", findingBar, func(r *rand.Rand) string { return "/findings/" + w.flagged(r).finding.ID }},
		{"item", 0, func(r *rand.Rand) string { return "/items/" + w.piece(r.IntN(w.made)).versions[0].ID }},
		{"findings", 0, fixed("/findings")},
		{"campaigns", 0, fixed("/campaigns")},
		{"campaign, small", 0, func(r *rand.Rand) string { return "/campaigns/" + w.small(r) }},
		{"campaign, huge", 0, func(r *rand.Rand) string { return "/campaigns/" + campaignID(r.IntN(hugeCampaigns)) }},
		{"narratives", 0, fixed("/narratives")},
		{"since", 0, fixed("/since")},
		{"quality", 0, fixed("/quality")},
		{"coverage", 0, fixed("/coverage")},
		{"sources", 0, fixed("/sources")},
		{"source", 0, func(r *rand.Rand) string { return "/sources/" + w.sources[r.IntN(len(w.sources))].ID }},
	}...)
}

// searches are the kinds of queries.
func (w *world) searches() []kind {
	// ranked is a word of a language by how frequent it is.
	ranked := func(r *rand.Rand, from, to int) string {
		t := w.tongues[r.IntN(3)]
		return t.words[from+r.IntN(to-from)]
	}
	month := func(r *rand.Rand) string {
		after := w.until.AddDate(0, -1-r.IntN(20), -r.IntN(28))
		return "after:" + after.Format(time.DateOnly) + " before:" + after.AddDate(0, 1, 0).Format(time.DateOnly)
	}
	source := func(r *rand.Rand) string { return "source:" + w.sources[r.IntN(min(len(w.sources), 200))].ID }
	queries := []struct {
		name string
		make func(r *rand.Rand) string
	}{
		{"a word", func(r *rand.Rand) string { return ranked(r, 100, 5000) }},
		{"a very common word", func(r *rand.Rand) string { return ranked(r, 0, 20) }},
		{"a rare word", func(r *rand.Rand) string { return ranked(r, 20_000, vocabulary) }},
		{"two words", func(r *rand.Rand) string { return ranked(r, 20, 300) + " " + ranked(r, 20, 300) }},
		{"either of two words", func(r *rand.Rand) string { return ranked(r, 20, 2000) + " OR " + ranked(r, 20, 2000) }},
		{"a word, not another", func(r *rand.Rand) string { return ranked(r, 20, 2000) + " -" + ranked(r, 0, 100) }},
		{"a phrase", w.phrase},
		{"a phrase of common words", func(r *rand.Rand) string {
			t := w.tongues[r.IntN(3)]
			return `"` + t.words[r.IntN(5)] + " " + t.words[5+r.IntN(15)] + `"`
		}},
		{"a prefix", func(r *rand.Rand) string {
			word := []rune(ranked(r, 100, 5000))
			return string(word[:min(len(word), 3+r.IntN(2))]) + "*"
		}},
		{"everything", func(r *rand.Rand) string { return "" }},
		{"a language", func(r *rand.Rand) string { return "lang:" + w.tongues[r.IntN(len(w.tongues))].code }},
		{"a source", source},
		{"a level and a status", func(r *rand.Rand) string {
			return "level:" + string(qalxan.Levels()[r.IntN(3)]) + " status:" + string(qalxan.Statuses()[r.IntN(4)])
		}},
		{"a narrative", func(r *rand.Rand) string { return "narrative:" + w.narratives[r.IntN(narrativeCount)].ID }},
		{"a month", month},
		{"a word in a source", func(r *rand.Rand) string { return ranked(r, 0, 2000) + " " + source(r) }},
		{"a word in a language and a month", func(r *rand.Rand) string {
			return ranked(r, 0, 500) + " lang:" + w.tongues[r.IntN(3)].code + " " + month(r)
		}},
	}
	var all []kind
	for _, q := range queries {
		all = append(all, kind{"search: " + q.name, searchBar, func(r *rand.Rand) string {
			return "/search?" + url.Values{"q": {q.make(r)}}.Encode()
		}})
	}
	return append(all, kind{"search: a common word, newest first", searchBar, func(r *rand.Rand) string {
		return "/search?" + url.Values{"q": {ranked(r, 0, 100)}, "sort": {"newest"}}.Encode()
	}})
}

// phrase is three words of a text that is there.
func (w *world) phrase(r *rand.Rand) string {
	item := w.piece(r.IntN(w.made)).versions[0]
	words := strings.Fields(strings.ReplaceAll(item.Text, ".", " "))
	from := r.IntN(len(words) - 3)
	return fmt.Sprintf("%q", strings.Join(words[from:from+3], " "))
}

// flagged is an item that has a finding.
func (w *world) flagged(r *rand.Rand) piece {
	return w.piece(r.IntN(w.made/findingEvery)*findingEvery + findingEvery - 1)
}

// small is a campaign that is not huge.
func (w *world) small(r *rand.Rand) string {
	huge := []string{""}
	for number := range hugeCampaigns {
		huge = append(huge, campaignID(number))
	}
	for {
		if id := w.flagged(r).finding.CampaignID; !slices.Contains(huge, id) {
			return id
		}
	}
}
