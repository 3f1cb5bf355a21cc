package configs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/qalxan/qalxan/classify/embedding"
)

// Factcheck says which claims were reviewed already.
type Factcheck struct {
	// Files hold reviews, relative to the configuration: Google's or Data
	// Commons' feed, ClaimReview as JSON or JSON Lines, or CSV. They are read at
	// the start. Reviews on pages of reliable sources (grade A or B) are taken
	// up too.
	Files []string `yaml:"files"`
}

// Embeddings is a server that tells the meaning of texts by the
// OpenAI-compatible protocol. Without an address words alone decide.
type Embeddings struct {
	Address string `yaml:"address"`
	Model   string `yaml:"model"`
	// Key comes from the environment alone.
	Key string `yaml:"-"`
	// Languages are those that the model knows. Default: English.
	Languages []string `yaml:"languages"`
	// Share is what the meaning counts beside the words, and Threshold the least
	// cosine of a hit, both 0 to 1; 0 for the defaults.
	Share     float64       `yaml:"share"`
	Threshold float64       `yaml:"threshold"`
	Batch     int           `yaml:"batch"`
	Timeout   time.Duration `yaml:"timeout"`
	Rest      time.Duration `yaml:"rest"`
}

// Options are those of the client.
func (e Embeddings) Options() embedding.Options {
	return embedding.Options{
		Address: e.Address, Model: e.Model, Key: e.Key, Batch: e.Batch, Timeout: e.Timeout, Rest: e.Rest,
	}
}

func (e Embeddings) validate() error {
	if e.Address == "" {
		if e.Model != "" {
			return errors.New("embeddings.address: give the address of the server that has the model")
		}
		return nil
	}
	if _, err := embedding.New(e.Options()); err != nil {
		return fmt.Errorf("embeddings: %w", err)
	}
	if e.Share < 0 || e.Share > 1 || e.Threshold < 0 || e.Threshold > 1 {
		return errors.New("embeddings: share and threshold lie between 0 and 1")
	}
	return nil
}

// Open opens a file that the configuration names: relative to the
// configuration, or anywhere.
func (c Config) Open(name string) (io.ReadCloser, error) {
	if c.folder == nil || filepath.IsAbs(name) {
		return os.Open(name)
	}
	return c.folder.Open(filepath.ToSlash(filepath.Clean(name)))
}
