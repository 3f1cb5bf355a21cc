package translate

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Fault is why there is no translation, as a code for which the desk has a
// sentence that says what to do.
type Fault string

// The faults.
const (
	FaultBusy        Fault = "busy"        // the server wants to be asked later
	FaultKey         Fault = "key"         // it wants a key, or another one
	FaultLanguage    Fault = "language"    // it does not translate between these languages
	FaultLong        Fault = "long"        // it takes no text of this length
	FaultSlow        Fault = "slow"        // it did not answer in time
	FaultUnreachable Fault = "unreachable" // there is no answer
	FaultAnswer      Fault = "answer"      // the answer is no translation
	FaultRefused     Fault = "refused"     // the text is not sent; Offer.Kept says why
	FaultChanged     Fault = "changed"     // the item has other words meanwhile
)

// Error is a fault with what happened, for the log.
type Error struct {
	Fault Fault
	// After is how long the server asks to wait; 0 where it does not say.
	After time.Duration
	Err   error
}

// Error says what happened.
func (e *Error) Error() string {
	return fmt.Sprintf("no translation (%s): %v", e.Fault, e.Err)
}

// Unwrap returns what happened.
func (e *Error) Unwrap() error { return e.Err }

// longestWait bounds what a server can ask to wait.
const longestWait = 24 * time.Hour

// refusal is what an answer with an error status means. What the server says of
// it is read for no more than how long it was: it is foreign.
func refusal(r *http.Response) error {
	e := &Error{Fault: FaultAnswer, Err: fmt.Errorf("the server answered %d", r.StatusCode)}
	switch r.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		e.Fault = FaultBusy
		seconds, err := strconv.Atoi(r.Header.Get("Retry-After")) // RFC 9110, 10.2.3
		if err == nil && seconds > 0 {
			e.After = min(time.Duration(min(seconds, int(longestWait/time.Second)))*time.Second, longestWait)
		}
	case http.StatusUnauthorized, http.StatusForbidden:
		e.Fault = FaultKey
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		e.Fault = FaultLanguage
	case http.StatusRequestEntityTooLarge:
		e.Fault = FaultLong
	}
	return e
}

func useless(format string, args ...any) error {
	return &Error{Fault: FaultAnswer, Err: fmt.Errorf(format, args...)}
}
