package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/qalxan/qalxan"
)

// Read returns the record at a place in the evidence folder, its digests
// compared with what it holds. A file that is still being written is read as
// well. An error is fs.ErrNotExist where the file is gone and ErrDamaged where
// its bytes are not what was written.
func Read(dir string, at qalxan.WARCLocation) (Record, error) {
	f, err := openVolume(dir, at.File)
	if err != nil {
		return Record{}, fmt.Errorf("read evidence: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Record{}, fmt.Errorf("read evidence: %w", err)
	}
	if at.Offset < 0 || at.Offset >= info.Size() {
		return Record{}, fmt.Errorf("read evidence: %w: %s has no record at %d", ErrDamaged, at.File, at.Offset)
	}
	s := &scanner{r: f, size: info.Size()}
	rec, err := s.read(at.Offset)
	if err == nil {
		err = rec.check()
	}
	if err != nil {
		return Record{}, fmt.Errorf("read evidence: %s at %d: %w", at.File, at.Offset, err)
	}
	return rec, nil
}

// openVolume opens a file of the folder under its final or its open name. The
// final name is tried again at the end because the file may be closed, and so
// renamed, between the two.
func openVolume(dir, name string) (*os.File, error) {
	if name == "" || name != filepath.Base(name) || !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%w: %q is not the name of an evidence file", fs.ErrInvalid, name)
	}
	path := filepath.Join(dir, name)
	for _, p := range []string{path, path + suffixOpen} {
		f, err := os.Open(p)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return os.Open(path)
}

// Check reads the record of a capture and compares it with what the capture
// says. The error says what differs and is ErrDamaged, or fs.ErrNotExist.
func Check(dir string, c qalxan.Capture) error {
	rec, err := Read(dir, c.Location)
	if err != nil {
		return fmt.Errorf("capture %s: %w", c.ID, err)
	}
	if rec.ID != c.ID {
		return fmt.Errorf("capture %s: %w: record %s stands in its place", c.ID, ErrDamaged, rec.ID)
	}
	if rec.URL != target(c.URL) {
		return fmt.Errorf("capture %s: %w: it is of %s and not of %s", c.ID, ErrDamaged, rec.URL, c.URL)
	}
	if rec.Type != "response" || rec.Erased() != "" {
		return nil // a revisit has no payload of its own
	}
	m, err := rec.Message()
	if err != nil {
		return fmt.Errorf("capture %s: %w", c.ID, err)
	}
	if !matches("sha256:"+c.SHA256, m.Body) {
		return fmt.Errorf("capture %s: %w: its payload is not the one in the record", c.ID, ErrDamaged)
	}
	return nil
}
