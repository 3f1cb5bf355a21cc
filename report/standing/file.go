package standing

import (
	"crypto/rand"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/qalxan/qalxan/report"
)

// Bounds of files, in bytes.
const (
	maxFile     = 64 << 20
	maxTemplate = 512 << 10
)

// counter counts and digests what passes, and ends with an error rather than
// fill the disk.
type counter struct {
	to   io.Writer
	hash hash.Hash
	size int64
}

// Write implements io.Writer.
func (c *counter) Write(part []byte) (int, error) {
	if c.size+int64(len(part)) > maxFile {
		return 0, fmt.Errorf("the report is longer than %d MB; narrow its query", maxFile>>20)
	}
	n, err := c.to.Write(part)
	c.hash.Write(part[:n])
	c.size += int64(n)
	return n, err
}

// template reads the template of a folder for a format; nothing without a
// folder, and for a format that takes none. A link that leads out of the folder
// is not followed.
func template(dir string, as report.Format) (string, error) {
	if dir == "" || as.TemplateFile() == "" {
		return "", nil
	}
	text, err := readBounded(dir, as.TemplateFile(), maxTemplate)
	if err != nil {
		return "", fmt.Errorf("reading the template: %w", err)
	}
	return string(text), nil
}

// ReadFile reads a file of a report from the folder in which they are kept.
func ReadFile(dir, name string) ([]byte, error) { return readBounded(dir, name, maxFile) }

func readBounded(dir, name string, most int64) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s is longer than %d bytes", name, most)
	}
	return data, err
}

// put writes a copy into a folder that exists, for whom the umask lets read it.
func put(dir, name string, data []byte) error {
	if info, err := os.Stat(dir); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	return writeFile(dir, name, 0o666, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeFile writes a file beside its place and moves it there when it is
// whole.
func writeFile(dir, name string, mode os.FileMode, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	beside := filepath.Join(dir, "."+name+"."+rand.Text())
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if err = errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	return os.Rename(beside, filepath.Join(dir, name))
}

// Lacking says, a sentence each, which folders the reports name that are not
// there. That is no mistake in a configuration: a disk may come later, but whoever
// starts a server should not learn of it when a report is due.
func Lacking(reports []Report) []string {
	var lacks []string
	for _, r := range reports {
		if r.Folder != "" && !isFolder(r.Folder) {
			lacks = append(lacks, fmt.Sprintf("The folder %s of the report %s is not there: make it before the report is due.", r.Folder, r.Name))
		}
		if name := r.As.TemplateFile(); name != "" && r.Templates != "" {
			if _, err := template(r.Templates, r.As); err != nil {
				lacks = append(lacks, fmt.Sprintf("The report %s has no template %s that can be read: %v.", r.Name, filepath.Join(r.Templates, name), err))
			}
		}
	}
	return lacks
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
