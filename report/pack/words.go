package pack

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/report/say"
)

//go:embed words
var catalogues embed.FS

// standard is the language of platforms and wikis that expect no other of ours.
const standard = "en"

// words are those of one language.
type words map[string]string

// wordsOf reads the words of a language; an unknown one is ErrRequest.
func wordsOf(language string) (words, error) {
	var w words
	if strings.ContainsAny(language, "/.") {
		return nil, fmt.Errorf("%w: %w %.20q; use az, en or ru", ErrRequest, say.ErrLanguage, language)
	}
	data, err := catalogues.ReadFile(path.Join("words", language+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w %.20q; use az, en or ru", ErrRequest, say.ErrLanguage, language)
	}
	return w, yaml.Unmarshal(data, &w)
}

// line is the text of a key with what fills its {names}: name, value, and so on.
func (w words) line(key string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(w[key])
}

// minute is a moment as the whole world writes it (ISO 8601, to the minute).
func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
