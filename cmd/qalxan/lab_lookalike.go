package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/qalxan/qalxan/classify/lookalike"
)

type labLookalikeCmd struct {
	Brands string `required:"" placeholder:"F" help:"A brand's domain a line; after it, further domains of its own and labels."`
}

// Help is shown by --help.
func (labLookalikeCmd) Help() string {
	return "Reads a domain a line; writes {domain,brand,kind,score}, brand empty where it imitates none.\nExample:\n  qalxan lab lookalike --brands brands.txt < domains.txt"
}

// lookalikeLine is a line of output.
type lookalikeLine struct {
	Domain string         `json:"domain"`
	Brand  string         `json:"brand"`
	Kind   lookalike.Kind `json:"kind"`
	Score  float64        `json:"score"`
}

// Run tells for every domain which brand it imitates.
func (c labLookalikeCmd) Run(a *app) error {
	brands, err := c.read()
	if err != nil {
		return err
	}
	d, err := lookalike.New(lookalike.Options{Brands: brands})
	if err != nil {
		return usageError{err}
	}
	encode, flush := a.lineWriter()
	err = eachLine(a.in, func(line []byte) error {
		domain := strings.TrimSpace(string(line))
		if domain == "" {
			return nil
		}
		m, _ := d.Match(domain)
		return encode(lookalikeLine{Domain: domain, Brand: m.Brand, Kind: m.Kind, Score: m.Score})
	})
	return errors.Join(err, flush())
}

// read reads the file of brands; blank lines and those that begin with # are
// none.
func (c labLookalikeCmd) read() ([]lookalike.Brand, error) {
	f, err := os.Open(c.Brands)
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	var brands []lookalike.Brand
	err = eachLine(f, func(line []byte) error {
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			return nil
		}
		b, err := lookalike.ParseBrand(text)
		brands = append(brands, b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Brands, err)
	}
	return brands, nil
}
