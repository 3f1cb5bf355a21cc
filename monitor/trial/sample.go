package trial

import (
	"strings"

	"github.com/qalxan/qalxan"
)

// Sample is an item as it would be stored, with its text cut.
type Sample struct {
	URL       string          `json:"url"`
	Canonical string          `json:"canonical,omitempty"`
	Identity  string          `json:"identity"`
	Title     string          `json:"title"`
	Dates     []qalxan.Date   `json:"dates"` // each with its origin, most trusted first
	Language  qalxan.Language `json:"language"`
	Author    string          `json:"author,omitempty"`
	Begins    string          `json:"begins"` // the first words of the text
	Words     int             `json:"words"`  // of the whole text
}

// firstWords is how many words of a text a sample shows.
const firstWords = 30

func (t *Trial) sample(i qalxan.Item) Sample {
	words := strings.Fields(i.Text)
	s := Sample{
		URL: i.URL, Canonical: i.Canonical, Identity: i.Identity, Title: i.Title, Author: i.Author, Dates: i.Dates,
		Language: t.languages.Detect(i.Title + "\n" + i.Text), Words: len(words),
		Begins: strings.Join(words[:min(len(words), firstWords)], " "),
	}
	if s.Dates == nil {
		s.Dates = []qalxan.Date{}
	}
	return s
}
