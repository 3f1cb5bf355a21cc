package translate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server is a translator on loopback that answers with h.
func server(t *testing.T, h http.HandlerFunc) (*Client, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, _ := io.ReadAll(r.Body) // who goes away is noticed only then
		r.Body = io.NopCloser(bytes.NewReader(body))
		h(w, r)
	}))
	t.Cleanup(s.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c, err := New(Options{Address: s.URL, Timeout: time.Second, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	return c, &asked
}

// echo answers as a server does: the target before each text.
func echo(w http.ResponseWriter, r *http.Request) {
	var q question
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/translate" || q.Format != "text" {
		http.Error(w, `{"error":"bad"}`, http.StatusBadRequest)
		return
	}
	var a answer
	for _, text := range q.Q {
		a.Texts = append(a.Texts, q.Target+":"+text)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(a)
}

func TestTranslate(t *testing.T) {
	c, asked := server(t, echo)
	var texts, want []string
	for n := range 60 {
		text := fmt.Sprint(n, strings.Repeat("ə", n*10))
		texts, want = append(texts, text), append(want, "ru:"+text)
	}
	got, err := c.Translate(t.Context(), texts, "az", "ru")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := asked.Load(); n < 4 || n > 8 {
		t.Errorf("%d requests", n)
	}
}

// TestHostileAnswers: whatever comes back, it is bounded, and named.
func TestHostileAnswers(t *testing.T) {
	write := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
	}
	status := func(code int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", after)
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(code)
			_, _ = io.WriteString(w, strings.Repeat("<script>", 1<<10))
		}
	}
	for name, one := range map[string]struct {
		answer http.HandlerFunc
		want   Fault
		after  time.Duration
	}{
		"html":     {write("<!doctype html><title>Log in</title>"), FaultAnswer, 0},
		"nothing":  {write(""), FaultAnswer, 0},
		"null":     {write("null"), FaultAnswer, 0},
		"one text": {write(`{"translatedText":"a"}`), FaultAnswer, 0},
		"too few":  {write(`{"translatedText":["a"]}`), FaultAnswer, 0},
		"too many": {write(`{"translatedText":["a","b","c"]}`), FaultAnswer, 0},
		"numbers":  {write(`{"translatedText":[1,2]}`), FaultAnswer, 0},
		"empty":    {write(`{"translatedText":[""," \u202e\u0000"]}`), FaultAnswer, 0},
		"long":     {write(`{"translatedText":["a","` + strings.Repeat("b", 10_000) + `"]}`), FaultAnswer, 0},
		"huge":     {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.CopyN(w, endless{}, 1<<30) }, FaultAnswer, 0},
		"deep":     {write(strings.Repeat("[", 20_000)), FaultAnswer, 0},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "900")
			write("{")(w, nil)
		}, FaultUnreachable, 0},
		"hung up":        {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, FaultUnreachable, 0},
		"slow":           {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, FaultSlow, 0},
		"dripping":       {drip, FaultSlow, 0},
		"too often":      {status(429, "30"), FaultBusy, 30 * time.Second},
		"much too often": {status(429, "999999999999"), FaultBusy, 24 * time.Hour},
		"a day":          {status(503, "Thu, 01 Jan 2099 00:00:00 GMT"), FaultBusy, 0},
		"no key":         {status(403, ""), FaultKey, 0},
		"no language":    {status(400, ""), FaultLanguage, 0},
		"too long":       {status(413, ""), FaultLong, 0},
		"its fault":      {status(500, ""), FaultAnswer, 0},
		"elsewhere":      {status(302, ""), FaultAnswer, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c, asked := server(t, one.answer)
			got, err := c.Translate(t.Context(), []string{"bir", "iki"}, "az", "en")
			if faultOf(err) != one.want || got != nil || asked.Load() != 1 {
				t.Fatalf("%q, %v after %d requests, want the fault %s", got, err, asked.Load(), one.want)
			}
			if e := err.(*Error); e.After != one.after {
				t.Errorf("asked to wait %s, want %s", e.After, one.after)
			}
			if len(err.Error()) > 300 || strings.Contains(err.Error(), "<script>") {
				t.Errorf("the error holds the answer: %s", err)
			}
		})
	}
}

