package claimreview

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonFile reads the entries of a file of JSON.
type jsonFile struct {
	*json.Decoder
	bytes *allowance
	see   func(Review) bool
}

func readJSON(r io.Reader, see func(Review) bool) error {
	bytes := &allowance{r, maxElement}
	f := jsonFile{json.NewDecoder(bytes), bytes, see}
	for {
		err := f.value()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// lists are the properties of a file's object that hold its entries.
var lists = map[string]bool{"dataFeedElement": true, "claims": true, "claimReviewMarkupPages": true, "@graph": true}

// value reads one value: an object with a list of entries, a list, or an entry.
func (f jsonFile) value() error {
	f.bytes.left = maxElement
	start, err := f.Token()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return wrap(err)
	}
	switch start {
	case json.Delim('['):
		return f.entries()
	case json.Delim('{'):
		return f.object()
	}
	return fmt.Errorf("%w: objects or lists are expected, not %v", ErrFormat, start)
}

// object reads the rest of an object. Its lists of entries are read one by one,
// and the object itself may be an entry.
func (f jsonFile) object() error {
	own := map[string]any{}
	for f.More() {
		key, err := f.Token()
		if err != nil {
			return wrap(err)
		}
		name, _ := key.(string)
		if lists[name] {
			if err := f.list(); err != nil {
				return err
			}
			continue
		}
		var v any
		if err := f.Decode(&v); err != nil {
			return wrap(err)
		}
		own[name] = v
	}
	if _, err := f.Token(); err != nil {
		return wrap(err)
	}
	return f.show(own)
}

// list reads a list of entries; anything else in its place is skipped.
func (f jsonFile) list() error {
	start, err := f.Token()
	switch {
	case err != nil:
		return wrap(err)
	case start == json.Delim('['):
		return f.entries()
	case start == json.Delim('{'):
		return f.object()
	}
	return nil
}

// entries reads the rest of a list.
func (f jsonFile) entries() error {
	for f.More() {
		f.bytes.left = maxElement
		var v any
		if err := f.Decode(&v); err != nil {
			return wrap(err)
		}
		if err := f.show(v); err != nil {
			return err
		}
	}
	_, err := f.Token()
	return wrap(err)
}

// show hands out the reviews of one entry.
func (f jsonFile) show(v any) error {
	for _, r := range append(Read(v), fromTools(v)...) {
		if !f.see(r) {
			return errEnough
		}
	}
	return nil
}

func wrap(err error) error {
	if err == nil || errors.Is(err, ErrFormat) {
		return err
	}
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: it is cut short", ErrFormat)
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}
