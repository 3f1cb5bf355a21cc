package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/embedding"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/configs"
)

type labMatchCmd struct {
	Narratives string `required:"" placeholder:"F" help:"JSON Lines {id,texts:[...]}, or YAML with narratives."`
	Top        int    `default:"5" help:"At most so many matches a text."`

	Embeddings string   `placeholder:"ADDRESS" help:"A server of embeddings: texts are compared by meaning too. QALXAN_EMBEDDINGS_KEY is its key."`
	Model      string   `placeholder:"M" help:"The model that the server is asked for."`
	Languages  []string `default:"en" help:"The languages that the model knows."`
}

// Help is shown by --help.
func (labMatchCmd) Help() string {
	return "Reads JSON Lines {id,text}; writes {id,matches:[{narrative,score,wording}]}, best first.\nExample:\n  qalxan lab match --narratives claims.jsonl --top 5 < posts.jsonl"
}

// narrativeMatch is one match in a line of output.
type narrativeMatch struct {
	Narrative string  `json:"narrative"`
	Score     float64 `json:"score"`
	Wording   string  `json:"wording"`
}

// Run ranks narratives for every text.
func (c labMatchCmd) Run(a *app) error {
	languages, err := language.New(language.Default())
	if err != nil {
		return err
	}
	narratives, names, err := c.read(languages)
	if err != nil {
		return usageError{err}
	}
	match, err := c.matcher(a, narratives)
	if err != nil {
		return usageError{err}
	}
	return a.mapLines(func(line []byte) (any, error) {
		doc, err := parseDocument(line)
		if err != nil {
			return nil, err
		}
		matches := []narrativeMatch{}
		for _, m := range match(doc.Text, languages.Detect(doc.Text).Code, c.Top) {
			matches = append(matches, narrativeMatch{Narrative: names[m.NarrativeID], Score: m.Score, Wording: m.Wording})
		}
		return map[string]any{"id": doc.ID, "matches": matches}, nil
	})
}

// matcher compares by words, and by meaning where a server is named. A server
// that does not answer is told of, and words alone decide.
func (c labMatchCmd) matcher(a *app, narratives []qalxan.Narrative) (func(text, language string, top int) []narrative.Match, error) {
	d, err := narrative.New(narratives)
	if err != nil || c.Embeddings == "" {
		return d.Match, err
	}
	client, err := embedding.New(embedding.Options{
		Address: c.Embeddings, Model: c.Model, Key: a.env("QALXAN_EMBEDDINGS_KEY"), Timeout: labTimeout,
	})
	if err != nil {
		return nil, err
	}
	m, err := narrative.NewMeaning(d, client, narrative.MeaningOptions{Languages: c.Languages})
	if err != nil {
		return nil, err
	}
	if err := m.Learn(a); err != nil {
		a.log.Warn("comparing by words alone", "error", err)
		return d.Match, nil
	}
	return func(text, language string, top int) []narrative.Match { return m.Match(a, text, language, top) }, nil
}

// labTimeout bounds one request for embeddings: a lab may wait.
const labTimeout = time.Minute

// read returns narratives with ids of our own, and the names that the file
// gives them.
func (c labMatchCmd) read(languages *language.Detector) ([]qalxan.Narrative, map[string]string, error) {
	data, err := os.ReadFile(c.Narratives)
	if err != nil {
		return nil, nil, err
	}
	names := map[string]string{}
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		narratives, err := configs.LoadNarratives(os.DirFS(filepath.Dir(c.Narratives)), filepath.Base(c.Narratives))
		for _, n := range narratives {
			names[n.ID] = n.ID
		}
		return narratives, names, err
	}
	var narratives []qalxan.Narrative
	err = eachLine(bytes.NewReader(data), func(line []byte) error {
		var claim struct {
			ID    string   `json:"id"`
			Texts []string `json:"texts"`
		}
		if err := json.Unmarshal(line, &claim); err != nil {
			return err
		}
		n := qalxan.Narrative{ID: fmt.Sprint("n", len(narratives)), Claim: claim.ID, Wordings: map[string][]string{}}
		for _, text := range claim.Texts {
			if text = strings.TrimSpace(text); text != "" {
				code := languages.Detect(text).Code
				n.Wordings[code] = append(n.Wordings[code], text)
			}
		}
		if len(n.Wordings) > 0 {
			names[n.ID] = claim.ID
			narratives = append(narratives, n)
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", c.Narratives, err)
	}
	return narratives, names, nil
}
