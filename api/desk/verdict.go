package desk

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
)

// What can be done with findings, as forms name it.
const (
	doConfirm  = "confirm"
	doDismiss  = "dismiss"
	doEscalate = "escalate"
	doAssign   = "assign"
	doReturn   = "return" // as if nobody had decided
	doUndo     = "undo"
)

// becomes is the status that an action leads to.
var becomes = map[string]qalxan.Status{
	doConfirm: qalxan.StatusConfirmed, doDismiss: qalxan.StatusDismissed,
	doEscalate: qalxan.StatusEscalated, doReturn: qalxan.StatusNew,
}

// presets are the reasons that are offered, by action; each has a word in the
// catalogue.
var presets = []presetGroup{
	{doConfirm, []string{"copied", "false", "together"}},
	{doDismiss, []string{"opinion", "satire", "reports", "refutes", "agency", "alarm"}},
	{doEscalate, []string{"stake", "fast", "expert"}},
}

type presetGroup struct {
	Do    string
	Codes []string
}

// verdict is what a person decides about some findings.
type verdict struct {
	Do             string
	Preset, Reason string // what was chosen and what was written
	By, Assignee   string
	Named          bool // By is a user who is logged in
	Back           string
	Marked         []marked
}

// marked is a finding that was chosen, and how many decisions were known of it
// then; nil where that was not said.
type marked struct {
	ID   string
	Seen *int
}

// Bounds of what is sent.
const (
	maxReason = 1000 // bytes
	maxMarked = 200
)

// read takes a verdict from a form.
func readVerdict(r *http.Request) verdict {
	v := verdict{
		Do: r.PostFormValue("do"), Back: inside(r.PostFormValue("back")),
		Preset: clip(r.PostFormValue("preset"), maxReason), Reason: clip(r.PostFormValue("reason"), maxReason),
		Assignee: clip(r.PostFormValue("assignee"), maxName),
	}
	seen := map[string]bool{}
	for _, value := range r.PostForm["f"] {
		id, count, _ := strings.Cut(value, ":")
		if seen[id] || len(v.Marked) == maxMarked {
			continue
		}
		seen[id] = true
		m := marked{ID: id}
		if n, err := strconv.Atoi(count); err == nil && n >= 0 {
			m.Seen = &n
		}
		v.Marked = append(v.Marked, m)
	}
	return v
}

// lacks is the key of what is missing before the verdict can be carried out;
// empty where nothing is.
func (v verdict) lacks() string {
	switch _, decides := becomes[v.Do]; {
	case !decides && v.Do != doAssign && v.Do != doUndo:
		return "what"
	case len(v.Marked) == 0:
		return "marked"
	case v.By == "":
		return "by"
	case decides && v.why() == "":
		return "reason"
	}
	return ""
}

// why is the reason in words: what was chosen, what was written, or both.
func (v verdict) why() string {
	if v.Preset != "" && v.Reason != "" {
		return v.Preset + " — " + v.Reason
	}
	return v.Preset + v.Reason
}

// about is the decision about one finding as it stands.
func (v verdict) about(f qalxan.Finding, m marked) (qalxan.Decision, error) {
	d := qalxan.Decision{By: v.By, To: becomes[v.Do], Reason: v.why(), Seen: m.Seen}
	var err error
	switch v.Do {
	case doUndo:
		d, err = f.Undo(v.By)
	case doAssign:
		d.Assignee, d.Reason = cmp.Or(v.Assignee, v.By), v.why()
	}
	return d, err
}

// Again is the form in which the same verdict can be given once more.
func (v verdict) Again() *verdictForm { return &verdictForm{verdict: v, Presets: presets} }
