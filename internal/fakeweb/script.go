package fakeweb

import (
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
)

// The shapes of a scenario's files; docs/fakeweb.md describes them.

type script struct {
	Title string       `yaml:"title"`
	Start time.Time    `yaml:"start"`
	End   time.Time    `yaml:"end"`
	Hosts []hostScript `yaml:"hosts"`
}

type hostScript struct {
	Name     string          `yaml:"name"`
	Outlet   string          `yaml:"outlet"`
	About    string          `yaml:"about"`
	Language string          `yaml:"language"`
	Layout   newsroom.Layout `yaml:"layout"`
	Feed     newsroom.Feed   `yaml:"feed"`
	Charset  string          `yaml:"charset"`
	Since    time.Time       `yaml:"since"`
	Robots   string          `yaml:"robots"`
	Articles string          `yaml:"articles"` // a file
	Wiki     string          `yaml:"wiki"`     // a file
}

type articleScript struct {
	Path      string       `yaml:"path"`
	Published time.Time    `yaml:"published"`
	Author    string       `yaml:"author"`
	Title     string       `yaml:"title"`
	Text      string       `yaml:"text"`
	Edits     []editScript `yaml:"edits"`
}

type editScript struct {
	At       time.Time `yaml:"at"`
	Modified bool      `yaml:"modified"` // the page admits the change
	Title    string    `yaml:"title"`
	Gone     bool      `yaml:"gone"`
	Change   change    `yaml:",inline"`
}

type wikiScript struct {
	Title     string           `yaml:"title"`
	Revisions []revisionScript `yaml:"revisions"`
}

type revisionScript struct {
	At      time.Time `yaml:"at"`
	User    string    `yaml:"user"`
	Comment string    `yaml:"comment"`
	Undo    bool      `yaml:"undo"` // back to the text before the last revision
	Change  change    `yaml:",inline"`
}

// change is how a text becomes the next one: a new text, or passages that are
// replaced, and what is added to the end.
type change struct {
	Text    string        `yaml:"text"`
	Replace []replacement `yaml:"replace"`
	Append  string        `yaml:"append"`
}

type replacement struct {
	Old string `yaml:"old"`
	New string `yaml:"new"`
}

// apply returns the changed text. Every old passage must stand in it once.
// How lines are wrapped in a file means nothing.
func (c change) apply(text string) (string, error) {
	if c.Text != "" {
		text = unwrap(c.Text)
	}
	for i, r := range c.Replace {
		old := unwrap(r.Old)
		if n := strings.Count(text, old); old == "" || n != 1 {
			return "", fmt.Errorf("replace[%d].old: %q stands %d times in the text, not once", i, old, n)
		}
		text = strings.Replace(text, old, unwrap(r.New), 1)
	}
	return unwrap(text + "\n\n" + c.Append), nil
}

// paragraphs parts a text at its empty lines and joins the lines of each part.
func paragraphs(text string) []string {
	var all []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			all = append(all, p)
		}
	}
	return all
}

func unwrap(text string) string { return strings.Join(paragraphs(text), "\n\n") }
