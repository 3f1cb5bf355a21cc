package warc

import (
	"bufio"
	"errors"
	"fmt"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// fields are the named fields of a record, by canonical name.
type fields map[string]string

// readFields reads the version line and the named fields.
func readFields(in *bufio.Reader) (fields, error) {
	left := maxHead
	version, err := readLine(in, &left)
	if err != nil || !strings.HasPrefix(version, "WARC/") {
		return nil, fmt.Errorf("%w: no record where one should begin", errors.Join(ErrDamaged, err))
	}
	f, name := fields{}, ""
	for {
		line, err := readLine(in, &left)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return f, nil
		}
		if line[0] == ' ' || line[0] == '\t' { // a folded value
			f[name] += " " + strings.TrimSpace(line)
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		name = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(key))
		f[name] = strings.TrimSpace(value)
	}
}

// readLine reads a line that ends in CRLF, or LF alone, and takes its length
// off what is left to read.
func readLine(in *bufio.Reader, left *int) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		*left -= len(part)
		switch {
		case *left < 0:
			return "", fmt.Errorf("%w: a head of more than %d bytes", ErrDamaged, maxHead)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return "", fmt.Errorf("%w: %w", ErrDamaged, broken(err))
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}

func (f fields) length() (int64, error) {
	n, err := strconv.ParseInt(f["Content-Length"], 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: a record without a usable length", ErrDamaged)
	}
	return n, nil
}

// skip is why the record is no response that can be used, as far as its fields
// say.
func (f fields) skip() Skip {
	switch kind := strings.ToLower(f["Warc-Type"]); {
	case kind == "revisit":
		return SkipRevisit
	case kind != "response":
		return SkipKind
	case f.url() == "" || f.time().IsZero():
		return SkipHead
	}
	media, _, _ := strings.Cut(strings.ToLower(f["Content-Type"]), ";")
	if media = strings.TrimSpace(media); media != "" && media != "application/http" {
		return SkipHTTP
	}
	return ""
}

// url is the address; wget 1 puts angle brackets around it.
func (f fields) url() string {
	address := strings.Trim(f["Warc-Target-Uri"], "<>")
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return ""
	}
	return address
}

// time is WARC-Date, in seconds (WARC/1.0) or finer (WARC/1.1), to the
// microsecond that everything here is kept to.
func (f fields) time() time.Time {
	t, err := time.Parse(time.RFC3339Nano, f["Warc-Date"])
	if err != nil {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
