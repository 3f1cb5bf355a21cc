package pack

import (
	"fmt"
	"strings"

	"github.com/qalxan/qalxan/store"
)

// Text is a pack as plain text: where each part is to be sent, and what goes
// into each field.
func Text(p store.Pack) string {
	var out strings.Builder
	for i, part := range p.Parts {
		fmt.Fprintf(&out, "[%d/%d] %s\n", i+1, len(p.Parts), part.To)
		for _, f := range part.Fields {
			fmt.Fprintf(&out, "\n%s:\n%s\n", f.Key, strings.TrimRight(f.Text, "\n"))
		}
		out.WriteString("\n")
	}
	return out.String()
}
