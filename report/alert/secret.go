package alert

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Secret names where a secret stands: env:NAME or file:PATH. It is never the
// secret itself, so that it may be shown and logged. It is read at every use, so
// that a new secret needs no restart.
type Secret string

// maxSecret bounds a secret, in bytes.
const maxSecret = 4096

var errSecret = errors.New("a secret is named, not written: env:NAME for a variable of the environment or file:PATH for a file")

func (s Secret) validate() error {
	kind, name, _ := strings.Cut(string(s), ":")
	if (kind != "env" && kind != "file") || name == "" {
		return errSecret
	}
	return nil
}

// read returns the secret, without white space around it.
func (s Secret) read(env func(string) string) (string, error) {
	kind, name, _ := strings.Cut(string(s), ":")
	value := ""
	switch kind {
	case "env":
		value = env(name)
	case "file":
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("reading a secret: %w", err)
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxSecret))
		if err != nil {
			return "", fmt.Errorf("reading a secret: %w", err)
		}
		value = string(data)
	default:
		return "", errSecret
	}
	if value = strings.TrimSpace(value); value == "" {
		return "", fmt.Errorf("%s holds nothing; put the secret there", s)
	}
	return value, nil
}
