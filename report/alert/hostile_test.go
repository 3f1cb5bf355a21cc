package alert

import (
	"encoding/json"
	"mime"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/internal/hostile"
)

// attacks are texts as attackers put them into titles.
func attacks() []string { return append(hostile.Texts(), hostile.Huge()...) }

func hostileMessage(text string) Message {
	m := sample()
	t := clean(text, maxTitle)
	m.Digest.Groups[0].Title, m.Digest.Groups[0].Entries[0].Title = t, t
	m.Digest.Groups[0].Entries[0].Source, m.Digest.Groups[0].Entries[0].Reason = clean(text, maxSource), clean(text, maxReason)
	system := m.Digest.Groups[0].Entries[0]
	system.Link = ""
	m.Digest.Groups[0].Entries = append(m.Digest.Groups[0].Entries, system)
	return m
}

func TestHostileTexts(t *testing.T) {
	for _, text := range attacks() {
		cleaned := clean(text, maxTitle)
		if n := utf8.RuneCountInString(cleaned); n > maxTitle+2 || !utf8.ValidString(cleaned) {
			t.Errorf("%.30q: %d code points are left", text, n)
		}
		for _, r := range cleaned {
			if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
				t.Errorf("%.30q: %U is left", text, r)
			}
		}
	}
}

func TestHostileMail(t *testing.T) {
	b := openMailbox(t, func(*mailbox) {})
	target := Target{Kind: KindMail, Server: b.listener.Addr().String(), TLS: NoTLS}
	want, _ := shape(t, sampleOf(t, target, b))
	for _, text := range attacks() {
		m := hostileMessage(text)
		m.Digest.System = true // the subject then holds the title
		if err := send(t, target, world(), m); err != nil {
			t.Fatalf("%.40q: %v", text, err)
		}
		letters := b.letters()
		letter := letters[len(letters)-1]
		header, texts := parts(t, letter)
		if len(header) != want || header.Get("Bcc") != "" || header.Get("To") != "<a@example.org>" {
			t.Errorf("%.40q: header %v", text, header)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
		if err != nil || strings.ContainsAny(subject, "\r\n\x00") || utf8.RuneCountInString(subject) > maxTitle+2 {
			t.Errorf("%.40q: subject %q, %v", text, subject, err)
		}
		inert(t, text, texts["text/html"], "html head meta title body p strong h2 a ul li div bdi small")
		if len(letter) > 40<<10 {
			t.Errorf("%.40q: a letter of %d bytes", text, len(letter))
		}
	}
}

// shape counts what a letter has, to compare others with.
func shape(t *testing.T, letter string) (fields int, texts map[string]string) {
	header, texts := parts(t, letter)
	return len(header), texts
}

func sampleOf(t *testing.T, target Target, b *mailbox) string {
	t.Helper()
	if err := send(t, target, world(), sample()); err != nil {
		t.Fatal(err)
	}
	return b.letters()[0]
}

// inert fails where markup holds an element that is not of ours, a script in an
// attribute, or a link that leaves the desk.
func inert(t *testing.T, text, markup, elements string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			if !strings.Contains(" "+elements+" ", " "+token.Data+" ") {
				t.Errorf("%.40q: element %s", text, token.Data)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "https://desk.example.org") {
					t.Errorf("%.40q: %s=%q", text, a.Key, a.Val)
				}
			}
		}
	}
}

func TestHostileChats(t *testing.T) {
	r := openRoom(t)
	control := regexp.MustCompile(`[\x{202a}-\x{202e}\x{2066}\x{2067}\x{0000}-\x{0009}\x{000b}-\x{001f}]`)
	ours := regexp.MustCompile(`<https://desk\.example\.org[^<>|]*\|([^<>|]*)>`)
	for _, text := range attacks() {
		for _, kind := range []Kind{KindTelegram, KindSlack} {
			if err := send(t, targetOf(kind, r.URL), world(), hostileMessage(text)); err != nil {
				t.Fatalf("%s %.40q: %v", kind, text, err)
			}
			var body struct{ Text string }
			if err := json.Unmarshal([]byte(r.bodies[len(r.bodies)-1]), &body); err != nil {
				t.Fatal(err)
			}
			if control.MatchString(body.Text) || !strings.Contains(body.Text, "m-0123456789abcdef") {
				t.Errorf("%s %.40q: %q", kind, text, body.Text)
			}
			seen := body.Text
			if kind == KindTelegram {
				inert(t, text, seen, "b a")
				seen = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(seen, ""))
			} else {
				seen = html.UnescapeString(ours.ReplaceAllString(seen, "$1"))
				rest := ours.ReplaceAllString(body.Text, "$1")
				if strings.ContainsAny(rest, "<>`~[]!") || strings.Contains(rest, "@") || strings.Count(rest, "*") != 2 {
					t.Errorf("%.40q: markup in %q", text, rest)
				}
			}
			if units(seen) > chatLimit || strings.Contains(seen, "evil.example") && regexp.MustCompile(`(?i)https?://evil`).MatchString(seen) {
				t.Errorf("%s %.40q: %d units: %.300q", kind, text, units(seen), seen)
			}
		}
	}
}

func TestHostileWebhook(t *testing.T) {
	r := openRoom(t)
	for _, text := range attacks() {
		if err := send(t, targetOf(KindWebhook, r.URL), world(), hostileMessage(text)); err != nil {
			t.Fatal(err)
		}
		body := r.bodies[len(r.bodies)-1]
		var got Payload
		if err := json.Unmarshal([]byte(body), &got); err != nil || len(body) > 20<<10 || strings.ContainsAny(body, "<>\r\n") {
			t.Errorf("%.40q: %v, %d bytes", text, err, len(body))
		}
	}
}

// TestLongDigest holds a chat message to its limit however much there is to
// tell, and counts what it leaves out.
func TestLongDigest(t *testing.T) {
	w, err := wordsOf("ru")
	if err != nil {
		t.Fatal(err)
	}
	d := sample().Digest
	d.More = 900
	for range 50 {
		e := d.Groups[0].Entries[0]
		e.Title, e.Reason = strings.Repeat("&", maxTitle), strings.Repeat("😀", maxReason)
		d.Groups[0].Entries = append(d.Groups[0].Entries, e)
	}
	text := w.write(d, "m-1", telegramHTML(), chatLimit)
	seen := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, ""))
	if n := units(seen); n > chatLimit || n < chatLimit/2 || !strings.Contains(text, "и ещё 94") {
		t.Errorf("%d units: %s", n, seen[max(0, len(seen)-300):])
	}
}

func FuzzClean(f *testing.F) {
	for _, text := range attacks() {
		f.Add(text[:min(len(text), 200)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := clean(text, 50)
		if utf8.RuneCountInString(once) > 52 || !utf8.ValidString(once) || strings.ContainsAny(once, "\r\n\x00") {
			t.Errorf("%q became %q", text, once)
		}
	})
}
