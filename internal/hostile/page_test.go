package hostile

import (
	"bytes"
	"html/template"
	"io"
	"testing"
	texttemplate "text/template"
)

const shown = `<!doctype html><html><head><title>{{.}}</title><link rel="stylesheet" href="/x.css"></head><body><main><h1>{{.}}</h1>
<form action="/do"><input name="q" value="{{.}}"></form><a href="/x?q={{.}}">{{.}}</a><p class="note" title="{{.}}">{{.}}</p></main></body></html>`

// TestFaultsAreSeen shows each text on a page that escapes, where nothing may
// be seen, and every markup on one that does not, where it must.
func TestFaultsAreSeen(t *testing.T) {
	escaped := template.Must(template.New("").Parse(shown))
	bare := texttemplate.Must(texttemplate.New("").Parse(shown))
	var p Pages
	for i := range Texts() {
		p.Learn(page(t, escaped, Harmless(i)))
	}
	for i, text := range Texts() {
		if faults := p.Faults(page(t, escaped, text), page(t, escaped, Harmless(i))); len(faults) > 0 {
			t.Errorf("text %d, %.40q, is escaped: %q", i, text, faults)
		}
	}
	missed, families := 0, Families()[:4] // scripts, attributes, elements, drawings
	for _, f := range families {
		for _, text := range f.Texts {
			if len(p.Faults(page(t, bare, text), page(t, bare, "x"))) == 0 {
				missed++
				t.Logf("%q is no markup where it stands", text)
			}
		}
	}
	if missed > 12 {
		t.Errorf("%d texts of markup are not seen where nothing escapes", missed)
	}
}

// maker is a template of either kind.
type maker interface{ Execute(io.Writer, any) error }

func page(t *testing.T, on maker, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := on.Execute(&out, text); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestLinksAreHeld tries where a link may lead.
func TestLinksAreHeld(t *testing.T) {
	p := Pages{Hosts: []string{"crawled.example"}, Genuine: map[string]bool{"https://evil.example/bare": true}}
	p.Learn([]byte(`<a href="/">x</a>`))
	for address, held := range map[string]bool{
		"/findings": false, "#a": false, "https://crawled.example/x": false, "https://evil.example/bare": false,
		"//evil.example": true, "https://evil.example/": true, "javascript:1": true, "data:text/html,x": true, "evil": true, "JaVaScRiPt:1": true,
	} {
		var out bytes.Buffer
		if err := texttemplate.Must(texttemplate.New("").Parse(`<a href="{{.}}">x</a>`)).Execute(&out, address); err != nil {
			t.Fatal(err)
		}
		if got := len(p.Faults(out.Bytes(), nil)) > 0; got != held {
			t.Errorf("%s: held %t, want %t", address, got, held)
		}
	}
}
