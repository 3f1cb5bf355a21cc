package html

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/report/paper"
)

// TestHeldTemplates: a template that runs without end, or makes without end, is
// an error and not a busy server.
func TestHeldTemplates(t *testing.T) {
	for name, tt := range map[string]struct{ source, want string }{
		"a loop that shows nothing": {`{{range 1000000000000}}{{end}}`, "does not end"},
		"in a branch":               {`{{if true}}{{range 1000000000000}}{{if false}}x{{end}}{{end}}{{end}}`, "does not end"},
		"a part that calls itself":  {`{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`, "does not end"},
	} {
		err := write(new(bytes.Buffer), &paper.Paper{Title: "t"}, tt.source, 10_000)
		if !errors.Is(err, ErrTemplate) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var out bytes.Buffer
	if err := write(&out, &paper.Paper{Title: "a<b"}, `{{range 3}}{{$.Title}}{{end}}`, 10); err != nil || out.String() != "a&lt;ba&lt;ba&lt;b" {
		t.Errorf("a short loop: %q, %v", out.String(), err)
	}
}
