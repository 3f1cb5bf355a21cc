package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// chain appends to the log of captures. Several writers may share the file:
// each takes it for the moment of an append and goes on from the line that
// stands last then.
type chain struct {
	path string
	f    *os.File // nil until something is appended
	size int64    // of the file as this writer left it
	last Link     // the line that stands last; zero before the first
}

func newChain(dir string) *chain { return &chain{path: filepath.Join(dir, ChainFile)} }

// append writes links behind the last line, all or none, with number and
// hashes of their own.
func (c *chain) append(links ...Link) error {
	if err := c.open(); err != nil {
		return fmt.Errorf("open the chain: %w", full(err))
	}
	if err := lock(c.f); err != nil {
		return fmt.Errorf("lock the chain: %w", err)
	}
	defer unlock(c.f)
	if err := c.follow(); err != nil {
		return fmt.Errorf("read the end of the chain: %w", err)
	}
	var b bytes.Buffer
	last := c.last
	for _, l := range links {
		last = l.after(last)
		b.WriteString(last.String() + "\n")
	}
	if _, err := c.f.WriteAt(b.Bytes(), c.size); err != nil {
		return fmt.Errorf("write the chain: %w", errors.Join(full(err), c.f.Truncate(c.size)))
	}
	c.size, c.last = c.size+int64(b.Len()), last
	return nil
}

func (c *chain) open() (err error) {
	if c.f != nil {
		return nil
	}
	if c.f, err = os.OpenFile(c.path, os.O_RDWR|os.O_CREATE, 0o640); err == nil {
		syncDir(filepath.Dir(c.path))
	}
	return err
}

// follow looks at what stands last if anybody else wrote since. Half a line,
// which a crash leaves, is cut off: nobody is writing it now.
func (c *chain) follow() error {
	info, err := c.f.Stat()
	if err != nil || info.Size() == c.size {
		return err
	}
	size := info.Size()
	for window := int64(64 << 10); ; window *= 8 {
		tail := make([]byte, min(window, size))
		if _, err := c.f.ReadAt(tail, size-int64(len(tail))); err != nil {
			return err
		}
		end := bytes.LastIndexByte(tail, '\n') + 1
		whole := int64(len(tail)) == size
		last, ok := lastLink(tail[:end])
		if !ok && !whole {
			continue
		}
		c.size, c.last = size-int64(len(tail)-end), last
		return full(c.f.Truncate(c.size))
	}
}

// lastLink is the last line that can be read. What somebody has spoilt behind
// it stays where it is, for a verification to name.
func lastLink(tail []byte) (Link, bool) {
	lines := strings.Split(string(tail), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if l, err := ParseLink(lines[i]); err == nil {
			return l, true
		}
	}
	return Link{}, false
}

// head is the line that stands last; zero where there is none.
func (c *chain) head() (Link, error) {
	if c.f == nil && !exists(c.path) {
		return Link{}, nil
	}
	if err := c.open(); err != nil {
		return Link{}, fmt.Errorf("open the chain: %w", err)
	}
	if err := lock(c.f); err != nil {
		return Link{}, fmt.Errorf("lock the chain: %w", err)
	}
	defer unlock(c.f)
	if err := c.follow(); err != nil {
		return Link{}, fmt.Errorf("read the end of the chain: %w", err)
	}
	return c.last, nil
}

func (c *chain) sync() error {
	if c.f == nil {
		return nil
	}
	return full(c.f.Sync())
}

func (c *chain) close() error {
	if c.f == nil {
		return nil
	}
	err := errors.Join(c.sync(), c.f.Close())
	c.f = nil
	return err
}
