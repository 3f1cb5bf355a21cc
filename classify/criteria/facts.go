package criteria

import (
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
)

// Facts are what rules may ask of beside the indicators.
type Facts struct {
	// Evidence says that the answer from the web was captured.
	Evidence bool
	// Breakout is the category of the finding's campaign, 1 to 6, and Members
	// and Sources how large it is; 0 where it is in none.
	Breakout, Members, Sources int
	// Doubled is how long the campaign took to double last; 0 where it has not.
	Doubled time.Duration
}

// values are the facts by their names in rules.
func (f Facts) values() map[string]any {
	return map[string]any{
		"evidence": f.Evidence, "breakout": f.Breakout, "members": f.Members, "sources": f.Sources,
		"doubled": f.Doubled.Hours(),
	}
}

// strings are the facts as they are kept and shown; doubled in hours.
func (f Facts) strings() map[string]string {
	return map[string]string{
		"evidence": strconv.FormatBool(f.Evidence), "breakout": strconv.Itoa(f.Breakout),
		"members": strconv.Itoa(f.Members), "sources": strconv.Itoa(f.Sources),
		"doubled": strconv.FormatFloat(f.Doubled.Hours(), 'f', 1, 64),
	}
}

// sign is a signal as indicators see it.
type sign struct {
	Key    string            `expr:"key"`
	Stance string            `expr:"stance"`
	Score  float64           `expr:"score"`
	Facts  map[string]string `expr:"facts"`
}

// signs is what an indicator's expression may ask of.
type signs struct {
	Signals []sign `expr:"signals"`
}

func signsOf(signals []qalxan.Signal) signs {
	var all signs
	for _, s := range signals {
		all.Signals = append(all.Signals, sign{s.Key, string(s.Stance), s.Score, s.Reason.Facts})
	}
	return all
}
