package crawler

import (
	"net/url"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// minRefused is how many tasks whose host has to be left alone a run may have
// that do not count as answers, or as many as answers where that is more. A host
// that others keep busy could else be tried without end.
const minRefused = 1000

// shut names a host as one source meets it: what is too long a wait for one
// may not be for another.
type shut struct{ sourceID, authority string }

// refuse remembers a host that was found to be closed for long: it said so
// itself, or turned us away. What else is due there waits for the same time
// and reason, without a visit each that would only be refused.
func (r *run) refuse(result frontier.Result) {
	if result.Next.Sub(r.crawler.options.Now()) > maxHold {
		r.closed[shut{result.SourceID, authority(result.URL)}] = result
	}
}

// isClosed reports whether the host of a task is known to be closed, and notes
// when the task is due again.
func (r *run) isClosed(l *lane, t frontier.Task) bool {
	if len(r.closed) == 0 {
		return false
	}
	now := r.crawler.options.Now()
	known, ok := r.closed[shut{t.SourceID, authority(t.URL)}]
	if !ok || !now.Before(known.Next) {
		return false
	}
	l.out = append(l.out, frontier.Result{
		SourceID: t.SourceID, URL: t.URL, Role: t.Role, Depth: t.Depth,
		State: frontier.StateQueued, Reason: known.Reason, Time: now, Next: known.Next,
	})
	return true
}

// refund counts a task for which nobody was asked, and gives back what it took
// of the source's bound.
func (l *lane) refund(state frontier.State) {
	if state == frontier.StateDenied {
		l.left++
		return
	}
	if l.refused++; l.refused <= max(minRefused, l.source.Policy.MaxPages) {
		l.left++
	}
}

// wasRefused reports whether a task ended without a request: it was forbidden,
// or its host has to be left alone.
func wasRefused(e Event) bool {
	return e.Answers == 0 && (e.Result.State == frontier.StateDenied || e.Result.State == frontier.StateQueued)
}

// authority is scheme, host and port of an address in its one spelling.
func authority(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
