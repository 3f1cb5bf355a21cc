package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// file writes the objects of a PDF 1.7 file (ISO 32000-1, 7.5) as they come.
type file struct {
	w      io.Writer
	at     int64
	places []int64 // by object number - 1; 0 where not written
	packer *zlib.Writer
	err    error
}

func newFile(w io.Writer) *file {
	f := &file{w: w, packer: zlib.NewWriter(io.Discard)}
	f.print("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

func (f *file) print(text string) {
	if f.err != nil {
		return
	}
	n, err := io.WriteString(f.w, text)
	f.at, f.err = f.at+int64(n), err
}

// number reserves the number of an object.
func (f *file) number() int {
	f.places = append(f.places, 0)
	return len(f.places)
}

// object writes an object under a reserved number.
func (f *file) object(n int, body string) {
	f.places[n-1] = f.at
	f.print(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", n, body))
}

// stream writes data, compressed, with more entries of its dictionary.
func (f *file) stream(n int, entries string, data []byte) {
	var packed bytes.Buffer
	f.packer.Reset(&packed)
	_, err := f.packer.Write(data)
	if err == nil {
		err = f.packer.Close()
	}
	if f.err == nil {
		f.err = err
	}
	f.object(n, fmt.Sprintf("<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream", packed.Len(), entries, packed.Bytes()))
}

// end writes where the objects are.
func (f *file) end(root, info int) error {
	start := f.at
	f.print(fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(f.places)+1))
	for _, place := range f.places {
		f.print(fmt.Sprintf("%010d 00000 n \n", place))
	}
	f.print(fmt.Sprintf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.places)+1, root, info, start))
	return f.err
}

// words is a text string (7.9.2.2): UTF-16 with a byte order mark, in hex.
func words(text string) string { return "<FEFF" + hex16(text) + ">" }

func hex16(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String()
}

// address is a URI, which is ASCII (12.6.4.7), as a string in hex.
func address(uri string) string { return fmt.Sprintf("<%X>", uri) }