// endless is a text without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// drip sends a byte whenever the last one was taken.
func drip(w http.ResponseWriter, r *http.Request) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_, _ = io.WriteString(w, " ")
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		}
	}
}

func TestBusy(t *testing.T) {
	c, asked := server(t, echo)
	for range parallel {
		c.turns <- struct{}{}
	}
	if _, err := c.Translate(t.Context(), []string{"a"}, "az", "en"); faultOf(err) != FaultBusy || asked.Load() != 0 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

func TestOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"none":           {},
		"no address":     {Address: "translate.example"},
		"a file":         {Address: "file:///etc/passwd"},
		"a password":     {Address: "https://a:b@translate.example"},
		"a query":        {Address: "https://translate.example/?api_key=x"},
		"key in clear":   {Address: "http://translate.example", Key: "x"},
		"few letters":    {Address: "https://translate.example", Most: 10},
		"many letters":   {Address: "https://translate.example", Most: 1 << 30},
		"no time":        {Address: "https://translate.example", Timeout: time.Millisecond},
		"all day":        {Address: "https://translate.example", Timeout: time.Hour},
		"negative":       {Address: "https://translate.example", Most: -1},
		"negative times": {Address: "https://translate.example", Timeout: -1},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	for address, want := range map[string]string{
		"https://translate.example":            "https://translate.example/translate",
		"https://translate.example/mt/":        "https://translate.example/mt/translate",
		"http://127.0.0.1:5000/translate":      "http://127.0.0.1:5000/translate",
		"https://[2001:db8::1]:8443/translate": "https://[2001:db8::1]:8443/translate",
	} {
		if c, err := New(Options{Address: address, Key: "x"}); err != nil || c.endpoint != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestSplit(t *testing.T) {
	sentence := strings.Repeat("Söz ", 100) + "bitdi. "
	for name, one := range map[string]struct {
		text string
		most int
		want []string
		rest bool
	}{
		"nothing":      {" \n\n\t", 500, nil, false},
		"paragraphs":   {"Bir.\n\n  İki. \r\nÜç", 500, []string{"Bir.", "İki.", "Üç"}, false},
		"too long":     {"Bir.\nİki üç", 6, []string{"Bir."}, true},
		"one sentence": {strings.Repeat("a", longest+10), 9000, []string{strings.Repeat("a", longest), strings.Repeat("a", 10)}, false},
		"sentences": {
			strings.Repeat(sentence, 5), 9000,
			[]string{strings.TrimSpace(strings.Repeat(sentence, 3)), strings.TrimSpace(strings.Repeat(sentence, 2))},
			false,
		},
	} {
		parts, rest := split([]rune(one.text), one.most)
		var got []string
		for _, p := range parts {
			got = append(got, p.Of([]rune(one.text)))
		}
		if diff := cmp.Diff(one.want, got); diff != "" || rest != one.rest {
			t.Errorf("%s: rest %t\n%s", name, rest, diff)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"", "a\nb", "a. b", strings.Repeat("a ", 4000), "\u2028\x85\xff", strings.Repeat(". ", 3000)} {
		f.Add(seed, 1000)
	}
	f.Fuzz(func(t *testing.T, s string, most int) {
		text, last, sum := []rune(s), 0, 0
		parts, rest := split(text, most)
		for _, p := range parts {
			if p.From < last || p.From >= p.To || p.To > len(text) || p.To-p.From > longest {
				t.Fatalf("%+v after %d in %d", p, last, len(text))
			}
			last, sum = p.To, sum+p.To-p.From
		}
		if sum > max(most, 0) {
			t.Errorf("%d letters, %d at most", sum, most)
		}
		for _, r := range text[last:] {
			if !rest && !unicode.IsSpace(r) {
				t.Fatalf("%q is left out", r)
			}
		}
	})
}

// faultOf is the fault of an error of this package; empty for others.
func faultOf(err error) Fault {
	var e *Error
	if errors.As(err, &e) {
		return e.Fault
	}
	return ""
}
