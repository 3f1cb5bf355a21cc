package qalxan

// Explanation says what the criteria make of an item, and why not more.
type Explanation struct {
	Criteria   string             `json:"criteria"` // version and digest
	Level      Level              `json:"level"`    // empty where none is reached
	Text       string             `json:"text"`     // one English sentence
	Reason     Reason             `json:"reason"`   // the same, to be said in any language
	Levels     []ExplainedLevel   `json:"levels"`   // lowest first
	Indicators []ExplainedFeature `json:"indicators"`
	Facts      map[string]string  `json:"facts"` // all other inputs
	Override   *Decision          `json:"override,omitempty"`
}

// ExplainedLevel is one level, whether it is reached, and why.
type ExplainedLevel struct {
	Level Level              `json:"level"`
	Met   bool               `json:"met"`
	Text  string             `json:"text"` // "incident: no — one of two ..."
	Why   Reason             `json:"why"`  // what stands behind the dash
	Rules []ExplainedFeature `json:"rules"`
}

// ExplainedFeature is one indicator or rule, whether it is met, and what it
// means.
type ExplainedFeature struct {
	ID  string `json:"id"`
	Met bool   `json:"met"`
	// Family and Kind are those of an indicator: behaviour, circumstance or stakes.
	Family string `json:"family,omitempty"`
	Kind   string `json:"kind,omitempty"`
	Text   string `json:"text"`
	// Means is what it means alone, by ISO 639-1 language; English is there.
	Means map[string]string `json:"means,omitempty"`
	// Signals are the ids of the signals that an indicator looks at.
	Signals []string `json:"signals,omitempty"`
}
