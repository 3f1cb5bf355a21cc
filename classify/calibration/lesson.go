package calibration

import "github.com/qalxan/qalxan"

// Lesson is what was learnt.
type Lesson struct {
	// Number is that of the version that was kept; 0 where none was.
	Number int `json:"number"`
	// Before is the version that was in force; 0 for none.
	Before int            `json:"before"`
	Rows   []LessonRow    `json:"rows"` // by detector and language, all languages first
	Curves []qalxan.Curve `json:"curves"`
}

// LessonRow says what changes for a detector in one language, or in all.
// Likelihood and Error are those before; the error after is the one that
// cross-validation finds.
type LessonRow struct {
	Standing
	LikelihoodAfter *float64 `json:"likelihood_after,omitempty"`
	ErrorAfter      *float64 `json:"error_after,omitempty"`
}

// LearnRequest asks to learn from what people decided.
type LearnRequest struct {
	By  string `json:"by"`
	Dry bool   `json:"dry"` // say what would change, and keep nothing
}
