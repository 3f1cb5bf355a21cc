package report

import "github.com/qalxan/qalxan/report/paper"

// Link returns the address if it may be linked to: an absolute http or https
// address with a host. For everything else it returns nothing, and the address
// is to be shown as text.
func Link(address string) string { return paper.Link(address) }
