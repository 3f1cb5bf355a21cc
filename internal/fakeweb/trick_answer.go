package fakeweb

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// answerTricks are answers that are no good as HTTP, or as what they claim to
// hold.
var answerTricks = map[Trick]func(*paper){
	"reset": func(p *paper) { p.trick(Fail(FaultReset)) },
	"hang":  func(p *paper) { p.trick(Fail(FaultHang)) },
	"drip":  func(p *paper) { p.trick(Answer{Type: "text/html", Fault: FaultDrip, Body: story(9).Body}) },
	"endless": func(p *paper) {
		p.trick(Answer{Type: "text/html", Fault: FaultEndless, Body: bytes.Repeat(story(9).Body, 8)})
	},
	"length-too-long": func(p *paper) { p.trick(Answer{Type: "text/html", Fault: FaultTruncate, Body: story(9).Body}) },
	"length-too-short": func(p *paper) {
		p.trick(Raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n%s", story(9).Body))
	},
	"two-lengths": func(p *paper) {
		p.trick(Raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\nContent-Length: 30\r\n\r\n%s", story(9).Body))
	},
	"broken-chunks": func(p *paper) {
		p.trick(Raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1f4\r\n%.500s\r\nmore\r\n", story(9).Body))
	},
	"huge-headers": func(p *paper) {
		p.trick(Raw("HTTP/1.1 200 OK\r\nX-Padding: %s\r\nContent-Length: 0\r\n\r\n", strings.Repeat("x", 1<<20)))
	},
	"many-headers": func(p *paper) {
		p.trick(Raw("HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n", strings.Repeat("X-Padding: x\r\n", 50_000)))
	},
	"no-http":    func(p *paper) { p.trick(Raw("SSH-2.0-OpenSSH_9.9\r\n")) },
	"no-content": func(p *paper) { p.trick(Answer{Status: http.StatusNoContent}) },
	"empty":      func(p *paper) { p.trick(Text("text/html", "")) },
	"partial": func(p *paper) {
		p.trick(Answer{Status: http.StatusPartialContent, Type: "text/html", Body: story(9).Body})
	},
	"gzip-bomb":   func(p *paper) { p.trick(bomb("gzip")) },
	"brotli-bomb": func(p *paper) { p.trick(bomb("br")) },
	"broken-gzip": func(p *paper) {
		p.trick(with(Text("text/html", "\x1f\x8b\x08 and no more"), "Content-Encoding", "gzip"))
	},
	"cut-gzip":         func(p *paper) { a := packed("gzip", story(9)); a.Body = a.Body[:len(a.Body)/2]; p.trick(a) },
	"gzip-that-is-not": func(p *paper) { p.trick(with(story(4), "Content-Encoding", "gzip")) },
	"unknown-encoding": func(p *paper) { p.trick(with(story(9), "Content-Encoding", "compress-my-way")) },
	"encodings":        encodings,
	"charsets":         charsets,
	"types":            types,
	"picture-as-page":  func(p *paper) { p.trick(Text("text/html", "\x89PNG\r\n\x1a\n"+strings.Repeat("\x00\x01\xff", 1000))) },
}

// bomb is 64 MB of nothing, packed.
func bomb(encoding string) Answer {
	return packed(encoding, Answer{Type: "text/html", Body: append([]byte("<html><title>b</title>"), make([]byte, 64<<20)...)})
}

// packed is an answer in one or more encodings, in the order of the header.
func packed(encoding string, a Answer) Answer {
	for coding := range strings.SplitSeq(encoding, ", ") {
		var b bytes.Buffer
		switch coding {
		case "gzip":
			z := gzip.NewWriter(&b)
			z.Write(a.Body)
			z.Close()
		case "deflate":
			z := zlib.NewWriter(&b)
			z.Write(a.Body)
			z.Close()
		case "br":
			z := brotli.NewWriterLevel(&b, 3)
			z.Write(a.Body)
			z.Close()
		case "zstd":
			z, _ := zstd.NewWriter(&b) // no options, no error
			z.Write(a.Body)
			z.Close()
		}
		a.Body = b.Bytes()
	}
	return with(a, "Content-Encoding", encoding)
}

// encodings serves a story in each encoding, and in two at once: /news/4 to 8.
func encodings(p *paper) {
	for i, encoding := range []string{"gzip", "deflate", "br", "zstd", "gzip, gzip"} {
		p.route(fmt.Sprintf("/news/%d", i+4), Always(packed(encoding, story(i+4))))
	}
}

// Weather is the word that stands in the title of every story of the trick
// "charsets".
const Weather = "Погода"

// charsets serves a story in each of ten ways to say, or not to say, how its
// letters are written: /news/4 to 13.
func charsets(p *paper) {
	for i, c := range []struct{ encoding, header, meta, before string }{
		{"windows-1251", "", "windows-1251", ""},
		{"koi8-u", "koi8-u", "", ""},
		{"iso-8859-5", "", "iso-8859-5", ""},
		{"ibm866", "ibm866", "", ""},
		{"utf-16", "", "", ""},
		{"gbk", "", "gbk", ""},
		{"koi8-r", "", "koi8-r", ""},
		{"windows-1251", "windows-1251", "utf-8", ""},
		{"windows-1251", "", "", ""},
		{"windows-1251", "", "windows-1251", "<!--" + strings.Repeat(" ", 1100) + "-->"},
	} {
		head := c.before
		if c.meta != "" {
			head += "<meta charset=" + c.meta + ">"
		}
		text := strings.Repeat("В долине сегодня тепло, завтра ожидается дождь и ветер с моря. ", 9)
		page := fmt.Sprintf(`<!doctype html><html lang=ru><head>%s<title>%s %d</title><meta property="og:type" content="article"></head><body><article><h1>%[2]s %[3]d</h1><p>%[4]s</p><p>%[4]s</p></article></body></html>`, head, Weather, i+4, text)
		kind := "text/html"
		if c.header != "" {
			kind += "; charset=" + c.header
		}
		p.route(fmt.Sprintf("/news/%d", i+4), Always(Text(kind, written(c.encoding, page))))
	}
}

// written is a text in an encoding that has its letters.
func written(encoding, text string) string {
	e, _ := htmlindex.Get(encoding)
	if encoding == "utf-16" {
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	encoded, _ := e.NewEncoder().String(text)
	return encoded
}

// types serves stories under content types that are not theirs, and files under
// addresses of pages.
func types(p *paper) {
	for i, kind := range []string{"application/pdf", "image/png", "application/octet-stream", "", "text/plain", "TEXT/HTML;;charset", "application/xhtml+xml"} {
		a := story(i + 4)
		a.Type = kind
		p.route(fmt.Sprintf("/news/%d", i+4), Always(a))
	}
}
