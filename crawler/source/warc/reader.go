package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/gzip"
)

// Bounds of what is read, in bytes.
const (
	maxHead  = 1 << 20  // the named fields of a record, or the head of an answer
	maxBlock = 64 << 20 // a record that is taken; longer ones are passed over
	maxBlank = 1 << 10  // between two records
)

// Entry is one record of an archive: a response, or the reason why it is none
// that can be used.
type Entry struct {
	Response Response
	Skip     Skip // empty for a response
}

// Read yields the records of an archive in their order. An error is the last
// that is yielded: that of r, or ErrDamaged. What was yielded before holds.
func Read(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		in, err := open(r)
		for err == nil {
			var e Entry
			if e, err = next(in); errors.Is(err, io.EOF) {
				return
			}
			if err == nil && !yield(e, nil) {
				return
			}
		}
		yield(Entry{}, err)
	}
}

// open undoes the compression. One gzip member a record and one for all of
// them read the same.
func open(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if head, _ := in.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	gz, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return bufio.NewReaderSize(gz, 64<<10), nil
}

// next reads one record. io.EOF says that there is none left.
func next(in *bufio.Reader) (Entry, error) {
	if err := blank(in); err != nil {
		return Entry{}, err
	}
	f, err := readFields(in)
	if err != nil {
		return Entry{}, err
	}
	length, err := f.length()
	if err != nil {
		return Entry{}, err
	}
	skip := f.skip()
	if skip == "" && length > maxBlock {
		skip = SkipLong
	}
	if skip != "" {
		return Entry{Skip: skip}, pass(in, length)
	}
	block := bytes.Buffer{}
	if n, err := io.CopyN(&block, in, length); err != nil {
		return Entry{}, fmt.Errorf("%w: a record of %d bytes ends after %d: %w", ErrDamaged, length, n, broken(err))
	}
	return f.response(block.Bytes()), nil
}

// blank passes over the line ends between two records. Some writers leave one
// out, some add one.
func blank(in *bufio.Reader) error {
	for range maxBlank {
		b, err := in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return io.EOF
		case err != nil:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		case b != '\r' && b != '\n':
			return in.UnreadByte()
		}
	}
	return fmt.Errorf("%w: nothing but line ends", ErrDamaged)
}

// pass leaves out a block, however long.
func pass(in *bufio.Reader, length int64) error {
	if n, err := io.CopyN(io.Discard, in, length); err != nil {
		return fmt.Errorf("%w: a record of %d bytes ends after %d: %w", ErrDamaged, length, n, broken(err))
	}
	return nil
}

// broken keeps an end in the middle of a record from being taken for the end of
// the archive.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
