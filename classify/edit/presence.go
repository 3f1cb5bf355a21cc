package edit

import (
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
)

// The keys of the signals about a page as a whole.
const (
	KeyDeleted   = "deleted"   // it was there and is gone
	KeyReturned  = "returned"  // it was gone and is back
	KeyBackdated = "backdated" // it claims to be older than it is
)

// The scores. A page that vanishes after something was found about it counts
// for more than the end of any page; a date that was set back may be a page
// that only moved.
const (
	scoreDeleted   = 0.3
	scoreExposed   = 0.8
	scoreReturned  = 0.3
	scoreBackdated = 0.5
)

// Absence is what visits saw of a page that was missing.
type Absence struct {
	Reason    string    // how it showed, in plain words
	Status    int       // of the answer
	Since     time.Time // the first visit that missed it
	Confirmed time.Time // the visit that confirmed it, or found it again
	CaptureID string    // of that visit
	// Exposed says that there was a finding about the page before.
	Exposed bool
}

// Deleted is the signal that an item is gone, about its latest version.
func Deleted(latest qalxan.Item, a Absence) qalxan.Signal {
	text := fmt.Sprintf("The page was deleted: it was missing on %s and still on %s (%s).", moment(a.Since), moment(a.Confirmed), a.Reason)
	score := scoreDeleted
	if a.Exposed {
		score = scoreExposed
		text = "The page was deleted after something was found about it: " + text[len("The page was deleted: "):]
	}
	return a.signal(KeyDeleted, latest, score, text)
}

// Returned is the signal that a deleted item is back.
func Returned(latest qalxan.Item, a Absence) qalxan.Signal {
	text := fmt.Sprintf("The page, missing since %s, was there again on %s.", moment(a.Since), moment(a.Confirmed))
	return a.signal(KeyReturned, latest, scoreReturned, text)
}

func (a Absence) signal(key string, latest qalxan.Item, score float64, text string) qalxan.Signal {
	facts := map[string]string{
		"since": stamp(a.Since), "confirmed": stamp(a.Confirmed), "how": a.Reason,
		"status": fmt.Sprint(a.Status), "capture": a.CaptureID,
	}
	if a.Exposed {
		facts["exposed"] = "yes"
	}
	return about(key, latest, score, facts, text, a.Confirmed)
}

// BackdatedMargin keeps away from stories that were published a little before
// their feed was asked, or that waited for their hour.
const BackdatedMargin = 24 * time.Hour

// Backdated is the signal, if any, that a new item claims a date of publication
// at which it was not there: a feed that announces it now listed everything
// published between from and to when it was read before, and did not list it.
func Backdated(first qalxan.Item, from, to time.Time) []qalxan.Signal {
	claimed := first.Published()
	if claimed.IsZero() || !claimed.After(from.Add(BackdatedMargin)) || !claimed.Before(to.Add(-BackdatedMargin)) {
		return nil
	}
	text := fmt.Sprintf("The page says that it was published on %s, but its feed, which reached further back than that, did not list it on %s; it was set back in time, or moved here from another address.",
		moment(claimed), moment(to))
	facts := map[string]string{"claimed": stamp(claimed), "unlisted": stamp(to), "reach": stamp(from), "seen": stamp(first.Seen)}
	return []qalxan.Signal{about(KeyBackdated, first, scoreBackdated, facts, text, first.Seen)}
}

func about(key string, i qalxan.Item, score float64, facts map[string]string, text string, at time.Time) qalxan.Signal {
	return qalxan.Signal{
		ID: qalxan.SignalID(i.ID, qalxan.DetectEdit, key), ItemID: i.ID, Detector: qalxan.DetectEdit, Key: key, Score: score,
		Reason: qalxan.Reason{Code: "edit." + key, Facts: facts, Text: text}, Time: at,
	}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func moment(t time.Time) string { return t.UTC().Format("2 January 2006 at 15:04 UTC") }
