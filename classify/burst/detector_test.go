package burst

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

var monday = time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC)

func newDetector(t testing.TB) *Detector {
	t.Helper()
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// habit gives the rate of the hour that begins at a time.
type habit func(seed uint64, t time.Time) float64

func daily(t time.Time) float64 { return 1 + 0.9*math.Sin(float64(t.Hour()-6)/24*2*math.Pi) }

func weekend(t time.Time) float64 {
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return 0.2
	}
	return 1
}

// uneven is a level that differs from day to day: a gamma variable of shape 4.
func uneven(seed uint64, t time.Time) float64 {
	r := rand.New(rand.NewPCG(uint64(t.Unix()/86400), seed))
	level := 0.0
	for range 4 {
		level += r.ExpFloat64() / 4
	}
	return level
}

var habits = []struct {
	name string
	rate habit
}{
	{"even, 2 an hour", func(_ uint64, _ time.Time) float64 { return 2 }},
	{"daily, 3 an hour", func(_ uint64, t time.Time) float64 { return 3 * daily(t) }},
	{"daily and weekly, 10 an hour", func(_ uint64, t time.Time) float64 { return 10 * daily(t) * weekend(t) }},
	{"rare, 1 in two days", func(_ uint64, _ time.Time) float64 { return 1.0 / 48 }},
	{"very rare, 1 in a month", func(_ uint64, _ time.Time) float64 { return 1.0 / 720 }},
	{"daily and uneven, 2 an hour", func(seed uint64, t time.Time) float64 { return 2 * daily(t) * uneven(seed, t) }},
	{"a digest of 20 on Mondays at 9", func(_ uint64, t time.Time) float64 {
		if t.Weekday() == time.Monday && t.Hour() == 9 {
			return 20
		}
		return 0.02
	}},
	{"growing by 2 % a day", func(_ uint64, t time.Time) float64 { return 0.5 * math.Pow(1.02, t.Sub(monday).Hours()/24) }},
}

// poisson draws a count.
func poisson(r *rand.Rand, mean float64) int {
	n := 0
	for left := mean - r.ExpFloat64(); left > 0; left -= r.ExpFloat64() {
		n++
	}
	return n
}

// simulate draws counts of so many days from Monday on; during the day called
// burst the rate is multiplied.
func simulate(seed uint64, rate habit, days, burst int, times float64) []int {
	r := rand.New(rand.NewPCG(seed, 3))
	counts := make([]int, days*day)
	for i := range counts {
		mean := rate(seed, monday.Add(time.Duration(i)*time.Hour))
		if i/day == burst {
			mean *= times
		}
		counts[i] = poisson(r, mean)
	}
	return counts
}

// at cuts a series after so many hours.
func at(counts []int, hours int) Series {
	return Series{Key: "narrative:n", Until: monday.Add(time.Duration(hours) * time.Hour), Counts: counts[:hours]}
}

// TestFalseAlarms looks at simulated series every hour, with a short past and
// with a longer one, and counts days with an alarm.
func TestFalseAlarms(t *testing.T) {
	for _, h := range habits {
		short, long := alarms(t, h.rate, 8, 28), alarms(t, h.rate, 28, 63)
		t.Logf("%-31s days with a false alarm in 1,000: %.1f in weeks 2 to 4, %.1f in weeks 5 to 9", h.name, short, long)
		if short > 10 || long > 5 {
			t.Error("too many")
		}
	}
}

// alarms counts false alarms in 1,000 days.
func alarms(t *testing.T, rate habit, from, to int) float64 {
	series := 30
	if testing.Short() {
		series = 5
	}
	d := newDetector(t)
	n := 0
	for s := range uint64(series) {
		counts := simulate(s, rate, to, -1, 1)
		for today := from; today < to; today++ {
			if slices.ContainsFunc(hoursOf(today), func(hour int) bool { return d.Look(at(counts, hour)).State == StateBurst }) {
				n++
			}
		}
	}
	return float64(n) * 1000 / float64(series*(to-from))
}

func hoursOf(today int) []int {
	var hours []int
	for h := 1; h <= day; h++ {
		hours = append(hours, today*day+h)
	}
	return hours
}

// TestDelay multiplies the rate from the first hour of a Wednesday on and counts
// the hours until the alarm.
func TestDelay(t *testing.T) {
	const series, today = 40, 44
	d := newDetector(t)
	for n, h := range habits {
		for _, times := range []float64{3, 5, 10, 30} {
			var delays []int
			for s := range uint64(series) {
				counts := simulate(100+s, h.rate, today+1, today, times)
				if i := slices.IndexFunc(hoursOf(today), func(hour int) bool { return d.Look(at(counts, hour)).State == StateBurst }); i >= 0 {
					delays = append(delays, i+1)
				}
			}
			if times == 10 && n < 3 && len(delays) < series {
				t.Errorf("%s: a tenfold burst was missed", h.name)
			}
			slices.Sort(delays)
			if len(delays) == 0 {
				t.Logf("%-31s times %-2.0f never found", h.name, times)
				continue
			}
			t.Logf("%-31s times %-2.0f found %3d %%, median after %d hours", h.name, times, 100*len(delays)/series, delays[len(delays)/2])
		}
	}
}

