package page

import "github.com/qalxan/qalxan/crawler/frontier"

// Tasks collects tasks, each address once and in its one spelling.
type Tasks struct {
	List  []frontier.Task
	known map[string]bool
}

// Add adds a task unless its address is known or is none.
func (t *Tasks) Add(task frontier.Task) {
	address, err := frontier.Normalize(task.URL)
	if err != nil || t.known[address] {
		return
	}
	if t.known == nil {
		t.known = map[string]bool{}
	}
	t.known[address] = true
	task.URL = address
	t.List = append(t.List, task)
}
