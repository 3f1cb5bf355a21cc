package evidence

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

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
