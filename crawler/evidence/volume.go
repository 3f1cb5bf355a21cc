package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
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
		return 0, errors.Join(full(err), v.cut(at))
	}
	v.size += int64(len(p))
	return at, nil
}

// cut takes back what was written at an offset and behind it.
func (v *volume) cut(at int64) error {
	err := v.f.Truncate(at)
	v.size, v.torn = at, err != nil
	return err
}

// end makes the file durable and closes it.
func (v *volume) end() error { return full(errors.Join(v.f.Sync(), v.f.Close())) }

// seal gives a file that was ended its final name.
func (v *volume) seal() error { return os.Rename(v.path+suffixOpen, v.path) }

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

// syncDir makes new names in a folder durable, where the system can.
func syncDir(path string) {
	if d, err := os.Open(filepath.Clean(path)); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
