// Package say says what a report says in the languages of its readers: words
// and sentences from a catalogue for each language, with plural forms, dates,
// numbers, durations and the names of languages as that language has them, and
// the reasons of signals from their codes and facts.
package say

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
)

//go:embed *.yaml
var files embed.FS

// ErrLanguage: there is no catalogue of the language.
var ErrLanguage = errors.New("no catalogue of this language")

// Catalogue is the words of every language. It is safe for concurrent use.
type Catalogue struct {
	codes  []string
	mu     sync.Mutex
	voices map[string]*Voice // those that were asked for
}

// Voice says things in one language. It is safe for concurrent use.
type Voice struct {
	tag      language.Tag
	messages map[string]entry
	clauses  []string // the keys of reasons' conditional sentences, sorted
	names    display.Namer
	printer  *message.Printer
	claims   Claims // nil where narratives are said by their ids
}

// entry is a text, or a text for each plural form.
type entry struct {
	text  string
	forms map[string]string
}

// UnmarshalYAML reads a text, or a mapping from plural forms to texts.
func (e *entry) UnmarshalYAML(decode func(any) error) error {
	if err := decode(&e.text); err == nil {
		return nil
	}
	return decode(&e.forms)
}

// New finds the catalogues that come with the program. Each is read when it is
// asked for.
func New() (*Catalogue, error) {
	c := &Catalogue{voices: map[string]*Voice{}}
	found, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the catalogues: %w", err)
	}
	for _, f := range found {
		c.codes = append(c.codes, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return c, nil
}

func newVoice(code string) (*Voice, error) {
	tag, err := language.Parse(code)
	if err != nil {
		return nil, err
	}
	data, err := files.ReadFile(code + ".yaml")
	if err != nil {
		return nil, err
	}
	v := &Voice{tag: tag, names: display.Languages(tag), printer: message.NewPrinter(tag)}
	if err := yaml.Unmarshal(data, &v.messages); err != nil {
		return nil, err
	}
	for key := range v.messages {
		if strings.HasPrefix(key, "reason.") && strings.Contains(key, "?") {
			v.clauses = append(v.clauses, key)
		}
	}
	slices.Sort(v.clauses)
	return v, nil
}

// Languages lists the codes of the languages, sorted.
func (c *Catalogue) Languages() []string { return slices.Clone(c.codes) }

// For returns the voice of a language, by its code. For a language without a
// catalogue it returns an error that is ErrLanguage.
func (c *Catalogue) For(code string) (*Voice, error) {
	code = strings.ToLower(code)
	if !slices.Contains(c.codes, code) {
		return nil, fmt.Errorf("%w %q: use one of %s", ErrLanguage, code, strings.Join(c.codes, ", "))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, known := c.voices[code]; known {
		return v, nil
	}
	v, err := newVoice(code)
	if err != nil {
		return nil, fmt.Errorf("read the catalogue of %s: %w", code, err)
	}
	c.voices[code] = v
	return v, nil
}

// Code is the code of the voice's language.
func (v *Voice) Code() string { return v.tag.String() }
