package qalxan

import "time"

// Detector names what raised a signal.
type Detector string

// The detectors of this version.
const (
	DetectNarrative Detector = "narrative" // a watched claim is made here
	DetectDuplicate Detector = "duplicate" // the text is (nearly) that of another source
	DetectEdit      Detector = "edit"      // the words changed and the page does not say so

	DetectTechnique      Detector = "technique"      // the text manipulates: how, not what it says
	DetectCoordination   Detector = "coordination"   // accounts or outlets share the same things at the same time
	DetectLookalike      Detector = "lookalike"      // the host imitates a watched name
	DetectBurst          Detector = "burst"          // something grows faster than its own past says
	DetectInfrastructure Detector = "infrastructure" // sites are tied by what they run on
	DetectFactcheck      Detector = "factcheck"      // the claim was reviewed already
	DetectHarm           Detector = "harm"           // what is at stake: life, elections, rescue; or a call to violence
)

// Stance is how a text stands to a claim that it holds.
type Stance string

// The stances. A text that refutes or reports a claim does not spread it.
const (
	StanceSpreads Stance = "spreads"
	StanceReports Stance = "reports"
	StanceRefutes Stance = "refutes"
)

// Signal is what one detector saw in one item. Two signals with the same item,
// detector and key are the same signal: the later replaces the earlier.
type Signal struct {
	ID       string   `json:"id"`
	ItemID   string   `json:"item"`
	Detector Detector `json:"detector"`
	// Key is what the signal is about: a narrative's id, the item compared
	// with, or a rule of the detector.
	Key string `json:"key"`
	// Score is the detector's own measure, 0 to 1. It is not a probability.
	Score float64 `json:"score"`
	// Likelihood is the calibrated chance, 0 to 1, that a reviewer confirms
	// such a signal. Absent where there is not enough data to say.
	Likelihood *float64 `json:"likelihood,omitempty"`
	Stance     Stance   `json:"stance,omitempty"`
	Spans      []Span   `json:"spans,omitempty"`
	// Compared is the id of the item that this one was compared with.
	Compared   string    `json:"compared,omitempty"`
	Reason     Reason    `json:"reason"`
	Techniques []string  `json:"techniques,omitempty"` // DISARM ids
	Time       time.Time `json:"time"`
}

// Field names the part of an item that a span lies in.
type Field string

// The fields that are searched for spans.
const (
	FieldTitle Field = "title"
	FieldText  Field = "text"
)

// Span is the half-open range [From, To) of Unicode code points in a field.
type Span struct {
	Field Field `json:"field"`
	From  int   `json:"from"`
	To    int   `json:"to"`
}

// Reason says why, in words. Code and Facts are what the sentence was made of,
// so that it can be said in another language.
type Reason struct {
	Code  string            `json:"code"` // e.g. "duplicate.copy"
	Facts map[string]string `json:"facts,omitempty"`
	Text  string            `json:"text"` // one English sentence
}

// SignalID is the id of the signal of one detector about one thing in one
// item.
func SignalID(itemID string, d Detector, key string) string {
	return hashID("s", itemID, string(d), key)
}
