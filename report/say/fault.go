package say

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// faultPrefix begins the keys of faults: why something could not be fetched, or
// was left out. They are kept in the record as English sentences.
const faultPrefix = "fault."

// maxFault bounds the sentence that is looked at, in bytes, and maxNesting how
// many sentences may stand inside each other.
const (
	maxFault   = 2000
	maxNesting = 3
)

// pattern recognises an English sentence and finds its facts.
type pattern struct {
	key   string
	form  *regexp.Regexp
	names []string
}

// patterns are those of the English catalogue, the longest first.
var patterns = sync.OnceValues(func() ([]pattern, error) {
	english, err := newVoice("en")
	if err != nil {
		return nil, err
	}
	var all []pattern
	for key, e := range english.messages {
		if strings.HasPrefix(key, faultPrefix) {
			all = append(all, patternOf(key, e.text))
		}
	}
	slices.SortFunc(all, func(a, b pattern) int {
		if d := len(english.messages[b.key].text) - len(english.messages[a.key].text); d != 0 {
			return d
		}
		return strings.Compare(a.key, b.key)
	})
	return all, nil
})

func patternOf(key, sentence string) pattern {
	p := pattern{key: key}
	var form strings.Builder
	last := 0
	for _, at := range slot.FindAllStringSubmatchIndex(sentence, -1) {
		form.WriteString(regexp.QuoteMeta(sentence[last:at[0]]) + `(.+?)`)
		p.names, last = append(p.names, sentence[at[2]:at[3]]), at[1]
	}
	form.WriteString(regexp.QuoteMeta(sentence[last:]))
	p.form = regexp.MustCompile(`(?s)^` + form.String() + `\.?$`)
	return p
}

// Fault says a sentence of the crawler in this language. One that is not known
// stands as it is: it holds foreign text anyway.
func (v *Voice) Fault(sentence string) string { return v.fault(sentence, 0) }

func (v *Voice) fault(sentence string, depth int) string {
	all, err := patterns()
	if err != nil || v.Code() == "en" || len(sentence) > maxFault || depth > maxNesting {
		return sentence
	}
	for _, p := range all {
		found := p.form.FindStringSubmatch(sentence)
		if found == nil {
			continue
		}
		facts := map[string]string{}
		for i, name := range p.names {
			facts[name] = found[i+1]
			if name == "why" {
				facts[name] = v.fault(found[i+1], depth+1)
			}
		}
		if text, whole := v.fill(v.messages[p.key].text, facts); whole {
			return text
		}
	}
	return sentence
}
