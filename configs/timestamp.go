package configs

import (
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Evidence is how what was collected is kept as evidence.
type Evidence struct {
	Timestamp Timestamp `yaml:"timestamp"`
}

// Timestamp is the authority that says when evidence existed (RFC 3161). It is
// off without an address.
type Timestamp struct {
	// URL is asked for time stamps. It is the operator's own choice, so it may
	// be in a private network.
	URL string `yaml:"url"`
	// Every is the least time between two stamps, 1 minute to 30 days.
	Every time.Duration `yaml:"every"`
	// Roots is the PEM file of the root certificates that are trusted.
	Roots string `yaml:"roots"`
}

func (t Timestamp) validate() error {
	if t.URL == "" {
		return nil
	}
	u, err := url.Parse(t.URL)
	switch {
	case err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "":
		return fmt.Errorf("evidence.timestamp.url: %q is no address; give one that begins with https:// or http://", t.URL)
	case t.Every < time.Minute || t.Every > 30*24*time.Hour:
		return fmt.Errorf("evidence.timestamp.every: %s is not between 1m and 720h", t.Every)
	case t.Roots == "":
		return errors.New("evidence.timestamp.roots: name the PEM file with the root certificates of the authority, so that its time stamps can be verified")
	}
	return nil
}
