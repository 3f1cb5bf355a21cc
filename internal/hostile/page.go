package hostile

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Pages holds pages to what the same pages are made of where nothing hostile is
// shown. The zero value knows nothing; Learn first.
type Pages struct {
	known map[string]bool
	// Hosts are those that links may lead to, beside the addresses of Genuine.
	Hosts []string
	// Genuine are foreign addresses that are links by right.
	Genuine map[string]bool
}

// Learn takes a page without anything hostile for what pages are made of: its
// elements, their attributes, and their classes.
func (p *Pages) Learn(page []byte) {
	if p.known == nil {
		p.known = map[string]bool{}
	}
	for shape := range shapes(elements(page)) {
		p.known[shape] = true
	}
}

// Faults says what of a page came alive: what no harmless page is made of, what
// can act and is there more or less often than on its twin, the same page of the
// harmless record, and links that lead where none should. Without a twin only
// what pages are made of is held.
func (p *Pages) Faults(page, twin []byte) []string {
	var out []string
	all := elements(page)
	got := shapes(all)
	for _, shape := range slices.Sorted(maps.Keys(got)) {
		if !p.known[shape] {
			out = append(out, "no page of ours has "+shape)
		}
	}
	if twin != nil {
		want := shapes(elements(twin))
		for _, shape := range slices.Sorted(maps.Keys(merged(got, want))) {
			if active[element(shape)] && got[shape] != want[shape] {
				out = append(out, fmt.Sprintf("%s stands there %d times and not %d", shape, got[shape], want[shape]))
			}
		}
	}
	for _, n := range all {
		for _, a := range n.Attr {
			if fault := p.attribute(n, a); fault != "" {
				out = append(out, fault)
			}
		}
	}
	return out
}

// active are elements that do something: their number does not follow from any
// text.
var active = set("script style link meta base form input button select textarea img image iframe frame object embed video audio source title body html head main h1 svg math template dialog noscript")

// loading are attributes that make a browser ask for something, or act.
var loading = set("src srcset srcdoc background action formaction data poster ping cite longdesc manifest xlink:href style")

func (p *Pages) attribute(n *html.Node, a html.Attribute) string {
	key, what := a.Key, fmt.Sprintf("<%s %s=%.80q>", n.Data, a.Key, a.Val)
	if a.Namespace != "" {
		key = a.Namespace + ":" + key
	}
	switch {
	case strings.HasPrefix(key, "on"), key == "http-equiv" && a.Val != "Content-Security-Policy":
		return what + " acts"
	case key == "action" && n.Data == "form", key == "src" && n.Data == "script":
		if !strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//") {
			return what + " leaves the house"
		}
	case loading[key]:
		return what + " acts"
	case key == "href":
		if !p.leads(n, a.Val) {
			return what + " leads where it should not"
		}
	}
	return ""
}

// leads reports whether a link may lead there.
func (p *Pages) leads(n *html.Node, address string) bool {
	u, err := url.Parse(address)
	switch {
	case n.Data == "link" && address == "data:,":
		return true
	case err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "":
		return false
	case u.Host == "":
		return strings.HasPrefix(address, "/") || strings.HasPrefix(address, "#") || strings.HasPrefix(address, "?")
	}
	return p.Genuine[address] || slices.Contains(p.Hosts, u.Host)
}

// shapes counts what a page is made of.
func shapes(all []*html.Node) map[string]int {
	out := map[string]int{}
	for _, n := range all {
		name := n.Data
		if n.Namespace != "" {
			name = n.Namespace + ":" + name
		}
		out["<"+name+">"]++
		for _, a := range n.Attr {
			out["<"+name+"> with "+a.Key]++
			if a.Key == "class" || a.Key == "rel" || a.Key == "type" || a.Key == "role" {
				out[fmt.Sprintf("<%s> with %s=%q", name, a.Key, a.Val)]++
			}
		}
		if n.Data == "script" || n.Data == "style" {
			out[fmt.Sprintf("<%s> that says %.60q", name, said(n))]++
		}
	}
	return out
}

// element is that of a shape.
func element(shape string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(shape, "<"), ">")
	_, local, found := strings.Cut(name, ":")
	if found {
		return local
	}
	return name
}

func said(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		out.WriteString(c.Data)
	}
	return out.String()
}

func elements(page []byte) (all []*html.Node) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil // of a reader in memory there is none
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func merged(a, b map[string]int) map[string]int {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
