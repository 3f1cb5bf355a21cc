// Package embedding asks a server for the meaning of texts: vectors that lie
// close together where texts say the same. It speaks the embeddings protocol of
// OpenAI, as Ollama, vLLM, llama.cpp, Text Embeddings Inference and others do.
//
// The server is a help and never a need. Whoever asks is told at once that there
// is no answer when the server failed lately, and then goes by words alone.
package embedding

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// What an answer may fail for.
var (
	// ErrOptions says that the client cannot be made so.
	ErrOptions = errors.New("embeddings are not configured rightly")
	// ErrUnavailable says that there are no vectors now: the server failed, or
	// failed a while ago and is not asked again yet.
	ErrUnavailable = errors.New("no embeddings now")
)

// Options say which server is asked, and how. Address and Model are needed; the
// rest has defaults.
type Options struct {
	// Address is http or https. Without a path, /v1/embeddings is added.
	Address string
	// Model is the name that the server knows the model by.
	Model string
	// Key is sent as a bearer token. It is refused over plain http, except to
	// this machine.
	Key string
	// Batch is how many texts one request carries. Default 32, at most 2,048.
	Batch int
	// Timeout bounds one request with its repetitions. Default 10 seconds.
	Timeout time.Duration
	// Pause is waited before the first repetition, twice as long before the
	// next. Default 250 milliseconds.
	Pause time.Duration
	// Rest is how long a server that failed is left alone. Default 3 minutes.
	Rest time.Duration
	// Remembered is how many vectors are kept in memory. Default 20,000; one of
	// 384 dimensions takes 1.6 KB.
	Remembered int
	// Cache keeps vectors for longer. Optional.
	Cache Cache
	// Now is the clock. Default time.Now.
	Now func() time.Time
	// Transport carries the requests. Default: a plain one without a proxy.
	Transport http.RoundTripper
}

// Bounds of the options.
const (
	maxBatch      = 2048
	defaultBatch  = 32
	defaultMemory = 20_000
)

func (o Options) withDefaults() Options {
	o.Batch = cmp.Or(o.Batch, defaultBatch)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.Pause = cmp.Or(o.Pause, 250*time.Millisecond)
	o.Rest = cmp.Or(o.Rest, 3*time.Minute)
	o.Remembered = cmp.Or(o.Remembered, defaultMemory)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = &http.Transport{MaxIdleConnsPerHost: parallel, IdleConnTimeout: time.Minute}
	}
	return o
}

func (o Options) validate() error {
	switch {
	case strings.TrimSpace(o.Model) == "":
		return fmt.Errorf("%w: name the model", ErrOptions)
	case o.Batch < 1 || o.Batch > maxBatch:
		return fmt.Errorf("%w: batch %d is not between 1 and %d", ErrOptions, o.Batch, maxBatch)
	case o.Timeout < 0 || o.Pause < 0 || o.Rest < 0 || o.Remembered < 0:
		return fmt.Errorf("%w: a time or a number is below zero", ErrOptions)
	}
	return nil
}

// endpoint is the address that requests go to.
func (o Options) endpoint() (string, error) {
	u, err := url.Parse(o.Address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", fmt.Errorf("%w: %q is no http or https address", ErrOptions, o.Address)
	}
	if u.User != nil {
		return "", fmt.Errorf("%w: the address holds a password; give the key apart from it", ErrOptions)
	}
	if o.Key != "" && u.Scheme == "http" && !address.Local(u.Hostname()) {
		return "", fmt.Errorf("%w: the key would go to %s unencrypted; use https", ErrOptions, u.Host)
	}
	if path := strings.TrimSuffix(u.Path, "/"); path == "" || path == "/v1" {
		u.Path = "/v1/embeddings"
	}
	return u.String(), nil
}
