package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
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

// introduce writes the warcinfo record.
func (w *Writer) introduce(v *volume) error {
	info := warcinfo(v.info, filepath.Base(v.path), w.options.Now(), w.options.Software, w.options.Contact)
	p, err := w.enc.encode(info)
	if err != nil {
		return err
	}
	if _, err := v.append(p); err != nil {
		return err
	}
	// The chain never speaks of a file that a power cut could take back.
	if err := v.f.Sync(); err != nil {
		return full(err)
	}
	syncDir(w.dir)
	return w.link(v, Link{Record: v.info, Payload: hexSum(info.block...)}, p)
}

// link adds the line of the records p of a file.
func (w *Writer) link(v *volume, l Link, p []byte) error {
	l.Time, l.File, l.Size, l.Digest = w.options.Now(), filepath.Base(v.path), int64(len(p)), hexSum(p)
	return w.chain.append(l)
}

func (w *Writer) seal() error {
	if w.volume == nil {
		return nil
	}
	v := w.volume
	w.volume = nil
	// A file with its final name is not looked at again: the chain has to speak
	// of all of it by then.
	if err := w.chain.sync(); err != nil {
		w.lose(err)
		return errors.Join(fmt.Errorf("sync the chain: %w", err), v.f.Close())
	}
	if err := v.end(); err != nil {
		w.lose(err)
		return fmt.Errorf("close the evidence file %s: %w", filepath.Base(v.path), err)
	}
	if err := v.seal(); err != nil {
		return fmt.Errorf("name the evidence file %s: %w", filepath.Base(v.path), err)
	}
	syncDir(w.dir)
	if w.ended != nil {
		w.ended()
	}
	return nil
}

// warcinfo describes a file (ISO 28500 section 6.2).
func warcinfo(id, file string, at time.Time, software, contact string) draft {
	f := Fields{}.with("WARC-Type", "warcinfo").
		with("WARC-Record-ID", "<"+id+">").
		with("WARC-Date", stamp(at)).
		with("WARC-Filename", file).
		with("Content-Type", "application/warc-fields")
	block := Fields{}.with("software", software).
		with("operator", contact).
		with("format", "WARC file version 1.1").
		with("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	return draft{f, [][]byte{block.bytes()}}
}
