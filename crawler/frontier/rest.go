package frontier

import "time"

// Rest is a host that has to be left alone, as it is kept over a restart.
type Rest struct {
	Host string // in its one spelling
	// Until is the end of the rest; the zero time where there is none any more.
	Until time.Time
	// Why it rests, in plain words that follow its name; empty where the host
	// asked for it.
	Why string
	// BackOff and Leave are the last waits that were chosen for a host which was
	// overrun, and for one that turned us away; the next ones are longer. Blocks
	// is how often in a row it turned us away.
	BackOff, Leave time.Duration
	Blocks         int
}

// Expires is when nothing depends on the rest any more. A wait that grew is
// remembered for as long again, so that a host which stays overloaded, or goes
// on to turn us away, is not asked as if for the first time.
func (r Rest) Expires() time.Time { return r.Until.Add(max(r.BackOff, r.Leave)) }
