package main

import (
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/classify/technique"
	"github.com/qalxan/qalxan/classify/technique/weights"
)

type labTechniquesCmd struct {
	Language string `help:"ISO 639-1 code of all texts; guessed for each where absent."`
	Lists    bool   `help:"Without the learned weights: from the lists of turns of phrase alone."`
}

// Help is shown by --help.
func (labTechniquesCmd) Help() string {
	return "Reads JSON Lines {id,text}; writes {id,manipulative,manipulative_score,judged,techniques:[{id,score,spans}]}.\n" +
		"Spans are Unicode code points. Ukrainian and Russian are judged; elsewhere turns of phrase are told, and judged is false.\n" +
		"Example:\n  qalxan lab techniques < posts.jsonl"
}

// techniqueLine is what is written of one text.
type techniqueLine struct {
	ID           string          `json:"id"`
	Manipulative bool            `json:"manipulative"`
	Score        float64         `json:"manipulative_score"`
	Judged       bool            `json:"judged"`
	Techniques   []techniqueSeen `json:"techniques"`
}

type techniqueSeen struct {
	ID    string   `json:"id"`
	Score float64  `json:"score"`
	Spans [][2]int `json:"spans"`
}

// Run writes the techniques of every text.
func (c labTechniquesCmd) Run(a *app) error {
	languages, err := language.New(language.Default())
	if err != nil {
		return err
	}
	detector, err := technique.New(c.options())
	if err != nil {
		return err
	}
	encode, flush := a.lineWriter()
	err = eachLine(a.in, func(line []byte) error {
		d, err := parseDocument(line)
		if err != nil {
			return err
		}
		code := c.Language
		if code == "" {
			code = technique.Nearest(d.Text, languages.Detect(d.Text))
		}
		return encode(newTechniqueLine(d, detector.Analyse(d.Text, code)))
	})
	if err != nil {
		return err
	}
	return flush()
}

func (c labTechniquesCmd) options() technique.Options {
	if c.Lists {
		return technique.Options{}
	}
	return technique.Options{Weights: weights.UNLP2025()}
}

func newTechniqueLine(d document, a technique.Analysis) techniqueLine {
	line := techniqueLine{d.ID, a.Manipulative, a.Score, a.Judged, []techniqueSeen{}}
	for _, f := range a.Found {
		seen := techniqueSeen{ID: f.Technique.ID, Score: f.Score, Spans: [][2]int{}}
		for _, s := range span.Of(qalxan.FieldText, d.Text, f.Places) {
			seen.Spans = append(seen.Spans, [2]int{s.From, s.To})
		}
		line.Techniques = append(line.Techniques, seen)
	}
	return line
}
