package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const (
	russian   = "Министерство сообщило, что новости о закрытии границы не соответствуют действительности."
	ukrainian = "Міністерство повідомило, що новини про закриття кордону не відповідають дійсності."
	capitals  = "НОВОСТИ ДНЯ: ЗАКРЫТИЕ ГРАНИЦЫ НЕ ПОДТВЕРДИЛОСЬ"
	french    = "Le ministère a déclaré que la frontière était fermée à cause de la grève."
	azeri     = "Nazirlik bildirib ki, sərhədin bağlanması xəbəri həqiqətə uyğun deyil."
)

func as(t testing.TB, e encoding.Encoding, text string) string {
	t.Helper()
	s, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUTF8(t *testing.T) {
	cp1251, koi, iso, dos := charmap.Windows1251, charmap.KOI8U, charmap.ISO8859_5, charmap.CodePage866
	utf16le := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	meta := func(charset string) string { return `<html><head><meta charset="` + charset + `"><title>` }
	far := "<html><head><script>" + strings.Repeat("var a;", 700) + `</script><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>`
	commented := `<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">`
	tests := []struct {
		name, body, header string
		want, wantType     string
	}{
		{"nothing", "", "text/html", "", "text/html; charset=utf-8"},
		{"plain UTF-8", azeri, "text/html", azeri, "text/html; charset=utf-8"},
		{"header", as(t, cp1251, russian), "text/html; charset=windows-1251", russian, "text/html; charset=utf-8"},
		{"header in quotes and capitals", as(t, cp1251, russian), `Text/HTML;Charset="Windows-1251"`, russian, "text/html; charset=utf-8"},
		{"header that mime cannot read", as(t, cp1251, russian), "text/plain; charset", russian, "text/plain; charset=utf-8"},
		{"no header at all", "<html>" + as(t, cp1251, russian), "", "<html>" + russian, "text/html; charset=utf-8"},
		{"unknown label", azeri, "text/html; charset=klingon", azeri, "text/html; charset=utf-8"},
		{"replacement label", azeri, "text/html; charset=iso-2022-kr", azeri, "text/html; charset=utf-8"},
		{"meta", meta("windows-1251") + as(t, cp1251, russian), "text/html", meta("windows-1251") + russian, "text/html; charset=utf-8"},
		{"meta after byte 1024", far + as(t, cp1251, capitals[:4]), "text/html", far + capitals[:4], "text/html; charset=utf-8"},
		{"meta in a comment", commented + as(t, cp1251, "ы"), "text/html", commented + "ы", "text/html; charset=utf-8"},
		{"meta koi8-u", meta("koi8-u") + as(t, koi, ukrainian), "text/html", meta("koi8-u") + ukrainian, "text/html; charset=utf-8"},
		{"meta utf-16 cannot be", meta("utf-16") + azeri, "text/html", meta("utf-16") + azeri, "text/html; charset=utf-8"},
		{"header before meta", meta("koi8-r") + as(t, cp1251, russian), "text/html; charset=windows-1251", meta("koi8-r") + russian, "text/html; charset=utf-8"},
		{"UTF-8 under a legacy label", russian, "text/html; charset=windows-1251", russian, "text/html; charset=utf-8"},
		{"UTF-8 cut short under a legacy label", russian + "\xd0", "text/html; charset=iso-8859-1", russian + "\uFFFD", "text/html; charset=utf-8"},
		{"legacy under a UTF-8 label", as(t, cp1251, russian), "text/html; charset=utf-8", russian, "text/html; charset=utf-8"},
		{"UTF-8 with a stray byte", russian + "\xff.", "text/html; charset=utf-8", russian + "\uFFFD.", "text/html; charset=utf-8"},
		{"UTF-8 mark", "\xef\xbb\xbf" + azeri, "text/html; charset=windows-1251", azeri, "text/html; charset=utf-8"},
		{"UTF-16 mark", as(t, utf16le, russian), "text/html", russian, "text/html; charset=utf-8"},
		{"UTF-16 without mark", as(t, utf16be, "<p>"+russian), "text/html", "<p>" + russian, "text/html; charset=utf-8"},
		{"GBK", as(t, simplifiedchinese.GBK, "边境没有关闭"), "text/html; charset=gb2312", "边境没有关闭", "text/html; charset=utf-8"},
		{"guess windows-1251", as(t, cp1251, russian), "text/plain", russian, "text/plain; charset=utf-8"},
		{"guess windows-1251 capitals", as(t, cp1251, capitals), "text/plain", capitals, "text/plain; charset=utf-8"},
		{"guess windows-1251 Ukrainian", as(t, cp1251, ukrainian), "text/plain", ukrainian, "text/plain; charset=utf-8"},
		{"guess koi8", as(t, koi, russian), "text/plain", russian, "text/plain; charset=utf-8"},
		{"guess koi8 capitals", as(t, koi, capitals), "text/plain", capitals, "text/plain; charset=utf-8"},
		{"guess koi8 Ukrainian", as(t, koi, ukrainian), "text/plain", ukrainian, "text/plain; charset=utf-8"},
		{"guess iso-8859-5", as(t, iso, russian), "text/plain", russian, "text/plain; charset=utf-8"},
		{"guess cp866", as(t, dos, russian), "text/plain", russian, "text/plain; charset=utf-8"},
		{"guess windows-1252", as(t, charmap.Windows1252, french), "text/plain", french, "text/plain; charset=utf-8"},
		{"XML declaration", `<?xml version="1.0" encoding="windows-1251"?><a>` + as(t, cp1251, russian), "text/xml", `<?xml version="1.0" encoding="UTF-8"?><a>` + russian, "text/xml; charset=utf-8"},
		{"XML header before declaration", `<?xml version='1.0' encoding='koi8-r' standalone='yes'?><a>` + as(t, cp1251, russian), "application/rss+xml; charset=cp1251", `<?xml version='1.0' encoding='UTF-8' standalone='yes'?><a>` + russian, "application/rss+xml; charset=utf-8"},
		{"XML declaration that lies", `<?xml version="1.0" encoding="windows-1252"?><a>` + russian, "text/xml", `<?xml version="1.0" encoding="UTF-8"?><a>` + russian, "text/xml; charset=utf-8"},
		{"XML UTF-8 stays", `<?xml version="1.0" encoding="utf-8"?>` + azeri, "text/xml", `<?xml version="1.0" encoding="utf-8"?>` + azeri, "text/xml; charset=utf-8"},
		{"XML UTF-16", as(t, utf16le, `<?xml version="1.0" encoding="utf-16"?>`+russian), "text/xml", `<?xml version="1.0" encoding="UTF-8"?>` + russian, "text/xml; charset=utf-8"},
		{"XHTML by declaration", `<?xml version="1.0" encoding="windows-1251"?><html>` + as(t, cp1251, "ы"), "application/xhtml+xml", `<?xml version="1.0" encoding="UTF-8"?><html>ы`, "application/xhtml+xml; charset=utf-8"},
		{"JSON", `{"a":"` + azeri + `"}`, "application/json", `{"a":"` + azeri + `"}`, "application/json; charset=utf-8"},
		{"an image is no text", "\x89PNG\r\n\x1a\n\xe0\xe1", "image/png", "\x89PNG\r\n\x1a\n\xe0\xe1", "image/png"},
		{"nor is a PDF with a charset", "%PDF-1.7 \xe0\xe1", "application/pdf; charset=windows-1251", "%PDF-1.7 \xe0\xe1", "application/pdf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, gotType := UTF8([]byte(tt.body), tt.header)
			if string(got) != tt.want || gotType != tt.wantType {
				t.Errorf("UTF8 = %q, %q\nwant %q, %q", got, gotType, tt.want, tt.wantType)
			}
		})
	}
}

func FuzzUTF8(f *testing.F) {
	f.Add([]byte(as(f, charmap.Windows1251, russian)), "text/html; charset=windows-1251")
	f.Add([]byte(`<?xml version="1.0" encoding="x"?>`), "application/xml")
	f.Add([]byte("\xff\xfe<\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		before := bytes.Clone(body)
		text, contentType := UTF8(body, header)
		if !bytes.Equal(before, body) {
			t.Error("the body was changed in place")
		}
		if strings.HasSuffix(contentType, "charset=utf-8") && !utf8.Valid(text) {
			t.Errorf("%q is not UTF-8", text)
		}
		if len(text) > 3*len(body)+len("UTF-8") {
			t.Errorf("%d bytes became %d", len(body), len(text))
		}
	})
}

func BenchmarkUTF8(b *testing.B) {
	for name, e := range map[string]encoding.Encoding{"utf-8": encoding.Nop, "windows-1251": charmap.Windows1251} {
		body := []byte(as(b, e, strings.Repeat("<p>"+russian+"</p>\n", 600)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				UTF8(body, "text/html")
			}
		})
	}
}
