package qalxan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrReview: the rules of review do not allow the decision. The words around it
// say why, for people.
var ErrReview = errors.New("this cannot be decided so")

// Itself is the name in decisions that no person took: the rules did.
const Itself = "qalxan"

// Nobody is the assignee of a finding that nobody works on any more.
const Nobody = "-"

// News is what happened to a finding after it was dismissed.
type News struct {
	Level   Level    `json:"level,omitempty"`   // it rose to this
	Item    string   `json:"item,omitempty"`    // the page has this new version
	Signals []string `json:"signals,omitempty"` // ids of signals that were not there
}

// String says the news in one English sentence.
func (n News) String() string {
	var parts []string
	if n.Level != "" {
		parts = append(parts, "its level rose to "+string(n.Level))
	}
	if n.Item != "" {
		parts = append(parts, "the page has a new version")
	}
	if len(n.Signals) > 0 {
		parts = append(parts, fmt.Sprintf("new signals: %d", len(n.Signals)))
	}
	return "Since it was dismissed: " + strings.Join(parts, ", ") + "."
}

// Reopening is the decision by which a dismissed finding comes back, and false
// where nothing new happened. Now is the finding as it stands after what
// happened. Signals that were withdrawn, or only seen again, are not new.
func (f Finding) Reopening(now Finding, at time.Time) (Decision, bool) {
	if f.Status != StatusDismissed {
		return Decision{}, false
	}
	var news News
	if now.Level.Above(f.Level) {
		news.Level = now.Level
	}
	known, items := map[string]bool{}, map[string]bool{f.ItemID: true}
	for _, s := range f.Signals {
		known[s.ID], items[s.ItemID] = true, true
	}
	for _, s := range now.Signals {
		if known[s.ID] || s.Score <= 0 {
			continue
		}
		news.Signals = append(news.Signals, s.ID)
		if !items[s.ItemID] {
			news.Item = s.ItemID
		}
	}
	if news.Level == "" && len(news.Signals) == 0 {
		return Decision{}, false
	}
	return Decision{Time: at, By: Itself, To: StatusNew, Reason: news.String(), News: &news}, true
}

// Standing are the decisions that were not taken back, oldest first.
func (f Finding) Standing() []Decision {
	var standing []Decision
	for _, d := range f.Decisions {
		if d.Undoes && len(standing) > 0 {
			standing = standing[:len(standing)-1]
			continue
		}
		standing = append(standing, d)
	}
	return standing
}

// Assignee is who works on the finding; empty where nobody was named.
func (f Finding) Assignee() string {
	for _, d := range slices.Backward(f.Standing()) {
		if d.Assignee != "" {
			return strings.TrimPrefix(d.Assignee, Nobody)
		}
	}
	return ""
}

// Confirmers are the people who confirmed the finding since it last was
// anything else, each once, the first first.
func (f Finding) Confirmers() []string {
	var by []string
	for _, d := range f.Standing() {
		switch {
		case d.To != StatusConfirmed:
			by = nil
		case d.confirms() && !slices.Contains(by, d.By):
			by = append(by, d.By)
		}
	}
	return by
}

// confirms tells a confirmation from a decision about something else that
// leaves a confirmed finding confirmed.
func (d Decision) confirms() bool {
	return d.To == StatusConfirmed && (d.From != StatusConfirmed || d.Level == "" && d.Assignee == "")
}

// NeedsSecond reports whether the finding is a critical case that only one
// person has confirmed: a second one has to look.
func (f Finding) NeedsSecond() bool {
	return f.Level == LevelCritical && f.Status == StatusConfirmed && len(f.Confirmers()) < 2
}

// Admits reports why the decision cannot be taken about the finding as it
// stands; the error is ErrReview.
func (f Finding) Admits(d Decision) error {
	switch {
	case d.By == Itself && d.News == nil:
		return refuse(ErrReview, RefusalName, Itself+" is the name of the rules; decide under another", map[string]string{"name": Itself})
	case d.Undoes:
		_, err := f.Undo(d.By)
		return err
	case f.NeedsSecond() && d.To == StatusConfirmed && d.Level == "" && slices.Contains(f.Confirmers(), d.By):
		return refuse(ErrReview, RefusalSecond, "a critical case needs a second person, and "+d.By+" confirmed it already", map[string]string{"by": d.By})
	}
	return nil
}

// Undo is the decision by which a person takes their own last one back. What
// somebody else decided meanwhile, or a level that was set, is not taken back:
// decide anew. The error is ErrReview.
func (f Finding) Undo(by string) (Decision, error) {
	if len(f.Decisions) == 0 {
		return Decision{}, refuse(ErrReview, RefusalNothing, "nobody has decided about "+f.ID+" yet", map[string]string{"finding": f.ID})
	}
	last := f.Decisions[len(f.Decisions)-1]
	facts := map[string]string{"finding": f.ID, "by": last.By}
	switch {
	case last.Undoes:
		return Decision{}, refuse(ErrReview, RefusalUndone, "the last decision about "+f.ID+" was taken back already", facts)
	case last.By != by:
		return Decision{}, refuse(ErrReview, RefusalOther, "the last decision about "+f.ID+" is that of "+last.By, facts)
	case last.Level != "":
		return Decision{}, refuse(ErrReview, RefusalSet, "the last decision about "+f.ID+" set its level; set another", facts)
	}
	return Decision{By: by, To: last.From, Undoes: true, Reason: "Taken back."}, nil
}
