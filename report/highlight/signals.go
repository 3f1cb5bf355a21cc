package highlight

import "github.com/qalxan/qalxan"

// Signals returns the spans that signals have in one field of an item. The
// mark of a span is the place of its signal in the list, counted from 1;
// signals about other items keep their number and give no spans.
func Signals(signals []qalxan.Signal, itemID string, field qalxan.Field) []Span {
	var out []Span
	for i, signal := range signals {
		if signal.ItemID != itemID {
			continue
		}
		for _, s := range signal.Spans {
			if s.Field == field {
				out = append(out, Span{From: s.From, To: s.To, Mark: i + 1})
			}
		}
	}
	return out
}
