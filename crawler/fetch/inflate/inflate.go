// Package inflate undoes the content encodings of HTTP (RFC 9110 section 8.4)
// without trusting what it inflates: no layer ever yields more than the given
// bound.
package inflate

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding of what Body can undo.
const Accept = "gzip, br, zstd, deflate"

const (
	// maxLayers bounds encodings within encodings.
	maxLayers = 2
	// maxWindow is the window that a zstd reader must support and may refuse to
	// go beyond (RFC 8878 section 3.1.1.1.2).
	maxWindow = 8 << 20
)

// Result is what was made of a body.
type Result struct {
	Body []byte
	// Left are the encodings that Body is still in, as in the header: those
	// that nobody knows, and those below them.
	Left string
	// Cut says that Body is the beginning of something longer than the bound.
	Cut bool
	// Broken says that the stream broke off or broke down before its end: Body
	// is what came before.
	Broken bool
}

// Body undoes the encodings that a Content-Encoding header lists, last first,
// two at most. No more than limit bytes come out. A stream that breaks off or
// breaks down gives what came before and is marked as broken; a body that does
// not even begin like its encoding is taken as it is, since servers announce
// encodings that they do not apply. What stands behind a whole stream is left
// out, as browsers do.
func Body(raw []byte, header string, limit int64) Result {
	encodings := list(header)
	r := Result{Body: raw}
	for range maxLayers {
		if len(encodings) == 0 || len(r.Body) == 0 {
			break
		}
		last := len(encodings) - 1
		in, ok := layer(r.Body, encodings[last], limit)
		if !ok {
			break
		}
		// What lies within the beginning of something breaks off with it.
		r.Body, r.Broken = in.Body, r.Broken || in.Broken && !r.Cut
		r.Cut = r.Cut || in.Cut
		encodings = encodings[:last]
	}
	r.Left = strings.Join(encodings, ", ")
	return r
}

// Gzip inflates a body that begins like a gzip file; others come back as they
// are.
func Gzip(raw []byte, limit int64) Result { return Body(raw, "gzip", limit) }

func list(header string) []string {
	var found []string
	for e := range strings.SplitSeq(strings.ToLower(header), ",") {
		if e = strings.TrimSpace(e); e != "" && e != "identity" {
			found = append(found, e)
		}
	}
	return found
}

// layer undoes one encoding; ok is false where it is not known.
func layer(raw []byte, encoding string, limit int64) (r Result, ok bool) {
	open, known := openers[encoding]
	if !known {
		return r, false
	}
	in, err := open(bytes.NewReader(raw))
	if err != nil {
		return asItIs(raw), true
	}
	defer in.Close()
	body, err := read(in, limit+1)
	switch {
	case len(body) == 0 && err != nil:
		return asItIs(raw), true
	case int64(len(body)) > limit:
		return Result{Body: body[:limit], Cut: true}, true
	}
	return Result{Body: body, Broken: err != nil && !isBehind(err)}, true
}

// asItIs is a body that is not in the encoding that was announced, or nothing
// of which could be read: then it is packed, and not what anyone meant to show.
func asItIs(raw []byte) Result {
	kind := http.DetectContentType(raw)
	return Result{Body: raw, Broken: kind == "application/octet-stream" || kind == "application/x-gzip"}
}

// isBehind reports whether an error is about what stands behind a stream that
// was whole. The brotli reader has no name for its error.
func isBehind(err error) bool {
	return errors.Is(err, zstd.ErrMagicMismatch) || err.Error() == "brotli: excessive input"
}

// How much is read at a time, in bytes: little at first, as most pages are
// small.
const (
	firstBlock = 32 << 10
	maxBlock   = 512 << 10
)

// read reads at most limit bytes. It keeps what it read in blocks until the
// size is known: growing one slice would leave several times as much behind,
// which ten bombs at once would not forgive.
func read(r io.Reader, limit int64) ([]byte, error) {
	var blocks [][]byte
	size := int64(firstBlock)
	for left := limit; left > 0; size = min(2*size, maxBlock) {
		b := make([]byte, min(size, left))
		n, err := fill(r, b)
		blocks, left = append(blocks, b[:n]), left-int64(n)
		switch {
		case err == io.EOF:
			return bytes.Join(blocks, nil), nil
		case err != nil:
			return bytes.Join(blocks, nil), err
		}
	}
	return bytes.Join(blocks, nil), nil
}

// fill reads until b is full. Unlike [io.ReadFull] it tells a stream that
// ended from one that broke off.
func fill(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var more int
		more, err = r.Read(b[n:])
		n += more
	}
	return n, err
}

type opener func(io.Reader) (io.ReadCloser, error)

var openers = map[string]opener{
	"gzip":    openGzip,
	"x-gzip":  openGzip,
	"deflate": openDeflate,
	"br":      openBrotli,
	"zstd":    openZstd,
}

func openGzip(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{Reader: z, in: b}, nil
}

// members is a gzip file of one member or several (RFC 1952 section 2.2). Each
// was checked to its end before the next one begins; what does not begin like a
// member belongs to none.
type members struct {
	*gzip.Reader
	in *bufio.Reader
}

// Read implements [io.Reader].
func (m *members) Read(b []byte) (int, error) {
	n, err := m.Reader.Read(b)
	if err != io.EOF {
		return n, err
	}
	if head, _ := m.in.Peek(2); string(head) != "\x1f\x8b" {
		return n, io.EOF
	}
	if err := m.Reset(m.in); err != nil {
		return n, err
	}
	m.Multistream(false)
	return n, nil
}

func openBrotli(r io.Reader) (io.ReadCloser, error) {
	return io.NopCloser(brotli.NewReader(r)), nil
}

// openDeflate takes the zlib format, which "deflate" means (RFC 9110 section
// 8.4.1.2), and the bare stream that some servers send instead.
func openDeflate(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(2)
	if err != nil {
		return nil, fmt.Errorf("reading the zlib header: %w", err)
	}
	if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

func openZstd(r io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}
