package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// ready leaves w.volume with room for another exchange.
func (w *Writer) ready() error {
	if w.closed {
		return ErrClosed
	}
	if w.volume != nil && w.volume.size < w.options.MaxSize {
		return nil
	}
	if err := w.seal(); err != nil {
		return err
	}
	v, err := w.create()
	if err != nil {
		return fmt.Errorf("begin an evidence file: %w", full(err))
	}
	if err := w.introduce(v); err != nil {
		return errors.Join(err, v.discard())
	}
	w.volume = v
	return nil
}

// create begins a file under the first name that is free.
func (w *Writer) create() (*volume, error) {
	for {
		w.serial++
		name := fmt.Sprintf("qalxan-%s-%05d%s", w.options.Now().UTC().Format("20060102150405"), w.serial, suffixWhole)
		v, err := create(filepath.Join(w.dir, name))
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		return v, err
	}
}

// introduce writes the warcinfo record (ISO 28500 section 6.2).
func (w *Writer) introduce(v *volume) error {
	f := Fields{}.with("WARC-Type", "warcinfo").
		with("WARC-Record-ID", "<"+v.info+">").
		with("WARC-Date", stamp(w.options.Now())).
		with("WARC-Filename", filepath.Base(v.path)).
		with("Content-Type", "application/warc-fields")
	block := Fields{}.with("software", w.options.Software).
		with("operator", w.options.Contact).
		with("format", "WARC file version 1.1").
		with("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	p, err := w.enc.encode(draft{f, [][]byte{block.bytes()}})
	if err != nil {
		return err
	}
	if _, err := v.append(p); err != nil {
		return err
	}
	syncDir(w.dir)
	return nil
}

func (w *Writer) seal() error {
	if w.volume == nil {
		return nil
	}
	v := w.volume
	w.volume = nil
	if err := v.seal(); err != nil {
		return fmt.Errorf("close the evidence file %s: %w", filepath.Base(v.path), err)
	}
	syncDir(w.dir)
	return nil
}
