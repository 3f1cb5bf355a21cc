package evidence

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// maxLine is above the longest line that is ever written, in bytes.
const maxLine = 4096

// row is one line of the chain's file as it stands there.
type row struct {
	at, end int64  // its place in the file, line feed included
	text    string // without the line feed; cut at maxLine
	whole   bool   // there is a line feed
}

// link reads the row.
func (r row) link() (Link, error) {
	if !r.whole {
		return Link{}, errLinkForm
	}
	return ParseLink(r.text)
}

// record and file are fields of the row, found without reading the rest.
func (r row) record() string { return r.field(2) }
func (r row) file() string   { return r.field(4) }

func (r row) field(i int) string {
	if f := strings.SplitN(r.text, " ", i+2); len(f) == i+2 {
		return f[i]
	}
	return ""
}

// openChain opens the chain of a folder for reading, up to where it ends now.
func openChain(dir string) (f *os.File, size int64, err error) {
	if f, err = os.Open(filepath.Join(dir, ChainFile)); err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// rows yields the lines that begin at an offset and after it. Memory does not
// grow with what stands there. The only error is that of reading.
func rows(r io.ReaderAt, from, to int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		in := bufio.NewReaderSize(io.NewSectionReader(r, from, to-from), 64<<10)
		for at := from; ; {
			next, err := readRow(in, at)
			if next.end > at && !yield(next, nil) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(next, err)
				return
			}
			at = next.end
		}
	}
}

func readRow(in *bufio.Reader, at int64) (row, error) {
	r := row{at: at, end: at}
	var text []byte
	for {
		part, err := in.ReadSlice('\n')
		r.end += int64(len(part))
		text = append(text, part[:min(len(part), maxLine-len(text))]...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		r.whole = err == nil
		r.text = strings.TrimSuffix(string(text), "\n")
		return r, err
	}
}
