package coordination

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
)

// Facts that other packages judge by.
const (
	FactTimes    = "times"    // posts that co-share
	FactAccounts = "accounts" // accounts that do so, the item's own too
)

func (t tie) signal(item qalxan.Item, k Kind, ties int) qalxan.Signal {
	return qalxan.Signal{
		ItemID:     item.ID,
		Detector:   qalxan.DetectCoordination,
		Key:        string(k) + ":" + t.account,
		Score:      t.score(),
		Compared:   qalxan.ItemID(t.last.b.content.text, 1),
		Reason:     t.reason(k, ties),
		Techniques: techniques(k, ties),
	}
}

// score grows with what chance does not explain: 0 at a corrected chance of 1,
// 1 at one in a million or less.
func (t tie) score() float64 {
	return max(0, min(1, -math.Log10(max(t.surprise.Corrected, 1e-300))/6))
}

// techniques are DISARM's cross-posting (T0119) of links and images, copypasta
// (T0084.001) and flooding of a hashtag (T0049.002); from four accounts on,
// swarming (T0049.005) as well.
func techniques(k Kind, ties int) []string {
	ids := map[Kind][]string{KindLink: {"T0119"}, KindImage: {"T0119"}, KindText: {"T0084.001"}, KindHashtag: {"T0049.002"}}[k]
	if ties >= 3 {
		ids = append(ids, "T0049.005")
	}
	return ids
}

// reason tells of the two accounts. Accounts are counted with the item's own.
func (t tie) reason(k Kind, ties int) qalxan.Reason {
	within, span := t.within(), t.span()
	text := fmt.Sprintf("This account and %s shared the same %s within %s of each other, %d times in %s; by chance it would be %s.",
		t.account, k, seconds(within), t.surprise.Times, lasting(span), expected(t.surprise.Expected))
	if ties > 1 {
		text += fmt.Sprintf(" %d accounts in all do so.", ties+1)
	}
	return qalxan.Reason{Code: "coordination." + string(k), Text: text, Facts: map[string]string{
		"account": t.account, "within": within.String(), "span": span.String(), FactTimes: strconv.Itoa(t.surprise.Times),
		"expected": strconv.FormatFloat(t.surprise.Expected, 'f', 2, 64), "chance": strconv.FormatFloat(t.surprise.Corrected, 'g', 2, 64),
		FactAccounts: strconv.Itoa(ties + 1),
	}}
}

// within is the longest time between the two in a meeting.
func (t tie) within() (most time.Duration) {
	for _, m := range t.meetings {
		most = max(most, m.lag())
	}
	return most
}

// span is the time from the first meeting to the last.
func (t tie) span() time.Duration {
	first, last := t.meetings[0].a.at, t.meetings[0].a.at
	for _, m := range t.meetings {
		first, last = min(first, m.a.at), max(last, m.a.at)
	}
	return time.Duration(last - first)
}

func expected(times float64) string {
	if times < 0.1 {
		return "fewer than 0.1 times"
	}
	return fmt.Sprintf("%.1f times", times)
}

func seconds(d time.Duration) string {
	if n := int(math.Ceil(d.Seconds())); n != 1 {
		return fmt.Sprintf("%d seconds", n)
	}
	return "1 second"
}

// lasting says a time in its largest unit that fits three times.
func lasting(d time.Duration) string {
	units := []struct {
		name string
		is   time.Duration
	}{{"weeks", 7 * 24 * time.Hour}, {"days", 24 * time.Hour}, {"hours", time.Hour}, {"minutes", time.Minute}}
	for _, u := range units {
		if d >= 3*u.is {
			return fmt.Sprintf("%d %s", int(math.Round(float64(d)/float64(u.is))), u.name)
		}
	}
	return fmt.Sprintf("%d seconds", int(d.Seconds()))
}
