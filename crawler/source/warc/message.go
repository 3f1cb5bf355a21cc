package warc

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// maxLines bounds the header lines of an answer.
const maxLines = 1000

// response reads the answer in a block.
func (f fields) response(block []byte) Entry {
	head, body := cut(block)
	lines := strings.Split(string(head), "\n")
	r := Response{
		ID: strings.Trim(f["Warc-Record-Id"], "<>"), URL: f.url(), Time: f.time(), IP: f["Warc-Ip-Address"],
		Truncated: f["Warc-Truncated"] != "",
	}
	if len(head) > maxHead || !r.status(strings.TrimSpace(lines[0])) {
		return Entry{Skip: SkipHTTP}
	}
	r.Header = header(lines[1:])
	var broken bool
	r.Body, broken = unchunk(r.Header, body)
	r.Truncated = r.Truncated || broken
	// They speak of a transfer that is over.
	r.Header.Del("Transfer-Encoding")
	r.Header.Del("Trailer")
	return Entry{Response: r}
}

// cut parts head and body at the first empty line.
func cut(block []byte) (head, body []byte) {
	crlf, lf := bytes.Index(block, []byte("\r\n\r\n")), bytes.Index(block, []byte("\n\n"))
	switch {
	case crlf >= 0 && (lf < 0 || crlf < lf):
		return block[:crlf], block[crlf+4:]
	case lf >= 0:
		return block[:lf], block[lf+2:]
	}
	return block, nil
}

// status reads the status line.
func (r *Response) status(line string) bool {
	proto, rest, _ := strings.Cut(line, " ")
	code, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	status, err := strconv.Atoi(code)
	if err != nil || status < 100 || status > 999 || !strings.HasPrefix(proto, "HTTP/") {
		return false
	}
	r.Proto, r.Status, r.StatusText = proto, status, strings.TrimSpace(text)
	return true
}

// header reads header lines; what is none is left out.
func header(lines []string) http.Header {
	h := http.Header{}
	for _, line := range lines[:min(len(lines), maxLines)] {
		name, value, ok := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); ok && httpguts.ValidHeaderFieldName(name) && httpguts.ValidHeaderFieldValue(value) {
			h.Add(name, value)
		}
	}
	return h
}

// unchunk undoes the chunked framing. Some archives keep the header and not
// the framing: what does not begin as a chunk is taken as it is. What breaks
// off gives what came before.
func unchunk(h http.Header, body []byte) (plain []byte, broken bool) {
	if !strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked") {
		return body, false
	}
	plain, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
	if err != nil && len(plain) == 0 {
		return body, false
	}
	return plain, err != nil
}
