package evidence

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// Record is one record as it was read.
type Record struct {
	Type   string // response, revisit, request, metadata, warcinfo, ...
	ID     string // urn:uuid:..., without angle brackets
	URL    string // the target; empty in a warcinfo record
	Date   time.Time
	Fields Fields // every named field
	Block  []byte
	// Offset and Size are the place of the record in its file: of its gzip
	// member, in bytes.
	Offset, Size int64
}

// Message is the HTTP message in a response, revisit or request record. A
// revisit has no body: the record that it refers to has.
type Message struct {
	Line   string // the start line
	Status int    // 0 in a request
	Header http.Header
	Body   []byte // as received, before decompression
}

// RefersTo is the id of the record that a revisit repeats, where it is known.
func (r Record) RefersTo() string { return r.Fields.id("WARC-Refers-To") }

// ConcurrentTo is the id of the capture that a request or metadata record
// belongs to.
func (r Record) ConcurrentTo() string { return r.Fields.id("WARC-Concurrent-To") }

// Truncated reports whether the block is the beginning of a longer one.
func (r Record) Truncated() bool { return r.Fields.Get("WARC-Truncated") != "" }

// Message reads the block of a record of HTTP. An error is ErrDamaged.
func (r Record) Message() (Message, error) {
	head, body, ok := bytes.Cut(r.Block, []byte("\r\n\r\n"))
	if !ok || len(head) > maxHead {
		return Message{}, fmt.Errorf("%w: record %s holds no HTTP message", ErrDamaged, r.ID)
	}
	in := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(bytes.Clone(head), "\r\n\r\n"...))))
	line, err := in.ReadLine()
	if err != nil {
		return Message{}, fmt.Errorf("%w: record %s: %w", ErrDamaged, r.ID, err)
	}
	header, err := in.ReadMIMEHeader()
	if err != nil {
		return Message{}, fmt.Errorf("%w: record %s: %w", ErrDamaged, r.ID, err)
	}
	return Message{line, status(line), http.Header(header), body}, nil
}

func status(line string) int {
	fields := strings.Fields(line)
	if len(fields) < 2 || !strings.HasPrefix(line, "HTTP/") {
		return 0
	}
	code, _ := strconv.Atoi(fields[1])
	return code
}

// check compares the digests that the record claims with what it holds.
func (r Record) check() error {
	if !matches(r.Fields.Get("WARC-Block-Digest"), r.Block) {
		return fmt.Errorf("%w: record %s does not match its block digest", ErrDamaged, r.ID)
	}
	claim := r.Fields.Get("WARC-Payload-Digest")
	if claim == "" || r.Type != "response" {
		return nil
	}
	m, err := r.Message()
	if err != nil {
		return err
	}
	if !matches(claim, m.Body) {
		return fmt.Errorf("%w: record %s does not match its payload digest", ErrDamaged, r.ID)
	}
	return nil
}

// name fills in what the fields say and reports what is missing (ISO 28500
// section 5: four fields are mandatory).
func (r *Record) name() error {
	r.Type, r.ID = r.Fields.Get("WARC-Type"), r.Fields.id("WARC-Record-ID")
	r.URL = strings.Trim(r.Fields.Get("WARC-Target-URI"), "<>")
	if r.Type == "" || r.ID == "" {
		return fmt.Errorf("%w: a record without type or id", ErrDamaged)
	}
	var err error
	if r.Date, err = time.Parse(time.RFC3339Nano, r.Fields.Get("WARC-Date")); err != nil {
		return fmt.Errorf("%w: record %s: date: %w", ErrDamaged, r.ID, err)
	}
	return nil
}
