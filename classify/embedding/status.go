package embedding

import (
	"fmt"
	"sync"
	"time"
)

// Status says how the server does.
type Status struct {
	Model      string
	Dimensions int  // 0 before the first vector
	Available  bool // it is asked when needed
	// Why is the last failure, and Until the time up to which the server is
	// left alone; both are empty after a success.
	Why   string
	Until time.Time
}

// Status tells whether texts are compared by meaning at the moment, or by words
// alone.
func (c *Client) Status() Status {
	s := Status{Model: c.options.Model, Dimensions: int(c.width.Load())}
	c.circuit.mu.Lock()
	defer c.circuit.mu.Unlock()
	s.Why, s.Until = c.circuit.reason, c.circuit.until
	s.Available = !c.options.Now().Before(c.circuit.until)
	return s
}

// circuit keeps requests from a server that failed.
type circuit struct {
	mu     sync.Mutex
	until  time.Time
	reason string
}

// enter reports whether the server may be asked. After a rest one request goes
// first, and the others wait for how it fares.
func (c *circuit) enter(now time.Time, trial time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Before(c.until) {
		return false
	}
	if c.reason != "" {
		c.until = now.Add(trial)
	}
	return true
}

func (c *circuit) fail(until time.Time, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until, c.reason = until, err.Error()
}

func (c *circuit) succeed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until, c.reason = time.Time{}, ""
}

func (c *circuit) why() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("left alone until %s after: %s", c.until.UTC().Format(time.TimeOnly), c.reason)
}
