package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/klauspost/compress/gzip"
)

// volume is one file while it is written.
type volume struct {
	f    *os.File
	path string // the name it gets when it is whole
	info string // id of its warcinfo record
	size int64  // of the whole records in it
	torn bool   // there are bytes after them that could not be cut off
}

// create makes the file under its open name and claims it. It returns
// fs.ErrExist where the name is taken.
func create(path string) (*volume, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fs.ErrExist
	}
	f, err := os.OpenFile(path+suffixOpen, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return nil, err
	}
	if !claim(f) {
		f.Close()
		return nil, fs.ErrExist
	}
	return &volume{f: f, path: path, info: newID()}, nil
}

// append writes p whole or not at all and returns where it stands.
func (v *volume) append(p []byte) (int64, error) {
	at := v.size
	if _, err := v.f.WriteAt(p, at); err != nil {
		cut := v.f.Truncate(at)
		v.torn = cut != nil
		return 0, errors.Join(full(err), cut)
	}
	v.size += int64(len(p))
	return at, nil
}

// seal makes the file durable and gives it its final name.
func (v *volume) seal() error {
	err := errors.Join(v.f.Sync(), v.f.Close())
	if err != nil {
		return full(err)
	}
	return os.Rename(v.path+suffixOpen, v.path)
}

// discard removes a file that nothing was recorded in.
func (v *volume) discard() error {
	return errors.Join(v.f.Close(), os.Remove(v.path+suffixOpen))
}

// full marks the errors that mean there is no room.
func full(err error) error {
	for _, e := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	return err
}

// encoder turns drafts into gzip members.
type encoder struct {
	buf bytes.Buffer
	gz  *gzip.Writer
}

// encode returns the members one after another. The bytes are good until the
// next call.
func (e *encoder) encode(drafts ...draft) ([]byte, error) {
	e.buf.Reset()
	if e.gz == nil {
		e.gz = gzip.NewWriter(&e.buf)
	}
	for _, d := range drafts {
		e.gz.Reset(&e.buf)
		if err := d.write(e.gz); err != nil {
			return nil, fmt.Errorf("compress a record: %w", err)
		}
	}
	return e.buf.Bytes(), nil
}

// write writes the draft as one gzip member (ISO 28500 section 4 and annex D).
func (d draft) write(gz *gzip.Writer) error {
	length := 0
	for _, part := range d.block {
		length += len(part)
	}
	f := d.fields.with("WARC-Block-Digest", labelled(digest(d.block...))).
		with("Content-Length", fmt.Sprint(length))
	parts := [][]byte{[]byte("WARC/1.1\r\n"), f.bytes(), []byte("\r\n")}
	parts = append(append(parts, d.block...), []byte("\r\n\r\n"))
	for _, part := range parts {
		if _, err := gz.Write(part); err != nil {
			return err
		}
	}
	return gz.Close()
}

// syncDir makes new names in a folder durable, where the system can.
func syncDir(path string) {
	if d, err := os.Open(filepath.Clean(path)); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
