// Package learn makes the weights of package model from labelled posts. The
// same posts give the same bytes.
package learn

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"unicode/utf8"

	"github.com/qalxan/qalxan/classify/technique/model"
)

// Post is one labelled post, as the UNLP 2025 shared task writes it.
type Post struct {
	ID           string   `json:"id"`
	Text         string   `json:"content"`
	Language     string   `json:"lang"`
	Manipulative bool     `json:"manipulative"`
	Techniques   []string `json:"techniques"`
	Spans        [][]int  `json:"trigger_words"` // code points, half-open; none is [[]]
}

// maxLine bounds one post, in bytes.
const maxLine = 1 << 20

// Read reads a file of posts, one JSON value a line.
func Read(path string) ([]Post, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading posts: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	var posts []Post
	for n := 1; lines.Scan(); n++ {
		var p Post
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("reading posts: %s:%d: %w", path, n, err)
		}
		posts = append(posts, p)
	}
	return posts, lines.Err()
}

// Truth is the right answer of each judge.
func (p Post) Truth() (truth [model.Judges]bool) {
	for j, name := range model.Techniques {
		truth[j] = slices.Contains(p.Techniques, name)
	}
	truth[model.Manipulative] = p.Manipulative
	return truth
}

// Marked tells for each byte of the text whether a span covers it.
func (p Post) Marked() []bool {
	starts := make([]int, 0, len(p.Text)+1)
	for i := range p.Text {
		starts = append(starts, i)
	}
	starts = append(starts, len(p.Text))
	marked := make([]bool, len(p.Text))
	for _, s := range p.Spans {
		if len(s) != 2 {
			continue
		}
		from, to := max(0, min(s[0], len(starts)-1)), max(0, min(s[1], len(starts)-1))
		for i := starts[from]; i < starts[max(from, to)]; i++ {
			marked[i] = true
		}
	}
	return marked
}

// lesson is a post, read, with the answers for it and for its parts.
type lesson struct {
	page      *model.Page
	truth     [model.Judges]bool
	sentences [][model.Judges]bool
	words     []bool // of the page's tokens
}

// minOverlap is how many bytes of a sentence must be in spans before the
// sentence is taken to use the techniques of its post.
const minOverlap = 6

func newLesson(p Post) lesson {
	l := lesson{page: model.NewPage(p.Text), truth: p.Truth()}
	marked := p.Marked()
	l.words = make([]bool, len(l.page.Tokens))
	for i, t := range l.page.Tokens {
		l.words[i] = marked[t.From]
	}
	for _, r := range l.page.Sentences {
		from, to := l.page.Tokens[r.From].From, l.page.Tokens[r.To-1].To
		var answers [model.Judges]bool
		if count(marked[from:to]) >= minOverlap {
			answers = l.truth
		}
		l.sentences = append(l.sentences, answers)
	}
	return l
}

func count(marked []bool) (n int) {
	for _, m := range marked {
		if m {
			n++
		}
	}
	return n
}

// points counts the code points of a range of a text.
func points(text string, from, to int) int { return utf8.RuneCountInString(text[from:to]) }
