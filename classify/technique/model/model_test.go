package model

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/classify/technique/weights"
)

func TestPassages(t *testing.T) {
	short := NewPage(strings.Repeat("Раз два три. ", 100))
	if got := short.passages(); len(got) != 1 || short.tokens(got[0]) != (Range{0, len(short.Tokens)}) {
		t.Errorf("a post is cut: %v", got)
	}
	long := NewPage(strings.Repeat("Раз два три. ", 1000))
	at := 0
	for _, r := range long.passages() {
		words := long.tokens(r)
		if r.From != at || words.To-words.From > maxPassage {
			t.Errorf("passage %v of %d words after sentence %d", r, words.To-words.From, at)
		}
		at = r.To
	}
	if at != len(long.Sentences) {
		t.Errorf("%d of %d sentences are in passages", at, len(long.Sentences))
	}
}

func TestPageIsBounded(t *testing.T) {
	if p := NewPage(strings.Repeat("слово ", 1<<20)); p.Tokens[len(p.Tokens)-1].To > maxText {
		t.Errorf("read up to byte %d", p.Tokens[len(p.Tokens)-1].To)
	}
}

// A long article is as bad as its worst passage, wherever that stands.
func TestJudgeLong(t *testing.T) {
	m, err := Read(weights.UNLP2025())
	if err != nil {
		t.Fatal(err)
	}
	calm := strings.Repeat("Мост через реку открыли в понедельник после двух лет работ. ", 120)
	angry := strings.Repeat("Предатели врут нам в лицо, это позор и преступление! ", 60)
	alone := m.Judge(NewPage(calm)).Likelihood[Manipulative]
	both := m.Judge(NewPage(calm + angry)).Likelihood[Manipulative]
	if both <= alone || both < 0.7 {
		t.Errorf("calm %.2f, with an angry end %.2f", alone, both)
	}
}

func TestReadRefuses(t *testing.T) {
	file := weights.UNLP2025()
	for _, bad := range [][]byte{nil, []byte("x"), file[:len(file)/2], file[:40]} {
		if _, err := Read(bad); !errors.Is(err, ErrFile) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}
