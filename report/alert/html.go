package alert

import (
	_ "embed"
	"html/template"
	"strings"
)

//go:embed letter.html
var letterHTML string

// page is what the letter's HTML is made of.
type page struct {
	Language, Subject, More, Link, Footer string
	Notes                                 []string
	Groups                                []pageGroup
}

type pageGroup struct {
	Heading, Link string
	Entries       []pageEntry
}

type pageEntry struct {
	About string
	Entry
}

// html is the letter as one page that asks no other host for anything.
func (w words) html(d Digest, id string) (string, error) {
	letter, err := template.New("letter").Parse(letterHTML)
	if err != nil {
		return "", err
	}
	p := page{
		Language: w.Code(), Subject: w.subject(d), Link: d.Link,
		Footer: w.footer(d, id),
	}
	if d.Test {
		p.Notes = append(p.Notes, w.texts["test"])
	}
	if d.Loud {
		p.Notes = append(p.Notes, w.texts["loud"])
	}
	if d.More > 0 {
		p.More = w.line("more", "count", w.Number(d.More))
	}
	for _, g := range d.Groups {
		group := pageGroup{Heading: w.heading(d, g), Link: g.Link}
		for _, e := range g.Entries {
			group.Entries = append(group.Entries, pageEntry{w.about(e), e})
		}
		p.Groups = append(p.Groups, group)
	}
	var out strings.Builder
	err = letter.Execute(&out, p)
	return out.String(), err
}
