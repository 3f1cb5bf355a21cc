package linear

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Bank holds the weights of several judges over the same features, a byte
// each.
type Bank struct {
	// Rarity weighs features; nil where the features are weighed already.
	Rarity  *Rarity
	judges  int
	weights []int8 // of feature f and judge j at f*judges+j
	scale   []float32
	bias    []float32
}

// least is the smallest weight that is kept, in 127ths of the largest.
const least = 2

// NewBank makes a bank of the weights of judges, one slice of Space each.
func NewBank(rarity *Rarity, weights [][]float32, bias []float64) *Bank {
	b := &Bank{
		Rarity: rarity, judges: len(weights), weights: make([]int8, Space*len(weights)),
		scale: make([]float32, len(weights)), bias: make([]float32, len(weights)),
	}
	for j, w := range weights {
		largest := float32(1e-9)
		for _, v := range w {
			largest = max(largest, v, -v)
		}
		b.scale[j], b.bias[j] = largest/127, float32(bias[j])
		for f, v := range w {
			if q := math.Round(float64(v / b.scale[j])); q >= least || q <= -least {
				b.weights[f*b.judges+j] = int8(q)
			}
		}
	}
	return b
}

// Judges is how many judges the bank holds.
func (b *Bank) Judges() int { return b.judges }

// Scores adds up what each judge says of a vector, into scores.
func (b *Bank) Scores(features []Feature, scores []float64) {
	clear(scores)
	for _, f := range features {
		row := b.weights[int(f.Index)*b.judges : (int(f.Index)+1)*b.judges]
		for j, w := range row {
			scores[j] += float64(float64(w) * float64(f.Value))
		}
	}
	for j := range scores {
		scores[j] = float64(scores[j]*float64(b.scale[j])) + float64(b.bias[j])
	}
}

// maxJudges bounds a bank that is read.
const maxJudges = 64

// Write writes the bank, judge by judge.
func (b *Bank) Write(w io.Writer) error {
	rarity := Rarity{}
	if b.Rarity != nil {
		rarity = *b.Rarity
	}
	for _, part := range []any{uint8(b.judges), b.Rarity != nil, rarity, b.scale, b.bias} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("writing weights: %w", err)
		}
	}
	column := make([]int8, Space)
	for j := range b.judges {
		for f := range column {
			column[f] = b.weights[f*b.judges+j]
		}
		if err := binary.Write(w, binary.LittleEndian, column); err != nil {
			return fmt.Errorf("writing weights: %w", err)
		}
	}
	return nil
}

// ReadBank reads what Write wrote.
func ReadBank(r io.Reader) (*Bank, error) {
	var judges uint8
	var weighs bool
	var rarity Rarity
	if err := read(r, &judges, &weighs, &rarity); err != nil {
		return nil, err
	}
	if judges == 0 || judges > maxJudges {
		return nil, fmt.Errorf("reading weights: %d judges", judges)
	}
	n := int(judges)
	b := &Bank{judges: n, weights: make([]int8, Space*n), scale: make([]float32, n), bias: make([]float32, n)}
	if weighs {
		b.Rarity = &rarity
	}
	if err := read(r, b.scale, b.bias); err != nil {
		return nil, err
	}
	column := make([]int8, Space)
	for j := range n {
		if err := read(r, column); err != nil {
			return nil, err
		}
		for f, w := range column {
			b.weights[f*n+j] = w
		}
	}
	return b, nil
}

func read(r io.Reader, parts ...any) error {
	for _, part := range parts {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("reading weights: %w", err)
		}
	}
	return nil
}
