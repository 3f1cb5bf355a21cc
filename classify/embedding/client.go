package embedding

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
)

// Client asks one server. It is safe for concurrent use.
type Client struct {
	options  Options
	endpoint string
	http     http.Client
	turns    chan struct{} // as many as requests may be under way
	memory   *memory
	circuit  *circuit
	width    atomic.Int64 // dimensions of the vectors; 0 before the first
}

// parallel is how many requests are under way at the same time.
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
	c := &Client{options: o, endpoint: endpoint, turns: make(chan struct{}, parallel), memory: newMemory(o.Remembered), circuit: &circuit{}}
	c.http = http.Client{Transport: o.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // texts go where they were meant to go
	}}
	return c, nil
}

// maxText bounds what is sent of a text, in code points: more than models of
// this kind read, and servers refuse what is too long.
const maxText = 1500

// Embed returns a vector of length one for each text, in order; the product of
// two is their cosine. Texts that were seen before are not asked for again. An
// error wraps [ErrUnavailable], or is that of the context; then no vector is
// given. Every batch takes the timeout at most.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	places := map[[32]byte][]int{} // of what is missing
	var missing []asked
	for i, text := range texts {
		text = clip(text)
		key := c.key(text)
		if v, ok := c.known(ctx, key); ok {
			vectors[i] = v
			continue
		}
		if len(places[key]) == 0 {
			missing = append(missing, asked{key, text})
		}
		places[key] = append(places[key], i)
	}
	for from := 0; from < len(missing); from += c.options.Batch {
		batch := missing[from:min(len(missing), from+c.options.Batch)]
		fresh, err := c.fetch(ctx, batch)
		if err != nil {
			return nil, err
		}
		for i, one := range batch {
			for _, at := range places[one.key] {
				vectors[at] = fresh[i]
			}
		}
	}
	return vectors, nil
}

// asked is a text that no vector is known of.
type asked struct {
	key  [32]byte
	text string
}

func clip(text string) string {
	points := 0
	for i := range text {
		if points == maxText {
			return text[:i]
		}
		points++
	}
	return text
}

// key names a vector: SHA-256 of the model and the text.
func (c *Client) key(text string) [32]byte {
	return sha256.Sum256([]byte(c.options.Model + "\x00" + text))
}

// known looks a vector up. One of another width is as good as none: the model
// behind the name was changed.
func (c *Client) known(ctx context.Context, key [32]byte) ([]float32, bool) {
	if v, ok := c.memory.get(key); ok {
		return v, true
	}
	if c.options.Cache == nil {
		return nil, false
	}
	v, ok, err := c.options.Cache.Vector(ctx, key)
	if err != nil || !ok || c.fits(v) != nil {
		return nil, false
	}
	c.memory.put(key, v)
	return v, true
}

// fetch asks for the vectors of one batch and remembers them.
func (c *Client) fetch(ctx context.Context, batch []asked) ([][]float32, error) {
	if !c.circuit.enter(c.options.Now(), c.options.Timeout) {
		return nil, fmt.Errorf("%w: %s", ErrUnavailable, c.circuit.why())
	}
	limited, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	case <-limited.Done():
		return nil, errors.Join(ErrUnavailable, limited.Err(), ctx.Err())
	}
	vectors, err := c.request(limited, batch)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("asking for embeddings: %w", ctx.Err())
	}
	if err != nil && !ofText(err) {
		c.circuit.fail(c.options.Now().Add(c.options.Rest), err)
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	c.circuit.succeed()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	for i, v := range vectors {
		c.memory.put(batch[i].key, v)
		if c.options.Cache != nil {
			// A vector that could not be kept is asked for again.
			_ = c.options.Cache.KeepVector(ctx, batch[i].key, v)
		}
	}
	return vectors, nil
}
