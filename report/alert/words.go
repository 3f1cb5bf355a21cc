package alert

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/report/say"
)

//go:embed words
var catalogues embed.FS

// words are those of one language: the report's, and those of letters.
type words struct {
	*say.Voice
	texts map[string]string
}

// wordsOf reads the words of a language; English where none is named.
func wordsOf(language string) (words, error) {
	if language == "" {
		language = "en"
	}
	all, err := say.New()
	if err != nil {
		return words{}, err
	}
	voice, err := all.For(language)
	if err != nil {
		return words{}, err
	}
	w := words{Voice: voice}
	data, err := catalogues.ReadFile(path.Join("words", voice.Code()+".yaml"))
	if err != nil {
		return words{}, fmt.Errorf("%w %q", say.ErrLanguage, language)
	}
	return w, yaml.Unmarshal(data, &w.texts)
}

// line is the text of a key with what fills its {names}: name, value, and so on.
func (w words) line(key string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(w.texts[key])
}
