package learn

import (
	"math"
	"slices"

	"github.com/qalxan/qalxan/classify/technique/model"
)

// Unseen holds what models say of posts that they were not made from.
type Unseen struct {
	Fold        []int
	Truth       [][model.Judges]bool
	post, parts []model.Scores
	words       []word
}

// word is a word of a post with its score.
type word struct {
	score  float64
	points int // code points up to the next word
	marked bool
}

// CrossValidate judges every post by a model of the other folds.
func CrossValidate(posts []Post) *Unseen { return crossValidate(posts, read(posts)) }

func crossValidate(posts []Post, lessons []lesson) *Unseen {
	u := &Unseen{
		Fold: fold(len(posts)), Truth: make([][model.Judges]bool, len(posts)),
		post: make([]model.Scores, len(posts)), parts: make([]model.Scores, len(posts)),
	}
	for k := range Folds {
		var others []lesson
		for i, l := range lessons {
			if u.Fold[i] != k {
				others = append(others, l)
			}
		}
		m := fit(others)
		for i, l := range lessons {
			if u.Fold[i] == k {
				u.judge(i, m, l, posts[i].Text)
			}
		}
	}
	return u
}

func (u *Unseen) judge(i int, m *model.Model, l lesson, text string) {
	sentences := m.Sentences(l.page)
	u.Truth[i], u.post[i], u.parts[i] = l.truth, m.Posts(l.page), model.Pool(sentences)
	for t, score := range m.Words(l.page, sentences) {
		token := l.page.Tokens[t]
		u.words = append(u.words, word{score, points(text, token.From, token.To), l.words[t]})
	}
}

// Heads calibrates the judges on the posts for which use is true; nil is all.
func (u *Unseen) Heads(use func(i int) bool) (heads [model.Judges]model.Head) {
	for j := range heads {
		h := model.Head{}
		h.PostMean, h.PostSpread = spread(pick(u.post, j, use))
		h.SentenceMean, h.SentenceSpread = spread(pick(u.parts, j, use))
		raw, truth := u.raw(j, h, use)
		h.Slope, h.Offset = logistic(raw, truth)
		h.Least = 1 / (1 + math.Exp(-(h.Slope*best(raw, truth) + h.Offset)))
		heads[j] = h
	}
	return heads
}

func (u *Unseen) raw(j int, h model.Head, use func(i int) bool) (raw []float64, truth []bool) {
	for i := range u.Truth {
		if use == nil || use(i) {
			raw = append(raw, h.Combine(u.post[i][j], u.parts[i][j]))
			truth = append(truth, u.Truth[i][j])
		}
	}
	return raw, truth
}

// Likelihood is what a head says of a post.
func (u *Unseen) Likelihood(i, j int, h model.Head) float64 {
	return 1 / (1 + math.Exp(-(h.Slope*h.Combine(u.post[i][j], u.parts[i][j]) + h.Offset)))
}

func pick(scores []model.Scores, j int, use func(i int) bool) (picked []float64) {
	for i, s := range scores {
		if use == nil || use(i) {
			picked = append(picked, s[j])
		}
	}
	return picked
}

// spread is the mean and the standard deviation.
func spread(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += float64((v-mean)*(v-mean)) / float64(len(values))
	}
	return mean, math.Sqrt(max(deviation, 1e-12))
}

// newtonSteps are plenty for two numbers.
const newtonSteps = 50

// logistic fits a logistic curve, with answers drawn in by one example as Platt
// (1999) has it.
func logistic(raw []float64, truth []bool) (slope, offset float64) {
	yes := float64(count(truth))
	high, low := (yes+1)/(yes+2), 1/(float64(len(truth))-yes+2)
	slope, offset = 1, math.Log((yes+1)/(float64(len(truth))-yes+1))
	for range newtonSteps {
		var g, h [3]float64
		for i, x := range raw {
			target := low
			if truth[i] {
				target = high
			}
			p := 1 / (1 + math.Exp(-(slope*x + offset)))
			w := max(p*(1-p), 1e-9)
			g[0], g[1] = g[0]+(p-target)*x, g[1]+(p-target)
			h[0], h[1], h[2] = h[0]+w*x*x, h[1]+w*x, h[2]+w
		}
		h[0], h[2] = h[0]+1e-6, h[2]+1e-6
		det := h[0]*h[2] - h[1]*h[1]
		slope -= (g[0]*h[2] - g[1]*h[1]) / det
		offset -= (g[1]*h[0] - g[0]*h[1]) / det
	}
	return slope, offset
}

// smooth is over how many thresholds F1 is averaged: the best single one is
// luck.
const smooth = 15

// best is the threshold with the best F1.
func best(raw []float64, truth []bool) float64 {
	order := make([]int, len(raw))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case raw[a] > raw[b]:
			return -1
		case raw[a] < raw[b]:
			return 1
		}
		return 0
	})
	f1, found, yes := make([]float64, len(raw)), 0, count(truth)
	for n, i := range order {
		if truth[i] {
			found++
		}
		f1[n] = 2 * float64(found) / float64(n+1+yes)
	}
	at, top := 0, -1.0
	for n := range f1 {
		near, _ := spread(f1[max(0, n-smooth/2):min(len(f1), n+smooth/2+1)])
		if near > top {
			at, top = n, near
		}
	}
	return raw[order[at]]
}

// leastWord is the threshold of words with the best F1 over letters.
func (u *Unseen) leastWord() float64 {
	words := slices.Clone(u.words)
	slices.SortStableFunc(words, func(a, b word) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	truth, found, said := 0, 0, 0
	for _, w := range words {
		if w.marked {
			truth += w.points
		}
	}
	least, top := 0.0, -1.0
	for _, w := range words {
		said += w.points
		if w.marked {
			found += w.points
		}
		if f1 := 2 * float64(found) / float64(said+truth); f1 > top {
			least, top = w.score, f1
		}
	}
	return least
}
