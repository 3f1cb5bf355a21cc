package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

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

// parseRecord reads version, named fields, block and end of a record (ISO
// 28500 section 4).
func parseRecord(in *bufio.Reader) (rec Record, err error) {
	if rec.Fields, err = parseFields(in); err != nil {
		return rec, err
	}
	if err := rec.name(); err != nil {
		return rec, err
	}
	length, err := strconv.ParseInt(rec.Fields.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 || length > maxBody+maxHead {
		return rec, fmt.Errorf("%w: record %s: no usable length", ErrDamaged, rec.ID)
	}
	if rec.Block, err = io.ReadAll(io.LimitReader(in, length)); err != nil {
		return rec, err
	}
	if int64(len(rec.Block)) < length {
		return rec, fmt.Errorf("%w: record %s: %w", ErrDamaged, rec.ID, io.ErrUnexpectedEOF)
	}
	var end [4]byte
	if _, err := io.ReadFull(in, end[:]); err != nil || string(end[:]) != "\r\n\r\n" {
		return rec, fmt.Errorf("%w: record %s does not end where it should", ErrDamaged, rec.ID)
	}
	return rec, nil
}

func parseFields(in *bufio.Reader) (Fields, error) {
	var f Fields
	for left := maxHead; ; {
		line, err := readLine(in, &left)
		switch {
		case err != nil:
			return nil, err
		case f == nil && (line == "WARC/1.1" || line == "WARC/1.0"):
			f = Fields{}
		case f == nil:
			return nil, fmt.Errorf("%w: not a WARC record", ErrDamaged)
		case line == "":
			return f, nil
		case line[0] == ' ' || line[0] == '\t': // a folded value
			if len(f) > 0 {
				f[len(f)-1].Value += " " + strings.TrimSpace(line)
			}
		default:
			name, value, _ := strings.Cut(line, ":")
			f = append(f, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

// readLine reads a line that ends in CRLF, or LF alone, and takes its length
// off what is left to read.
func readLine(in *bufio.Reader, left *int) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if *left -= len(part); *left < 0 {
			return "", fmt.Errorf("%w: the named fields are too long", ErrDamaged)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		return strings.TrimRight(string(line), "\r\n"), err
	}
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
