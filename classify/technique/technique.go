// Package technique finds manipulation techniques: how a text works on its
// readers, not what it says or of whom. In Ukrainian and Russian a model judges
// that was learned from labelled posts; elsewhere, and without the model's
// weights, turns of phrase are told from lists, with no claim of how often such
// turns mislead.
package technique

import "github.com/qalxan/qalxan/classify/technique/model"

// Manipulative is the key of the signal that a text manipulates at all.
const Manipulative = "manipulative"

// Technique is one way to manipulate.
type Technique struct {
	ID     string   // as in the UNLP 2025 shared task
	Name   string   // in English, within a sentence
	DISARM []string // the nearest techniques of DISARM 1.6: none is the same
}

// Techniques lists all techniques in the order of their ids.
func Techniques() []Technique {
	return []Technique{
		{"appeal_to_fear", "an appeal to fear", []string{"T0078"}},
		{"bandwagon", "the claim that everybody does or thinks so", []string{"T0138.001"}},
		{"cherry_picking", "chosen facts that stand for the whole", []string{"T0023.001"}},
		{"cliche", "a phrase that ends thought", []string{"T0075"}},
		{"euphoria", "euphoria", []string{"T0136.003"}},
		{"fud", "fear, uncertainty and doubt", []string{"T0135", "T0139.001"}},
		{"glittering_generalities", "grand words without content", []string{"T0136"}},
		{"loaded_language", "loaded language", []string{"T0138.002"}},
		{"straw_man", "a distorted version of what the other side says", []string{"T0076"}},
		{"whataboutism", "a counter-charge in place of an answer", []string{"T0077"}},
	}
}

// byJudge is the technique of a judge of the model; the last judge has none.
func byJudge(j int) Technique {
	if j == model.Manipulative {
		return Technique{ID: Manipulative, Name: "manipulation"}
	}
	return Techniques()[j]
}
