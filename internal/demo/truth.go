package demo

import (
	"io/fs"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/internal/fakeweb"
)

// loadTruth reads the truth with its addresses as identities are spelt.
func loadTruth(fsys fs.FS) (*fakeweb.Truth, error) {
	t, err := fakeweb.LoadTruth(fsys)
	if err != nil {
		return nil, err
	}
	spelt := []*string{&t.First, &t.Edits.Silent, &t.Edits.Honest}
	for i := range t.Findings {
		spelt = append(spelt, &t.Findings[i].URL)
	}
	for i := range t.Forbidden {
		spelt = append(spelt, &t.Forbidden[i].URL)
	}
	for i := range t.Campaign.Members {
		spelt = append(spelt, &t.Campaign.Members[i])
	}
	for _, address := range spelt {
		if *address, err = frontier.Normalize(*address); err != nil {
			return nil, err
		}
	}
	return t, nil
}
