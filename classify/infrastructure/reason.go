package infrastructure

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
)

// told is how many marks a sentence names.
const told = 3

// reason says what is shared, how many hold it, and of what tier it is.
func (t Tie) reason() qalxan.Reason {
	var names, values []string
	for i, s := range t.Shared {
		if i < told {
			names = append(names, fmt.Sprintf("the %s %s (held by %s)", labels[s.Mark.Kind], clip(s.Mark.Value), sites(s.Sites)))
		}
		values = append(values, string(s.Mark.Kind)+"="+clip(s.Mark.Value))
	}
	text := fmt.Sprintf("%s and %s share %s", t.Site, t.Other, strings.Join(names, ", "))
	if more := len(t.Shared) - told; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	best := t.Shared[0]
	return qalxan.Reason{Code: "infrastructure.tie", Text: text + ": " + best.Tier.because() + ".", Facts: map[string]string{
		"site": t.Site, "other": t.Other, "tier": strconv.Itoa(int(best.Tier)), "sites": strconv.Itoa(best.Sites), "marks": strings.Join(values, " "),
	}}
}

// because says what the strongest tier proves.
func (t Tier) because() string {
	if t == TierOwner {
		return "such a mark is given to one owner, so one hand may run both"
	}
	return "each may be chance, together they are rarely"
}

func sites(n int) string { return strconv.Itoa(n) + " sites known" }

// clip keeps sentences short.
func clip(value string) string {
	const most = 60
	if r := []rune(value); len(r) > most {
		return string(r[:most]) + "…"
	}
	return value
}
