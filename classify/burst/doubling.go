package burst

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// leastDoubled is the smallest count of which it is said that it doubled.
const leastDoubled = 4

// Doubling is the shortest time, in whole hours up to three days, within which
// the count of the week that ends with the series doubled; false where it did
// not. It is the doubling time of what grows exponentially, and three and a half
// days, which is not told, for what comes evenly. It needs no past: what is new
// doubles from 4.
func Doubling(s Series) (time.Duration, bool) {
	counts := s.Counts[max(0, len(s.Counts)-week):]
	total := 0
	for _, n := range counts {
		total += counted(n)
	}
	before := total
	for h := 1; h <= min(3*day, len(counts)); h++ {
		before -= counted(counts[len(counts)-h])
		if total >= 2*max(before, leastDoubled) {
			return time.Duration(h) * time.Hour, true
		}
	}
	return 0, false
}

// Facts that other packages judge by.
const (
	FactCount    = "count"
	FactDoubling = "doubling" // hours; absent where the count did not double
)

func (v Verdict) reason(s Series) qalxan.Reason {
	kind, id, _ := strings.Cut(s.Key, ":")
	name := s.Name
	if name == "" {
		name = id
	}
	text := fmt.Sprintf("%s was seen %d times within %s, where %s usual.", name, v.Count, hours(v.Window), times(v.Expected))
	facts := map[string]string{
		FactCount: strconv.Itoa(v.Count), "name": name, "window": v.Window.String(),
		"expected": strconv.FormatFloat(v.Expected, 'f', 2, 64), "chance": strconv.FormatFloat(v.Chance, 'g', 2, 64),
	}
	if h, ok := Doubling(s); ok {
		text += fmt.Sprintf(" Its count of the week doubled within %s.", hours(h))
		facts[FactDoubling] = strconv.Itoa(int(h.Hours()))
	}
	return qalxan.Reason{Code: "burst." + kind, Facts: facts, Text: text}
}

func hours(d time.Duration) string {
	if h := int(d.Hours()); h != 1 {
		return fmt.Sprintf("%d hours", h)
	}
	return "1 hour"
}

func times(n float64) string {
	if n < 0.1 {
		return "fewer than 0.1 are"
	}
	return fmt.Sprintf("%.1f are", n)
}
