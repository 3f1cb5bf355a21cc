package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// written is who writes, and why.
type written struct {
	By     string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who writes."`
	Reason string `help:"Why, in a sentence. It is kept."`
	JSON   bool   `help:"Print what was kept as JSON."`
}

func (w written) author(seen int) watchlist.Author {
	return watchlist.Author{By: w.By, Why: w.Reason, Seen: seen}
}

// send sends a change and says what was kept.
func (w written) send(a *app, s *session, path string, change any, say string) error {
	var k store.Kept
	if err := s.call(a, http.MethodPost, path, change, &k); err != nil {
		return err
	}
	if w.JSON {
		return json.NewEncoder(a.out).Encode(k)
	}
	a.printf("%s %s, version %d\n", say, k.Subject, k.Version)
	return nil
}

// fileOf is a file that holds one thing, in YAML or JSON.
type fileOf struct {
	File string `arg:"" help:"A file with it, in the form of the configuration; - for standard input."`
}

// maxWritten bounds such a file, in bytes.
const maxWritten = 256 << 10

// read reads the file into one thing.
func (f fileOf) read(a *app, into any) error {
	from := a.in
	if f.File != "-" {
		file, err := os.Open(f.File)
		if err != nil {
			return usageError{err}
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, maxWritten+1))
	if err != nil {
		return err
	}
	if len(data) > maxWritten {
		return usagef("%s is longer than %d bytes", f.File, maxWritten)
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return usagef("%s is empty", f.File)
		}
		return usagef("%s:\n%s", f.File, yaml.FormatError(err, false, true))
	}
	return nil
}
