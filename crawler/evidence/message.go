package evidence

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

func (e event) head() []byte {
	text := e.StatusText
	if text == "" {
		text = http.StatusText(e.Status)
	}
	return message(fmt.Sprintf("%s %03d %s\r\n", protocol(e.Proto), e.Status, oneLine(text)), e.Header)
}

var protocolForm = regexp.MustCompile(`^HTTP/[0-9]\.[0-9]$`)

func protocol(p string) string {
	if protocolForm.MatchString(p) {
		return p
	}
	return "HTTP/1.1"
}

// message writes the head of an HTTP message, fields in the order of their
// names.
func message(line string, h http.Header) []byte {
	var b strings.Builder
	b.WriteString(line)
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !httpguts.ValidHeaderFieldName(name) {
			continue
		}
		for _, value := range h[name] {
			b.WriteString(name + ": " + oneLine(value) + "\r\n")
		}
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

func withHost(h http.Header, host string) http.Header {
	if h == nil {
		h = http.Header{}
	}
	h.Set("Host", host)
	return h
}
