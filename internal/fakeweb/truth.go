package fakeweb

import (
	"fmt"
	"io/fs"

	"github.com/qalxan/qalxan"
)

// Truth is what a run over a whole scenario must and must not find.
type Truth struct {
	Findings  []Expected  `yaml:"findings"`
	Forbidden []Forbidden `yaml:"forbidden"`
	// First is where the campaign began.
	First    string `yaml:"first"`
	Campaign struct {
		Members []string `yaml:"members"`
		Sources int      `yaml:"sources"`
	} `yaml:"campaign"`
	Edits struct {
		Silent string `yaml:"silent"`
		Honest string `yaml:"honest"`
	} `yaml:"edits"`
}

// Expected is a finding that must be there.
type Expected struct {
	URL       string            `yaml:"url"`
	Level     qalxan.Level      `yaml:"level"`
	Detectors []qalxan.Detector `yaml:"detectors"`
	Why       string            `yaml:"why"`
}

// Forbidden is an address that must not be flagged: no finding at Level or
// above, and no signal of Detectors.
type Forbidden struct {
	URL       string            `yaml:"url"`
	Level     qalxan.Level      `yaml:"level"` // LevelSignal where the file says nothing
	Detectors []qalxan.Detector `yaml:"detectors"`
	Why       string            `yaml:"why"`
}

// LoadTruth reads truth.yaml.
func LoadTruth(fsys fs.FS) (*Truth, error) {
	var t Truth
	if err := decode(fsys, "truth.yaml", &t); err != nil {
		return nil, fmt.Errorf("read the truth of a scenario: %w", err)
	}
	for i := range t.Forbidden {
		if t.Forbidden[i].Level == "" {
			t.Forbidden[i].Level = qalxan.LevelSignal
		}
	}
	return &t, nil
}

// URLs lists every address that the truth names.
func (t *Truth) URLs() []string {
	all := append([]string{t.First, t.Edits.Silent, t.Edits.Honest}, t.Campaign.Members...)
	for _, e := range t.Findings {
		all = append(all, e.URL)
	}
	for _, f := range t.Forbidden {
		all = append(all, f.URL)
	}
	return all
}
