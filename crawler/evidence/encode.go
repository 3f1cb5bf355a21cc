package evidence

import (
	"bytes"
	"fmt"

	"github.com/klauspost/compress/gzip"
)

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
