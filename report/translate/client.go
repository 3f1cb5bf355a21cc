package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Client asks one server. It is safe for concurrent use.
type Client struct {
	options        Options
	endpoint, host string
	http           http.Client
	turns          chan struct{} // as many as items are translated at the same time
}

// parallel is how many items are translated at the same time.
const parallel = 2

// New makes a client. Nothing is asked yet.
func New(o Options) (*Client, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	endpoint, err := o.endpoint()
	if err != nil {
		return nil, err
	}
	c := &Client{options: o, endpoint: endpoint.String(), host: endpoint.Host, turns: make(chan struct{}, parallel)}
	c.http = http.Client{Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // texts go where they were meant to go
	}}
	return c, nil
}

// Bounds of one request and its answer. Servers of this kind take a few thousand
// letters at once.
const (
	requestTexts   = 25
	requestLetters = 4000
	maxGrowth      = 8        // a translation is no longer than this many times the text
	maxAnswer      = 64 << 10 // bytes beyond that, and of the JSON around it
)

// Translate returns what each text says in another language, in order. Its error
// is an [*Error], or that of the context.
func (c *Client) Translate(ctx context.Context, texts []string, source, target string) ([]string, error) {
	limited, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	default:
		return nil, &Error{Fault: FaultBusy, Err: errors.New("other texts are being translated")}
	}
	var out []string
	for len(texts) > 0 {
		n := load(texts)
		part, err := c.ask(limited, question{texts[:n], source, target, "text", c.options.Key})
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if limited.Err() != nil {
			return nil, &Error{Fault: FaultSlow, Err: fmt.Errorf("no answer within %s", c.options.Timeout)}
		}
		if err != nil {
			return nil, err
		}
		out, texts = append(out, part...), texts[n:]
	}
	return out, nil
}

// load is how many of the texts go into one request; one at least.
func load(texts []string) int {
	letters := 0
	for n, text := range texts {
		if letters += utf8.RuneCountInString(text); n > 0 && letters > requestLetters || n == requestTexts {
			return n
		}
	}
	return len(texts)
}

// question and answer are the bodies of the protocol.
type (
	question struct {
		Q      []string `json:"q"`
		Source string   `json:"source"`
		Target string   `json:"target"`
		Format string   `json:"format"`
		Key    string   `json:"api_key,omitempty"`
	}
	answer struct {
		Texts []string `json:"translatedText"`
	}
)

func (c *Client) ask(ctx context.Context, q question) ([]string, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("write the question to the translator: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the request to the translator: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	response, err := c.http.Do(r)
	if err != nil {
		return nil, &Error{Fault: FaultUnreachable, Err: err}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, refusal(response)
	}
	most := maxGrowth*len(body) + maxAnswer
	data, err := io.ReadAll(io.LimitReader(response.Body, int64(most)+1))
	switch {
	case err != nil:
		return nil, &Error{Fault: FaultUnreachable, Err: fmt.Errorf("read the answer: %w", err)}
	case len(data) > most:
		return nil, useless("the answer is longer than %d bytes", most)
	}
	return read(data, q.Q)
}

// read checks an answer: a text for each that was sent, none many times longer,
// and not all of them empty.
func read(data []byte, sent []string) ([]string, error) {
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, useless("the answer is no translation: %w", err)
	}
	if len(a.Texts) != len(sent) {
		return nil, useless("%d texts came back for %d", len(a.Texts), len(sent))
	}
	for i, text := range a.Texts {
		if len(text) > maxGrowth*len(sent[i])+leastLetters {
			return nil, useless("text %d is %d bytes long, and %d were sent", i, len(text), len(sent[i]))
		}
		a.Texts[i] = clean(text)
	}
	if strings.Join(a.Texts, "") == "" {
		return nil, useless("the texts that came back are empty")
	}
	return a.Texts, nil
}

// clean drops what a translation has no use for: control characters, and those
// that turn the direction of what follows (UAX #9, 2).
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200c' || r == '\u200d': // letters are joined by them
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
}
