package burst

import (
	"math"
	"slices"
	"time"
)

// usual is what the past says of any hour.
type usual struct {
	past     []float64 // by the hour, days beyond the common cut down
	until    int       // the hour after the past, as hourOf counts
	level    float64   // an hour, on average
	hours    [day]float64
	days     [7]float64
	evidence float64 // how much was counted, which is how sure the level is
}

// The habits of hours and days are drawn towards none by so many counts each.
const prior = 10

// daysForWeeks is how many days show the habits of weekdays.
const daysForWeeks = 21

func newUsual(counts []int, until int) *usual {
	u := &usual{past: tame(counts), until: until}
	recent := u.past[max(0, len(u.past)-4*week):]
	lately := u.past[len(u.past)-week:]
	// Half a count: what was never seen may be.
	u.evidence = sum(recent) + 0.5
	u.level = max(u.evidence/float64(len(recent)), (sum(lately)+0.5)/week)
	u.learn()
	return u
}

// tame cuts the days that are above the 95th percentile of days down to it, so
// that a burst of the past does not hide the next. What happens every week
// stays.
func tame(counts []int) []float64 {
	counts = counts[len(counts)%day:]
	past := make([]float64, len(counts))
	var totals []float64
	for i, n := range counts {
		past[i] = float64(counted(n))
		if i%day == day-1 {
			totals = append(totals, sum(past[i-day+1:i+1]))
		}
	}
	sorted := slices.Sorted(slices.Values(totals))
	most := sorted[int(math.Ceil(0.95*float64(len(sorted)-1)))]
	for i := range past {
		if total := totals[i/day]; total > most {
			past[i] *= most / total
		}
	}
	return past
}

// learn finds the habits of hours and, from three weeks on, of weekdays, as
// multiples of the level.
func (u *usual) learn() {
	var hours, days seasons
	mean := sum(u.past) / float64(len(u.past))
	for i, n := range u.past {
		hour, weekday := phase(u.until - len(u.past) + i)
		hours.add(hour, n, mean)
		days.add(weekday, n, mean)
	}
	copy(u.hours[:], hours.factors(day))
	copy(u.days[:], days.factors(7))
	if len(u.past) < daysForWeeks*day {
		u.days = [7]float64{1, 1, 1, 1, 1, 1, 1}
	}
}

// hourOf numbers the hours of Unix time. Hours and days are those of UTC:
// habits keep their hour in any zone.
func hourOf(t time.Time) int { return int(t.Unix() / 3600) }

// phase is the hour of the day and the day of the week, from Thursday on, of a
// numbered hour.
func phase(hour int) (ofDay, ofWeek int) {
	hour = (hour%week + week) % week
	return hour % day, hour / day
}

// seasons holds what was counted in the phases of a day or a week, and what
// would have been without habits.
type seasons struct{ counted, even [day]float64 }

func (s *seasons) add(phase int, n, mean float64) {
	s.counted[phase] += n
	s.even[phase] += mean
}

func (s *seasons) factors(phases int) []float64 {
	factors := make([]float64, phases)
	for i := range factors {
		factors[i] = (s.counted[i] + prior) / (s.even[i] + prior)
	}
	mean := sum(factors) / float64(phases)
	for i := range factors {
		factors[i] /= mean
	}
	return factors
}

// expected is what is usual in so many hours before one.
func (u *usual) expected(window, until int) (total float64) {
	for hour := until - window; hour < until; hour++ {
		ofDay, ofWeek := phase(hour)
		total += u.level * u.hours[ofDay] * u.days[ofWeek]
	}
	return total
}

// spread is how much more the counts of windows of the past vary than those of
// independent events do: variance over mean, at least 1, and more where few
// windows are known.
func (u *usual) spread(window int) float64 {
	level := sum(u.past)/float64(len(u.past)) + 0.5/float64(len(u.past))
	var squares, means float64
	n := len(u.past) / window
	for w := range n {
		from := len(u.past) - (w+1)*window
		mean := u.expected(window, u.until-w*window) * level / u.level
		d := sum(u.past[from:from+window]) - mean
		squares += d * d
		means += mean
	}
	return max(1, squares/means*(1+math.Sqrt(2/float64(n))))
}

// counted bounds the count of an hour: there are none below nothing, and above
// a million exactness does not matter.
func counted(n int) int { return max(0, min(n, 1e6)) }

func sum(numbers []float64) (total float64) {
	for _, n := range numbers {
		total += n
	}
	return total
}
