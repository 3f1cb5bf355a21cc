package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/gzip"
)

// maxProbes bounds the search for the next record after damage.
const maxProbes = 1000

// Walk reads the records of a file, compressed record by record or not at all.
// Damage is yielded as an error that is ErrDamaged, together with the place
// where it begins, and reading goes on with the next record of the file that
// is whole.
func Walk(r io.ReaderAt, size int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		s := &scanner{r: r, size: size}
		for at := int64(0); at < size; {
			rec, err := s.read(at)
			if !yield(rec, err) {
				return
			}
			if err != nil {
				at = s.resume(at + 1)
				continue
			}
			if rec.Type == "warcinfo" {
				s.info = rec.ID
			}
			at += rec.Size
		}
	}
}

// scanner reads records at given places. Its readers are used again and again.
type scanner struct {
	r    io.ReaderAt
	size int64
	info string // id of the last warcinfo record

	in, member bufio.Reader
	gz         gzip.Reader
}

// read reads the record at an offset. The record's Offset is set even where
// there is an error.
func (s *scanner) read(at int64) (Record, error) {
	counted := &counter{r: io.NewSectionReader(s.r, at, s.size-at)}
	s.in.Reset(counted)
	rec, err := s.record()
	rec.Offset, rec.Size = at, counted.n-int64(s.in.Buffered())
	if err != nil && !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: at %d: %w", ErrDamaged, at, err)
	}
	return rec, err
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

var magic = []byte{0x1f, 0x8b, 0x08}

// record reads one record, and not a byte after it.
func (s *scanner) record() (Record, error) {
	if head, _ := s.in.Peek(len(magic)); !bytes.Equal(head, magic) {
		return parseRecord(&s.in)
	}
	if err := s.gz.Reset(&s.in); err != nil {
		return Record{}, err
	}
	s.gz.Multistream(false)
	s.member.Reset(&s.gz)
	rec, err := parseRecord(&s.member)
	if err != nil {
		return rec, err
	}
	// Reading to the end is what compares the checksum.
	if _, err := s.member.ReadByte(); err != io.EOF {
		return rec, fmt.Errorf("%w: record %s does not end where it should", ErrDamaged, rec.ID)
	}
	return rec, nil
}

// resume finds the next whole record at or after an offset, or the end of the
// file. A page could carry what looks like a record of ours; only one that
// names the warcinfo record of this file, which no page knows, is taken. Where
// that record itself is damaged, the first that is whole says its name.
func (s *scanner) resume(at int64) int64 {
	for range maxProbes {
		if at = s.find(at); at >= s.size {
			break
		}
		rec, err := s.read(at)
		info := rec.Fields.id("WARC-Warcinfo-ID")
		if err == nil && info != "" && (s.info == "" || info == s.info) {
			s.info = info
			return at
		}
		at++
	}
	return s.size
}

// find returns where the next gzip member may begin.
func (s *scanner) find(at int64) int64 {
	s.in.Reset(io.NewSectionReader(s.r, at, s.size-at))
	for {
		window, err := s.in.Peek(s.in.Size())
		if i := bytes.Index(window, magic); i >= 0 {
			return at + int64(i)
		}
		skip := max(len(window)-len(magic)+1, 0)
		if err != nil || skip == 0 {
			return s.size
		}
		n, _ := s.in.Discard(skip)
		at += int64(n)
	}
}
