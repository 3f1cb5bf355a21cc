package qalxan

// Refusal is why a decision is not taken, with what its sentence was made of,
// so that it can be said in another language.
type Refusal struct {
	Reason Reason
	Err    error // what callers act on, such as ErrReview; nil for none
}

// The codes of refusals.
const (
	RefusalLevel   = "refusal.level"   // there is no such level
	RefusalStatus  = "refusal.status"  // there is no such status
	RefusalBy      = "refusal.by"      // who decides is not named
	RefusalReason  = "refusal.reason"  // a reason is missing
	RefusalName    = "refusal.name"    // the name is that of the rules
	RefusalSecond  = "refusal.second"  // a second person has to look
	RefusalNothing = "refusal.nothing" // there is nothing to take back
	RefusalUndone  = "refusal.undone"  // it was taken back already
	RefusalOther   = "refusal.other"   // somebody else decided last
	RefusalSet     = "refusal.set"     // a level that was set is not taken back
)

// RefusalCodes lists the code of every refusal.
func RefusalCodes() []string {
	return []string{
		RefusalLevel, RefusalStatus, RefusalBy, RefusalReason, RefusalName, RefusalSecond,
		RefusalNothing, RefusalUndone, RefusalOther, RefusalSet,
	}
}

func (r *Refusal) Error() string {
	if r.Err == nil {
		return r.Reason.Text
	}
	return r.Err.Error() + ": " + r.Reason.Text
}

// Unwrap is what callers act on.
func (r *Refusal) Unwrap() error { return r.Err }

func refuse(err error, code, text string, facts map[string]string) error {
	return &Refusal{Reason{Code: code, Facts: facts, Text: text}, err}
}
