package alert

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
)

func TestMain(m *testing.M) {
	// The index keeps its workers for as long as the process lives.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

const hidden = "hunter2" // the secret that must never be seen

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func world() World {
	return World{
		Env: func(name string) string {
			return map[string]string{"SECRET": hidden, "URL": "http://127.0.0.1:1/" + hidden}[name]
		},
		Now:     func() time.Time { return noon },
		Timeout: 2 * time.Second,
	}
}

func sample() Message {
	return Message{ID: "m-0123456789abcdef", Address: "a@example.org", Digest: Digest{
		Rule: "duty", Language: "az", Created: noon, Total: 2, More: 1, Link: "https://desk.example.org",
		Groups: []Group{{Campaign: "c-1", Title: "Su zəhərlənib", Link: "https://desk.example.org/campaigns/c-1", Entries: []Entry{{
			Subject: "f-1", Level: qalxan.LevelCritical, News: NewsFound, Title: "آب شهر مسموم است (عكس)", Source: "Daily", Reason: "Two sources copy it.",
			Link: "https://desk.example.org/findings/f-1", Time: noon,
		}}}},
	}}
}

// certificate is one for this machine, and who vouches for it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, roots
}

func send(t *testing.T, target Target, w World, m Message) error {
	t.Helper()
	target.Name = "it"
	if target.Kind == KindMail {
		target.From, target.Recipients = "Qalxan <qalxan@example.org>", []string{m.Address}
	}
	if err := target.validate(); err != nil {
		t.Fatal(err)
	}
	s, err := NewSender(target, w)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Send(t.Context(), m)
	if err != nil && strings.Contains(err.Error(), hidden) {
		t.Errorf("the error tells the secret: %v", err)
	}
	return err
}

func TestMail(t *testing.T) {
	config, roots := certificate(t)
	w := world()
	for _, test := range []struct {
		name   string
		change func(*mailbox)
		target Target
		roots  *x509.CertPool
		fault  string
	}{
		{"starttls and password", func(b *mailbox) { b.config, b.password = config, hidden }, Target{User: "q", Password: "env:SECRET"}, roots, ""},
		{"tls", func(b *mailbox) { b.config, b.wrapped = config, true }, Target{TLS: TLS}, roots, ""},
		{"none, on this machine", func(*mailbox) {}, Target{TLS: NoTLS}, nil, ""},
		{"starttls is not offered", func(*mailbox) {}, Target{}, roots, "STARTTLS"},
		{"nobody vouches for it", func(b *mailbox) { b.config = config }, Target{}, nil, "certificate"},
		{"a wrong password", func(b *mailbox) { b.config, b.password = config, "other" }, Target{User: "q", Password: "env:SECRET"}, roots, "535"},
		{"no password", func(b *mailbox) { b.config, b.password = config, hidden }, Target{User: "q", Password: "env:NONE"}, roots, "env:NONE holds nothing"},
		{"greylisted", func(b *mailbox) { b.grey = 1 }, Target{TLS: NoTLS}, nil, "greylisted"},
		{"it hangs", func(b *mailbox) { b.mute = true }, Target{TLS: NoTLS}, nil, "timeout"},
		{"it leaves after it took the letter", func(b *mailbox) { b.tooLate = true }, Target{TLS: NoTLS}, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := openMailbox(t, test.change)
			test.target.Kind, test.target.Server = KindMail, b.listener.Addr().String()
			w := w
			w.RootCAs = test.roots
			if test.name == "it hangs" {
				w.Timeout = 100 * time.Millisecond
			}
			err := send(t, test.target, w, sample())
			if (err == nil) != (test.fault == "") || err != nil && !strings.Contains(err.Error(), test.fault) {
				t.Fatalf("error %v, want %q", err, test.fault)
			}
			if err == nil && len(b.letters()) != 1 {
				t.Errorf("%d letters", len(b.letters()))
			}
		})
	}
}

// parts reads a letter as a mail program does.
func parts(t *testing.T, letter string) (header mail.Header, texts map[string]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(letter))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	reader := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return m.Header, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		media, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		texts[media] = string(text)
	}
}

func TestLetter(t *testing.T) {
	b := openMailbox(t, func(*mailbox) {})
	if err := send(t, Target{Kind: KindMail, Server: b.listener.Addr().String(), TLS: NoTLS}, world(), sample()); err != nil {
		t.Fatal(err)
	}
	header, texts := parts(t, b.letters()[0])
	subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
	if err != nil || subject != "Qalxan: 2 tapıntı (duty)" {
		t.Errorf("subject %q: %v", subject, err)
	}
	for field, want := range map[string]string{
		"Message-Id": "<m-0123456789abcdef@example.org>", "To": "<a@example.org>", "Auto-Submitted": "auto-generated",
		"Date": "Sat, 21 Nov 2026 12:00:00 +0000",
	} {
		if got := header.Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	for _, media := range []string{"text/plain", "text/html"} {
		for _, want := range []string{"آب شهر مسموم است (عكس)", "Su zəhərlənib", "https://desk.example.org/findings/f-1", "m-0123456789abcdef", "Two sources"} {
			if !strings.Contains(texts[media], want) {
				t.Errorf("%s lacks %s:\n%s", media, want, texts[media])
			}
		}
	}
	if !strings.Contains(texts["text/plain"], isolate+"آب") || !strings.Contains(texts["text/html"], `dir="auto"`) {
		t.Error("right-to-left text is not kept to itself")
	}
}

// room answers like a chat service and keeps what it was told.
type room struct {
	*httptest.Server
	status  int
	header  map[string]string
	answer  string
	bodies  []string
	headers []http.Header
	paths   []string
}

func openRoom(t *testing.T) *room {
	t.Helper()
	r := &room{status: http.StatusOK, answer: `{"ok":true}`}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.bodies, r.headers, r.paths = append(r.bodies, string(body)), append(r.headers, q.Header), append(r.paths, q.URL.Path)
		for name, value := range r.header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(r.status)
		_, _ = io.WriteString(w, r.answer)
	}))
	t.Cleanup(r.Close)
	return r
}

