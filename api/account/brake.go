package account

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// How failures slow down: a user after 5, an address after 20, each then twice
// as long with every further one, up to a quarter of an hour. A day without a
// failure and all is forgotten.
const (
	freeByUser    = 5
	freeByAddress = 20
	firstDelay    = time.Second
	longestDelay  = 15 * time.Minute
	forgotten     = 24 * time.Hour
	maxBrakes     = 1 << 16
)

// SlowDownError says how long to wait before the next try.
type SlowDownError struct{ Wait time.Duration }

func (e *SlowDownError) Error() string {
	return fmt.Sprintf("there were too many tries; the next is possible in %s", e.Wait.Round(time.Second))
}

// brakes counts failed logins. It lives in memory: a restart forgets it.
type brakes struct {
	now   func() time.Time
	mu    sync.Mutex
	by    map[string]*brake
	known map[string]time.Time // user and address that came in together
}

type brake struct {
	failures int
	last     time.Time
	until    time.Time
}

func newBrakes(now func() time.Time) *brakes {
	return &brakes{now: now, by: map[string]*brake{}, known: map[string]time.Time{}}
}

// keys are what a try counts for. A user at an address where they came in
// before has a count of their own, so that others who fail in that user's name
// do not lock them out.
func (b *brakes) keys(user, address string) (ofUser, ofAddress string) {
	ofUser, ofAddress = "u "+user, "a "+network(address)
	if _, known := b.known[ofUser+" "+ofAddress]; known {
		ofUser += " " + ofAddress
	}
	return ofUser, ofAddress
}

// network is the address as far as it belongs to one subscriber: a whole IPv4
// address, the first 64 bits of an IPv6 one.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	prefix, _ := ip.Prefix(64)
	return prefix.String()
}

// try counts a failure before the password is looked at, so that tries at the
// same time cannot outrun it. It returns a *SlowDownError where it is too soon.
func (b *brakes) try(user, address string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sweep()
	now := b.now()
	ofUser, ofAddress := b.keys(user, address)
	for _, key := range []string{ofUser, ofAddress} {
		if at := b.by[key]; at != nil && now.Before(at.until) {
			return &SlowDownError{at.until.Sub(now)}
		}
	}
	b.fail(ofUser, freeByUser)
	b.fail(ofAddress, freeByAddress)
	return nil
}

func (b *brakes) fail(key string, free int) {
	at := b.by[key]
	if at == nil || b.now().Sub(at.last) > forgotten {
		at = &brake{}
		b.by[key] = at
	}
	at.failures++
	at.last = b.now()
	if over := at.failures - free; over >= 0 {
		at.until = at.last.Add(min(longestDelay, firstDelay<<min(over, 20)))
	}
}

// right takes back the try that was counted, and remembers the address.
func (b *brakes) right(user, address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ofUser, ofAddress := b.keys(user, address)
	delete(b.by, ofUser)
	if at := b.by[ofAddress]; at != nil {
		at.failures--
		at.until = time.Time{}
	}
	b.known["u "+user+" a "+network(address)] = b.now()
}

// ofUser calls do with every count of a user.
func (b *brakes) ofUser(user string, do func(key string, at *brake)) {
	key := "u " + user
	for k, at := range b.by {
		if k == key || strings.HasPrefix(k, key+" a ") {
			do(k, at)
		}
	}
}

// waits is how long a user has to wait at the address where it is longest.
func (b *brakes) waits(user string) (longest time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ofUser(user, func(_ string, at *brake) { longest = max(longest, at.until.Sub(b.now())) })
	return longest
}

// release forgets the failures of a user.
func (b *brakes) release(user string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ofUser(user, func(key string, _ *brake) { delete(b.by, key) })
}

// sweep keeps both lists small: what is old goes, and if that is not enough
// any.
func (b *brakes) sweep() {
	if len(b.by) < maxBrakes && len(b.known) < maxBrakes {
		return
	}
	for key, at := range b.by {
		if len(b.by) >= maxBrakes/2 || b.now().Sub(at.last) > forgotten {
			delete(b.by, key)
		}
	}
	for key, at := range b.known {
		if len(b.known) >= maxBrakes/2 || b.now().Sub(at) > forgotten {
			delete(b.known, key)
		}
	}
}
