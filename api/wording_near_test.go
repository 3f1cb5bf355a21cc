package api_test

import (
	"strings"
	"testing"

	"github.com/qalxan/qalxan/api/apitest"
)

// TestNear: what lacks one word is near, what has all is not, and no wording is
// too odd to be asked about.
func TestNear(t *testing.T) {
	l := apitest.Open(t)
	all, err := l.Try(t.Context(), "körpü gizli")
	if err != nil || all.Total == 0 {
		t.Fatalf("%d, %v", all.Total, err)
	}
	near, err := l.Near(t.Context(), "körpü gizli zzzz")
	if err != nil || near.Total < all.Total {
		t.Errorf("%d lack one word, %v", near.Total, err)
	}
	for _, odd := range []string{"", "körpü", "?! \u202e", strings.Repeat("söz ", 40), strings.Repeat(strings.Repeat("ə", 60)+" ", 8), apitest.Hostile} {
		if _, err := l.Near(t.Context(), odd); err != nil {
			t.Errorf("%.40q: %v", odd, err)
		}
	}
}
