package configs

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan/report/translate"
)

// Translator is a server that translates items when a person asks for it, by
// the protocol of LibreTranslate. It is off without an address.
type Translator struct {
	// Address is the operator's own choice, so it may be in a private network.
	Address string `yaml:"address"`
	// Key comes from the environment alone.
	Key string `yaml:"-"`
	// Languages are those that the server knows; all without any.
	Languages []string `yaml:"languages"`
	// MaxCharacters is how many letters of a text are sent, and Timeout bounds
	// the translation of one item; 0 for the defaults.
	MaxCharacters int           `yaml:"max_characters"`
	Timeout       time.Duration `yaml:"timeout"`
}

// Options are those of the client.
func (t Translator) Options() translate.Options {
	return translate.Options{
		Address: t.Address, Key: t.Key, Languages: t.Languages, Most: t.MaxCharacters, Timeout: t.Timeout,
	}
}

func (t Translator) validate() error {
	if t.Address == "" {
		if len(t.Languages) > 0 || t.MaxCharacters != 0 || t.Timeout != 0 {
			return errors.New("translator.address: give the address of the server that translates")
		}
		return nil
	}
	if err := knownLanguages(slices.Values(t.Languages)); err != nil {
		return fmt.Errorf("translator.languages: %w", err)
	}
	if _, err := translate.New(t.Options()); err != nil {
		return fmt.Errorf("translator: %w", err)
	}
	return nil
}
