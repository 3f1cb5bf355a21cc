// Package charset turns the text of an answer into UTF-8, whatever it says of
// itself. The order is that of the HTML standard (section 13.2.3, determining
// the character encoding) with what experience adds: bytes that can only be
// UTF-8 are UTF-8 under any label, and what carries no label is looked at.
package charset

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	labels "golang.org/x/net/html/charset"
)

// UTF8 returns the text in UTF-8, and the content type that it has now. A body
// that is not text comes back untouched; its content type then has no charset
// parameter left, for it would mean nothing. Where the content type is empty,
// the body is looked at. The result is valid UTF-8 without a byte order mark;
// an XML declaration says UTF-8.
func UTF8(body []byte, contentType string) ([]byte, string) {
	media, label := split(contentType)
	if media == "" {
		media, _ = split(http.DetectContentType(body))
	}
	kind := kindOf(media)
	if kind == binary {
		return body, media
	}
	text := decode(body, label, kind)
	if kind != plain {
		text = declareUTF8(text)
	}
	return text, media + "; charset=utf-8"
}

// split parts a Content-Type into media type and charset. A header that mime
// cannot read keeps the type before its first semicolon.
func split(contentType string) (media, label string) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil && media == "" {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	return media, params["charset"]
}

type kind int

const (
	binary kind = iota
	plain
	page // HTML
	tree // XML
)

func kindOf(media string) kind {
	switch {
	case media == "text/html", media == "application/xhtml+xml":
		return page
	case media == "text/xml", media == "application/xml", strings.HasSuffix(media, "+xml"):
		return tree
	case strings.HasPrefix(media, "text/"), strings.HasSuffix(media, "+json"):
		return plain
	}
	switch media {
	case "application/json", "application/javascript", "application/x-javascript", "application/x-ndjson", "application/ecmascript":
		return plain
	}
	return binary
}

// decode finds the encoding and undoes it.
func decode(body []byte, header string, k kind) []byte {
	if text, ok := marked(body); ok {
		return text
	}
	if !isASCII(body) && utf8.Valid(body) {
		return body
	}
	name := declared(body, header, k)
	if isUTF8(body, name) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	e, _ := labels.Lookup(name)
	if e == nil || name == utf8Name {
		e = guess(body)
	}
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return text
}

// isASCII matters because a few encodings, ISO-2022-JP for one, write
// everything in ASCII bytes: there only the label tells.
func isASCII(body []byte) bool {
	return !bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf })
}

// isUTF8 weighs the bytes against the label. Text of a legacy encoding is next
// to never made of whole UTF-8 sequences; a stray byte or a cut end does not
// make UTF-8 something else.
func isUTF8(body []byte, label string) bool {
	whole, broken := sequences(body)
	if label == "" || label == utf8Name {
		return broken <= whole
	}
	return whole > 0 && broken*20 <= whole
}

// sequences counts the multi-byte sequences of UTF-8 and the bytes beyond
// ASCII that belong to none.
func sequences(body []byte) (whole, broken int) {
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			broken++
		} else {
			whole++
		}
		i += size
	}
	return whole, broken
}
