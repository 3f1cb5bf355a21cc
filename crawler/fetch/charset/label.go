package charset

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	labels "golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

const (
	utf8Name = "utf-8"
	// scanned is how far into a page a meta element is looked for. The standard
	// asks authors for 1024 bytes; scripts and comments push it further down.
	scanned = 8 << 10
)

// marked decodes a body that says what it is by its first bytes: a byte order
// mark, or a less-than sign in UTF-16 (XML 1.0 appendix F).
func marked(body []byte) ([]byte, bool) {
	marks := []struct {
		prefix, mark string
		encoding     encoding.Encoding
	}{
		{"\xef\xbb\xbf", "\xef\xbb\xbf", nil},
		{"\xff\xfe", "\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\xfe\xff", "\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"<\x00", "", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\x00<", "", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	}
	for _, m := range marks {
		if !bytes.HasPrefix(body, []byte(m.prefix)) {
			continue
		}
		body = body[len(m.mark):]
		if m.encoding == nil {
			return bytes.ToValidUTF8(body, []byte("\uFFFD")), true
		}
		text, err := m.encoding.NewDecoder().Bytes(body)
		return text, err == nil
	}
	return nil, false
}

// declared is the canonical name of the encoding that the header or else the
// text itself declares; empty where neither names one that is known.
func declared(body []byte, header string, k kind) string {
	if name := known(header); name != "" {
		return name
	}
	head := body[:min(len(body), scanned)]
	var name string
	if k == page {
		name = metaLabel(head)
	}
	if name == "" && k != plain {
		name = declarationLabel(head)
	}
	if strings.HasPrefix(name, "utf-16") {
		return utf8Name // it could not have been read otherwise
	}
	return name
}

// known is the canonical name of a label that can be decoded. "replacement"
// stands for encodings that are never to be decoded.
func known(label string) string {
	_, name := labels.Lookup(label)
	if name == "replacement" || name == "x-user-defined" {
		return ""
	}
	return name
}

// metaLabel is what the first meaningful meta element declares.
func metaLabel(head []byte) string {
	z := html.NewTokenizer(bytes.NewReader(head))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data != "meta" {
				continue
			}
			if name := known(metaCharset(t.Attr)); name != "" {
				return name
			}
		}
	}
}

func metaCharset(attrs []html.Attribute) string {
	var charset, content string
	var isType bool
	for _, a := range attrs {
		switch a.Key {
		case "charset":
			charset = a.Val
		case "http-equiv":
			isType = strings.EqualFold(strings.TrimSpace(a.Val), "content-type")
		case "content":
			content = a.Val
		}
	}
	if charset != "" || !isType {
		return charset
	}
	if m := contentCharset.FindStringSubmatch(content); m != nil {
		return m[1]
	}
	return ""
}

var (
	contentCharset = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([^\s"';]+)`)
	declaration    = regexp.MustCompile(`^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]*)["']`)
)

// declarationLabel is the encoding of the XML declaration (XML 1.0 section
// 4.3.3).
func declarationLabel(head []byte) string {
	if m := declaration.FindSubmatch(head); m != nil {
		return known(string(m[1]))
	}
	return ""
}

// declareUTF8 corrects an XML declaration, so that no reader after us decodes
// the text again.
func declareUTF8(text []byte) []byte {
	m := declaration.FindSubmatchIndex(text[:min(len(text), scanned)])
	if m == nil || strings.EqualFold(string(text[m[2]:m[3]]), utf8Name) {
		return text
	}
	return bytes.Join([][]byte{text[:m[2]], text[m[3]:]}, []byte("UTF-8"))
}
