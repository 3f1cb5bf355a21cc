package technique

import (
	"slices"

	"github.com/qalxan/qalxan/classify/technique/model"
	"github.com/qalxan/qalxan/index/analysis"
)

// judged makes an analysis of a model's verdict.
func judged(p *model.Page, v model.Verdict) Analysis {
	a := Analysis{Judged: true, Manipulative: v.Yes[model.Manipulative], Score: v.Likelihood[model.Manipulative]}
	var judges []int
	for j := range model.Manipulative {
		if v.Yes[j] {
			judges = append(judges, j)
		}
	}
	places := share(p, v, judges)
	for n, j := range judges {
		a.Found = append(a.Found, Found{Technique: byJudge(j), Score: v.Likelihood[j], Places: places[n]})
	}
	return a
}

// margin is how far behind its best sentence another may be and still show a
// technique.
const margin = 0.3

// share gives each run of words to the techniques whose judges score its
// sentence nearly as high as their best, to the nearest where there is none. A
// technique without a run gets its best sentence.
func share(p *model.Page, v model.Verdict, judges []int) [][]analysis.Span {
	places := make([][]analysis.Span, len(judges))
	best := make([]int, len(judges))
	for n, j := range judges {
		best[n] = bestSentence(v, j)
	}
	for _, run := range v.Runs {
		nearest, least := -1, 0.0
		taken := false
		for n, j := range judges {
			behind := v.Sentences[best[n]][j] - v.Sentences[run.Sentence][j]
			if behind <= margin {
				places[n] = append(places[n], bytes(p, run.Range))
				taken = true
			}
			if nearest < 0 || behind < least {
				nearest, least = n, behind
			}
		}
		if !taken && nearest >= 0 {
			places[nearest] = append(places[nearest], bytes(p, run.Range))
		}
	}
	for n := range judges {
		if len(places[n]) == 0 {
			places[n] = []analysis.Span{bytes(p, p.Sentences[best[n]])}
		}
	}
	return places
}

// bestSentence is the sentence that a judge scores highest among those with
// runs, or among all where there are no runs.
func bestSentence(v model.Verdict, j int) int {
	candidates := make([]int, 0, len(v.Sentences))
	for _, r := range v.Runs {
		candidates = append(candidates, r.Sentence)
	}
	if len(candidates) == 0 {
		for s := range v.Sentences {
			candidates = append(candidates, s)
		}
	}
	return slices.MaxFunc(candidates, func(a, b int) int {
		switch {
		case v.Sentences[a][j] < v.Sentences[b][j]:
			return -1
		case v.Sentences[a][j] > v.Sentences[b][j]:
			return 1
		}
		return 0
	})
}

func bytes(p *model.Page, r model.Range) analysis.Span {
	return analysis.Span{From: p.Tokens[r.From].From, To: p.Tokens[r.To-1].To}
}
