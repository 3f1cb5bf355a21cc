package extract

import "testing"

// TestShortPages holds that a page of few words is read as it stands.
func TestShortPages(t *testing.T) {
	for page, want := range map[string]string{
		"<html><head><title>T</title></head><body><h1>Head</h1><p>This is a short text.</p></body></html>": "This is a short text.",
		"<html><body><p>Yes.</p></body></html>": "Yes.",
	} {
		a, err := New(Options{Now: fixed}).Extract([]byte(page), "https://a.example/short")
		if err != nil || a.Text != want {
			t.Errorf("%s: %q, want %q (%v)", page, a.Text, want, err)
		}
	}
}