func quiet(days int) []int { return make([]int, days*day) }

func TestLook(t *testing.T) {
	d := newDetector(t)
	with := func(counts []int, last ...int) Series {
		copy(counts[len(counts)-len(last):], last)
		return at(counts, len(counts))
	}
	for name, test := range map[string]struct {
		series Series
		want   State
	}{
		"no past":             {with(nil), StateNoData},
		"seven days":          {with(quiet(7), 99), StateNoData},
		"silence":             {with(quiet(9)), StateUsual},
		"four after silence":  {with(quiet(60), 4), StateUsual},
		"five after silence":  {with(quiet(60), 5), StateBurst},
		"six in six hours":    {with(quiet(60), 1, 1, 1, 1, 1, 1), StateBurst},
		"hostile counts":      {with(quiet(9), -1<<62, -5), StateUsual},
		"enormous":            {with(quiet(9), 1<<52), StateBurst},
		"enormous all along":  {with(slices.Repeat([]int{1 << 40}, 24*20), 1<<40), StateUsual},
		"not a whole day":     {Series{Key: "k:1", Until: monday, Counts: make([]int, 8*day+5)}, StateUsual},
		"a long past is even": {with(slices.Repeat([]int{1}, 24*700), 1, 1), StateUsual},
	} {
		v := d.Look(test.series)
		if v.State != test.want || math.IsNaN(v.Chance) || v.Chance < 0 || v.Chance > 1 || math.IsNaN(v.Expected) {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestDetect(t *testing.T) {
	d := newDetector(t)
	counts := slices.Repeat([]int{0, 1, 0, 0}, 30*day/4)
	copy(counts[len(counts)-3:], []int{4, 9, 21})
	s := at(counts, len(counts))
	s.Name = "“The bridge is closed”"
	usual := at(counts, 20*day)
	usual.Key = "source:a"
	got := d.Detect(qalxan.Item{ID: "i"}, usual, s)
	if len(got) != 1 {
		t.Fatalf("got %+v", got)
	}
	want := "“The bridge is closed” was seen 21 times within 1 hour, where 0.1 are usual. Its count of the week doubled within 19 hours."
	if got[0].Reason.Text != want {
		t.Errorf("reason %q", got[0].Reason.Text)
	}
	facts := map[string]string{"count": "21", "doubling": "19", "name": s.Name, "window": "1h0m0s", "expected": "0.15"}
	delete(got[0].Reason.Facts, "chance")
	if diff := cmp.Diff(facts, got[0].Reason.Facts); diff != "" {
		t.Error(diff)
	}
	if got[0].Key != "narrative:n" || got[0].Score < 0.9 || got[0].Score >= 1 || got[0].Reason.Code != "burst.narrative" {
		t.Errorf("got %+v", got[0])
	}
}

func TestDoubling(t *testing.T) {
	exponential := make([]int, week)
	for i := range exponential {
		exponential[i] = int(math.Pow(2, float64(i-100)/12))
	}
	for name, test := range map[string]struct {
		counts []int
		want   time.Duration
	}{
		"nothing":         {nil, 0},
		"seven":           {[]int{7}, 0},
		"eight at once":   {[]int{8}, time.Hour},
		"four, then four": {[]int{4, 0, 0, 1, 1, 1, 1}, 4 * time.Hour},
		"even":            {slices.Repeat([]int{5}, 4*week), 0},
		"every 12 hours":  {exponential, 12 * time.Hour},
		"old growth":      {append([]int{1, 50}, make([]int, 80)...), 0},
	} {
		got, ok := Doubling(Series{Counts: test.counts})
		if got != test.want || ok != (test.want > 0) {
			t.Errorf("%s: %s, %t", name, got, ok)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"alarms": {FalseAlarms: -1}, "no number": {FalseAlarms: math.NaN()}, "least": {Least: -1}, "growth": {Growth: 0.5},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzLook gives any counts.
func FuzzLook(f *testing.F) {
	f.Add([]byte{1, 2, 3}, 9)
	f.Add([]byte{0}, 60)
	f.Fuzz(func(t *testing.T, pattern []byte, days int) {
		if len(pattern) == 0 || days < 0 || days > 70 {
			return
		}
		counts := quiet(days)
		for i := range counts {
			counts[i] = int(pattern[i%len(pattern)])
		}
		v := newDetector(t).Look(at(counts, len(counts)))
		if math.IsNaN(v.Chance) || v.Chance < 0 || v.Chance > 1 {
			t.Fatalf("%+v", v)
		}
	})
}

// BenchmarkLook looks at nine weeks.
func BenchmarkLook(b *testing.B) {
	d := newDetector(b)
	s := at(simulate(1, habits[2].rate, 63, -1, 1), 63*day)
	for b.Loop() {
		d.Look(s)
	}
}
