package learn

import (
	"math/rand/v2"
	"sync"

	"github.com/qalxan/qalxan/classify/technique/linear"
	"github.com/qalxan/qalxan/classify/technique/model"
)

// The costs of an error, found by cross-validation on the training posts.
const (
	postCost     = 0.1
	sentenceCost = 0.1
	wordCost     = 0.03
)

// Folds is how many parts the posts are cut into for cross-validation.
const Folds = 5

// Train learns a model. Everything that is not a weight (scales, logistic
// curves, thresholds) comes from what the folds say of posts that they did not
// see.
func Train(posts []Post) *model.Model {
	lessons := read(posts)
	m := fit(lessons)
	unseen := crossValidate(posts, lessons)
	m.Heads, m.LeastWord = unseen.Heads(nil), unseen.leastWord()
	return m
}

func read(posts []Post) []lesson {
	lessons := make([]lesson, len(posts))
	for i, p := range posts {
		lessons[i] = newLesson(p)
	}
	return lessons
}

// fit finds all weights.
func fit(lessons []lesson) *model.Model {
	return &model.Model{Post: fitPosts(lessons), Sentence: fitSentences(lessons), Word: fitWords(lessons)}
}

func fitPosts(lessons []lesson) *linear.Bank {
	texts := make([][]string, len(lessons))
	answers := make([][model.Judges]bool, len(lessons))
	for i, l := range lessons {
		texts[i], answers[i] = l.page.Words, l.truth
	}
	return fitTexts(texts, answers, postCost)
}

func fitSentences(lessons []lesson) *linear.Bank {
	var texts [][]string
	var answers [][model.Judges]bool
	for _, l := range lessons {
		for s, r := range l.page.Sentences {
			texts = append(texts, l.page.Words[r.From:r.To])
			answers = append(answers, l.sentences[s])
		}
	}
	return fitTexts(texts, answers, sentenceCost)
}

func fitTexts(texts [][]string, answers [][model.Judges]bool, cost float64) *linear.Bank {
	rarity := linear.NewRarity(texts)
	var c linear.Counter
	vectors := make([][]linear.Feature, len(texts))
	for i, words := range texts {
		vectors[i] = c.Features(words, rarity)
	}
	weights, bias := make([][]float32, model.Judges), make([]float64, model.Judges)
	var all sync.WaitGroup
	for j := range model.Judges {
		all.Go(func() {
			examples := make([]linear.Example, len(vectors))
			for i, v := range vectors {
				examples[i] = linear.Example{Features: v, Yes: answers[i][j]}
			}
			weights[j], bias[j] = linear.Fit(examples, cost)
		})
	}
	all.Wait()
	return linear.NewBank(rarity, weights, bias)
}

func fitWords(lessons []lesson) *linear.Bank {
	var c linear.Counter
	var examples []linear.Example
	for _, l := range lessons {
		for _, r := range l.page.Sentences {
			words := l.page.Words[r.From:r.To]
			for i := range words {
				examples = append(examples, linear.Example{Features: c.Window(words, i), Yes: l.words[r.From+i]})
			}
		}
	}
	weights, bias := linear.Fit(examples, wordCost)
	return linear.NewBank(nil, [][]float32{weights}, []float64{bias})
}

// fold tells the part of each post; the order of the posts does not matter to
// it, their number does.
func fold(posts int) []int {
	folds := make([]int, posts)
	for at, i := range rand.New(rand.NewPCG(2, uint64(posts))).Perm(posts) {
		folds[i] = at % Folds
	}
	return folds
}
