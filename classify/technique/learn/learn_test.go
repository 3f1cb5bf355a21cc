package learn

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/qalxan/qalxan/classify/technique/model"
	"github.com/qalxan/qalxan/classify/technique/weights"
	"github.com/qalxan/qalxan/internal/shareddata"
)

func posts(t *testing.T) []Post {
	t.Helper()
	posts, err := Read(filepath.Join(shareddata.Folder(t, "unlp2025-techniques"), "train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return posts
}

func long(t *testing.T) {
	t.Helper()
	if os.Getenv("QALXAN_LONG") == "" {
		t.Skip("QALXAN_LONG is not set: this takes minutes")
	}
}

func file(t *testing.T, posts []Post) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Train(posts).Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainTwice(t *testing.T) {
	some := posts(t)[:30]
	first := file(t, some)
	if !bytes.Equal(first, file(t, some)) {
		t.Error("the same posts gave other bytes")
	}
	m, err := model.Read(first)
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := m.Write(&again); err != nil || !bytes.Equal(first, again.Bytes()) {
		t.Errorf("reading and writing changed the file: %v", err)
	}
}

func TestTrainGivesCommittedWeights(t *testing.T) {
	long(t)
	if !bytes.Equal(file(t, posts(t)), weights.UNLP2025()) {
		t.Error("the weights are not those of these posts: make train")
	}
}

// TestCrossValidation judges each post by a model and thresholds of the other
// folds.
func TestCrossValidation(t *testing.T) {
	long(t)
	u := CrossValidate(posts(t))
	var right, said, truth [model.Judges]int
	for k := range Folds {
		heads := u.Heads(func(i int) bool { return u.Fold[i] != k })
		for i, answers := range u.Truth {
			if u.Fold[i] != k {
				continue
			}
			for j, h := range heads {
				yes := u.Likelihood(i, j, h) >= h.Least
				right[j] += number(yes && answers[j])
				said[j] += number(yes)
				truth[j] += number(answers[j])
			}
		}
	}
	macro := 0.0
	for j := range right {
		f1 := 2 * float64(right[j]) / float64(said[j]+truth[j])
		name := "manipulative"
		if j < model.Manipulative {
			macro += f1 / model.Manipulative
			name = model.Techniques[j]
		}
		t.Logf("%-24s F1 %.3f, %d said, %d true", name, f1, said[j], truth[j])
	}
	t.Logf("macro-F1 %.4f over %d posts in %d folds, words: F1 %.4f over letters", macro, len(u.Truth), Folds, u.lettersF1())
	if macro < 0.36 {
		t.Errorf("macro-F1 %.4f, want 0.36", macro)
	}
}

func (u *Unseen) lettersF1() float64 {
	least, right, said, truth := u.leastWord(), 0, 0, 0
	for _, w := range u.words {
		right += w.points * number(w.marked && w.score >= least)
		said += w.points * number(w.score >= least)
		truth += w.points * number(w.marked)
	}
	return 2 * float64(right) / float64(said+truth)
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
