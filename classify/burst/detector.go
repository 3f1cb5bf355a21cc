// Package burst finds what grows faster than its own past says: a narrative, a
// source, or anything else that is counted by the hour.
//
// What is usual is the level of the past weeks, with the habits of its hours
// and days. A count is a burst where chance does not explain it: the tail of a
// negative binomial distribution, which is as wide as the past was uneven and
// as the past is short.
package burst

import (
	"cmp"
	"fmt"
	"time"

	"gonum.org/v1/gonum/mathext"

	"github.com/qalxan/qalxan"
)

// Series is what is known of one thing by the hour.
type Series struct {
	// Key names the thing, its kind first: "narrative:n-1", "source:a-daily".
	Key string
	// Name is what it is called in a sentence.
	Name string
	// Until is when the last hour ends: usually now.
	Until time.Time
	// Counts are the hours back from Until, the oldest first; more than a
	// million in an hour count as a million. They begin when the thing was
	// first watched, not when it was first seen.
	Counts []int
}

// Options of a Detector. Zero values mean the defaults.
type Options struct {
	// FalseAlarms is the most false alarms in 1,000 days of one series that is
	// looked at every hour. Default 1.
	FalseAlarms float64
	// Least is the smallest count that is a burst. Default 5.
	Least int
	// Growth is the least multiple of the usual count. Default 2.
	Growth float64
}

// Detector holds the options; it remembers nothing and is safe for concurrent
// use.
type Detector struct{ options Options }

// New makes a detector.
func New(o Options) (*Detector, error) {
	o.FalseAlarms = cmp.Or(o.FalseAlarms, 1)
	o.Least = cmp.Or(o.Least, 5)
	o.Growth = cmp.Or(o.Growth, 2)
	switch {
	case !(o.FalseAlarms > 0 && o.FalseAlarms <= 1000):
		return nil, fmt.Errorf("%v false alarms in 1,000 days are not above 0 and at most 1000", o.FalseAlarms)
	case o.Least < 1:
		return nil, fmt.Errorf("a burst of at least %d is none", o.Least)
	case !(o.Growth >= 1):
		return nil, fmt.Errorf("growth of %v is no growth", o.Growth)
	}
	return &Detector{o}, nil
}

// State says what a series does.
type State string

// The states of a series.
const (
	StateNoData State = "no data" // the past is too short to say
	StateUsual  State = "usual"
	StateBurst  State = "burst"
)

// Verdict is what is seen in a series. Of its windows it tells of the one that
// is least likely by chance.
type Verdict struct {
	State    State
	Window   time.Duration // 1, 6 or 24 hours back from Until
	Count    int
	Expected float64 // what is usual in that window
	Chance   float64 // of at least Count; 1 where Count is not above Expected
}

// windows are the hours looked at.
var windows = [...]int{1, 6, day}

// The times needed, in hours.
const (
	day       = 24
	week      = 7 * day
	leastPast = week     // before the last day
	mostPast  = 8 * week // of the last day's past
)

// Look judges a series at its end. The last day is compared with the eight weeks
// before; there is no data where less than a week is known.
func (d *Detector) Look(s Series) Verdict {
	if len(s.Counts) < leastPast+day {
		return Verdict{State: StateNoData}
	}
	cut := len(s.Counts) - day
	u := newUsual(s.Counts[max(0, cut-mostPast):cut], hourOf(s.Until)-day)
	best := Verdict{State: StateUsual, Chance: 1}
	for _, w := range windows {
		v := u.judge(s.Counts[len(s.Counts)-w:], hourOf(s.Until))
		if d.burst(v) {
			v.State = StateBurst
		}
		if v.State == StateBurst && best.State != StateBurst || v.State == best.State && v.Chance < best.Chance {
			best = v
		}
	}
	return best
}

// burst applies the bound to one of the looks of a day: Bonferroni over hours
// and windows.
func (d *Detector) burst(v Verdict) bool {
	bound := d.options.FalseAlarms / 1000 / float64(day*len(windows))
	return v.Count >= d.options.Least && float64(v.Count) >= d.options.Growth*v.Expected && v.Chance <= bound
}

// judge compares hours with what is usual in as many hours before one.
func (u *usual) judge(counts []int, until int) Verdict {
	v := Verdict{State: StateUsual, Window: time.Duration(len(counts)) * time.Hour, Chance: 1}
	for _, n := range counts {
		v.Count += counted(n)
	}
	v.Expected = u.expected(len(counts), until)
	if float64(v.Count) > v.Expected {
		size := 1 / ((u.spread(len(counts))-1)/v.Expected + 1/u.evidence)
		v.Chance = min(1, max(0, mathext.RegIncBeta(float64(v.Count), size, v.Expected/(v.Expected+size))))
	}
	return v
}

// Detect raises a signal about an item for each of its series that bursts. The
// score is the share of the count that the past does not explain. Growth alone
// is no technique: news grows so.
func (d *Detector) Detect(item qalxan.Item, series ...Series) []qalxan.Signal {
	var signals []qalxan.Signal
	for _, s := range series {
		v := d.Look(s)
		if v.State != StateBurst {
			continue
		}
		signals = append(signals, qalxan.Signal{
			ItemID: item.ID, Detector: qalxan.DetectBurst, Key: s.Key,
			Score:  1 - v.Expected/float64(v.Count),
			Reason: v.reason(s),
		})
	}
	return signals
}