func targetOf(kind Kind, url string) Target {
	switch kind {
	case KindTelegram:
		return Target{Kind: kind, Token: "env:SECRET", Chat: "-100123", API: url}
	case KindWebhook:
		return Target{Kind: kind, URL: url + "/in", Secret: "env:SECRET"}
	}
	return Target{Kind: kind, URL: url + "/in"}
}

func TestHTTP(t *testing.T) {
	for _, kind := range []Kind{KindWebhook, KindTelegram, KindSlack} {
		t.Run(string(kind), func(t *testing.T) {
			r := openRoom(t)
			target := targetOf(kind, r.URL)
			if err := send(t, target, world(), sample()); err != nil || len(r.bodies) != 1 {
				t.Fatalf("%v, %d letters", err, len(r.bodies))
			}
			r.status, r.answer = http.StatusInternalServerError, "{"
			if err := send(t, target, world(), sample()); err == nil || !strings.Contains(err.Error(), "500") {
				t.Errorf("500: %v", err)
			}
			r.status, r.header = http.StatusTooManyRequests, map[string]string{"Retry-After": "7"}
			var wait *Wait
			if err := send(t, target, world(), sample()); !errors.As(err, &wait) || wait.After != 7*time.Second {
				t.Errorf("429: %v", err)
			}
			r.status, r.header = http.StatusFound, map[string]string{"Location": r.URL + "/elsewhere"}
			asked := len(r.bodies)
			if err := send(t, target, world(), sample()); err == nil || len(r.bodies) != asked+1 {
				t.Errorf("a redirect was followed: %v", err)
			}
			r.Close()
			if err := send(t, target, world(), sample()); err == nil || !strings.Contains(err.Error(), "refused") {
				t.Errorf("refused: %v", err)
			}
		})
	}
}

func TestHTTPThatHangs(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // takes connections, says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	w := world()
	w.Timeout = 100 * time.Millisecond
	for _, kind := range []Kind{KindWebhook, KindTelegram, KindSlack} {
		if err := send(t, targetOf(kind, "http://"+listener.Addr().String()), w, sample()); err == nil {
			t.Errorf("%s waits for ever", kind)
		}
	}
	if err := send(t, Target{Kind: KindSlack, URL: "env:URL"}, world(), sample()); err == nil {
		t.Error("nobody listens there")
	}
}

func TestWebhookIsSigned(t *testing.T) {
	r := openRoom(t)
	if err := send(t, targetOf(KindWebhook, r.URL), world(), sample()); err != nil {
		t.Fatal(err)
	}
	signature, body := r.headers[0].Get(SignatureHeader), []byte(r.bodies[0])
	if err := Verify([]byte(hidden), signature, body, noon.Add(time.Minute), 5*time.Minute); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"another key":  Verify([]byte("x"), signature, body, noon, time.Minute),
		"another body": Verify([]byte(hidden), signature, append(body, ' '), noon, time.Minute),
		"replayed":     Verify([]byte(hidden), signature, body, noon.Add(time.Hour), time.Minute),
		"nonsense":     Verify([]byte(hidden), "t=,v1=", body, noon, time.Minute),
	} {
		if !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var got Payload
	if err := json.Unmarshal(body, &got); err != nil || got.ID != sample().ID || got.ID != r.headers[0].Get(MessageHeader) || got.Groups[0].Entries[0].Subject != "f-1" {
		t.Errorf("%v: %s", err, body)
	}
}

func TestTelegram(t *testing.T) {
	r := openRoom(t)
	target := targetOf(KindTelegram, r.URL)
	r.status, r.answer = http.StatusTooManyRequests, `{"ok":false,"description":"Too Many Requests: retry after 31","parameters":{"retry_after":31}}`
	var wait *Wait
	if err := send(t, target, world(), sample()); !errors.As(err, &wait) || wait.After != 31*time.Second || !strings.Contains(err.Error(), "Too Many") {
		t.Errorf("429: %v", err)
	}
	r.status, r.answer = http.StatusUnauthorized, `{"ok":false,"description":"bot`+hidden+` is unknown"}`
	if err := send(t, target, world(), sample()); err == nil || !strings.Contains(err.Error(), "unknown") {
		t.Errorf("401: %v", err)
	}
	if r.paths[0] != "/bot"+hidden+"/sendMessage" || !strings.Contains(r.bodies[0], `"parse_mode":"HTML"`) {
		t.Errorf("%s %s", r.paths[0], r.bodies[0])
	}
}
