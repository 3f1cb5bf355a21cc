package linear

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func texts() [][]string {
	return [][]string{
		strings.Fields("the bridge is open today"), strings.Fields("the bridge is closed today"),
		strings.Fields("they lie to us all"), strings.Fields("they lie and steal from us"),
	}
}

func TestFitParts(t *testing.T) {
	rarity, c := NewRarity(texts()), new(Counter)
	var examples []Example
	for i, words := range texts() {
		examples = append(examples, Example{c.Features(words, rarity), i >= 2})
	}
	weights, bias := Fit(examples, 1)
	bank := NewBank(rarity, [][]float32{weights}, []float64{bias})
	for i, e := range examples {
		var got [1]float64
		bank.Scores(e.Features, got[:])
		if got[0] > 0 != e.Yes {
			t.Errorf("text %d: score %g", i, got[0])
		}
		if exact := Dot(weights, e.Features) + bias; math.Abs(exact-got[0]) > 0.05 {
			t.Errorf("text %d: a byte a weight makes %g of %g", i, got[0], exact)
		}
	}
}

func TestFeatures(t *testing.T) {
	rarity, c := NewRarity(texts()), new(Counter)
	sum := 0.0
	for _, f := range c.Features(texts()[0], rarity) {
		sum += float64(f.Value) * float64(f.Value)
	}
	if math.Abs(sum-2) > 1e-5 {
		t.Errorf("words and letters have squared lengths of %g together, want 2", sum)
	}
	if got := c.Features([]string{"unseen"}, new(Rarity)); len(got) != 0 {
		t.Errorf("%d features of what was never seen", len(got))
	}
	if diff := cmp.Diff(c.Features(texts()[2], rarity), new(Counter).Features(texts()[2], rarity)); diff != "" {
		t.Errorf("a counter used before counts otherwise:\n%s", diff)
	}
}

func TestBankFile(t *testing.T) {
	weights := make([]float32, Space)
	weights[7], weights[9] = 1.5, -0.75
	var file bytes.Buffer
	if err := NewBank(nil, [][]float32{weights}, []float64{0.25}).Write(&file); err != nil {
		t.Fatal(err)
	}
	cut := file.Bytes()[:file.Len()/2]
	bank, err := ReadBank(&file)
	if err != nil {
		t.Fatal(err)
	}
	var got [1]float64
	bank.Scores([]Feature{{7, 1}, {9, 2}}, got[:])
	if math.Abs(got[0]-0.25) > 0.02 || bank.Judges() != 1 || bank.Rarity != nil {
		t.Errorf("score %g of %+v", got[0], bank.Judges())
	}
	if _, err := ReadBank(bytes.NewReader(cut)); err == nil {
		t.Error("half a file was read")
	}
}
