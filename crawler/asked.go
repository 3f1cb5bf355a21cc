package crawler

import "sync"

// asked is the hosts that the runs of a crawler are asking right now. It keeps
// runs from waiting at one host with workers that others could use.
type asked struct {
	mu    sync.Mutex
	hosts map[string]bool
}

// claim takes a host for one task, if no other has it.
func (a *asked) claim(host string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hosts[host] {
		return false
	}
	a.hosts[host] = true
	return true
}

func (a *asked) release(host string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.hosts, host)
}
