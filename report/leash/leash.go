// Package leash holds a template that somebody else wrote: it bounds how much
// it makes and how long it runs. [text/template] bounds neither, so one loop
// would keep a server busy for ever.
package leash

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"text/template"
	"text/template/parse"
)

// function is the name under which a held template counts its steps.
const function = "step"

// Leash takes what one run of a template writes. It is used once, by one
// goroutine.
type Leash struct {
	page        bytes.Buffer
	bytes, left int
}

// New returns a leash that ends a template with an error once it made more than
// so many bytes, or took more than so many steps: turns of loops and calls of
// parts.
func New(bytes, steps int) *Leash { return &Leash{bytes: bytes, left: steps} }

// Functions have to be among those of the template when it is parsed.
func (l *Leash) Functions() template.FuncMap { return template.FuncMap{function: l.step} }

// Hold makes the parts of a parsed template count their steps.
func (l *Leash) Hold(parts ...*parse.Tree) {
	for _, part := range parts {
		if part != nil {
			count(part.Root)
		}
	}
}

// Write implements [io.Writer].
func (l *Leash) Write(part []byte) (int, error) {
	if l.page.Len()+len(part) > l.bytes {
		return 0, fmt.Errorf("it makes more than %d MB", l.bytes>>20)
	}
	return l.page.Write(part)
}

// WriteTo writes on what the template made.
func (l *Leash) WriteTo(w io.Writer) (int64, error) { return l.page.WriteTo(w) }

func (l *Leash) step() (string, error) {
	if l.left--; l.left < 0 {
		return "", errors.New("it does not end")
	}
	return "", nil
}

// stepping is a piece that counts and shows nothing.
var stepping = template.Must(template.New("").
	Funcs(template.FuncMap{function: func() string { return "" }}).Parse("{{$_ := " + function + "}}")).Root.Nodes[0]

// count puts a step before each part and each turn of a loop.
func count(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.RangeNode:
			count(n.List)
			count(n.ElseList)
		case *parse.IfNode:
			count(n.List)
			count(n.ElseList)
		case *parse.WithNode:
			count(n.List)
			count(n.ElseList)
		}
	}
	list.Nodes = append([]parse.Node{stepping.Copy()}, list.Nodes...)
}
