package drawing

// Count is a named number.
type Count struct {
	Name string
	N    int
	Said string // the number in words of the reader; beside the bar
}

const (
	barsWidth = 980
	barsLeft  = 260
	barsRight = 900
	barRow    = 26
	barName   = 32 // letters
	barsMost  = 20
)

// Bars draws a bar for each count, in the order given and no more than the
// first 20. Without counts the drawing is empty.
func Bars(label string, counts []Count) Drawing {
	counts = counts[:min(len(counts), barsMost)]
	d := Drawing{Width: barsWidth, Height: barRow*len(counts) + 8, Label: label}
	most := 1
	for _, c := range counts {
		most = max(most, c.N)
	}
	for i, c := range counts {
		y := 4 + barRow*i
		length := (barsRight - barsLeft) * max(c.N, 0) / most
		d.Texts = append(d.Texts,
			Text{X: barsLeft - 10, Y: y + barRow/2, At: End, Text: Clip(c.Name, barName), Width: barsLeft - 10},
			Text{X: barsLeft + length + 8, Y: y + barRow/2, At: Start, Text: c.Said, Width: barsWidth - barsRight})
		d.Bars = append(d.Bars, Bar{X: barsLeft, Y: y + 5, Width: length, Height: barRow - 10})
	}
	d.Lines = []Line{{barsLeft, 2, barsLeft, d.Height - 2}}
	return d
}
