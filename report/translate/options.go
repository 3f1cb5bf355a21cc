// Package translate asks a server for what a text says in another language, and
// keeps the answers. It speaks the protocol of LibreTranslate (POST /translate),
// which others speak too.
//
// Only a person asks, for one item at a time; nothing that is crawled is sent by
// itself. What comes back is foreign text, and a help for readers: it is never
// searched, scored or evidence.
package translate

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// ErrOptions says that the translator cannot be made so.
var ErrOptions = errors.New("the translator is not configured rightly")

// Options say which server is asked, and how. Address is needed; the rest has
// defaults.
type Options struct {
	// Address is http or https. Without it, /translate is added to its path.
	Address string
	// Key is sent with each request. It is refused over plain http, except to
	// this machine.
	Key string
	// Languages are the ISO 639 codes that the server knows. Without any it is
	// asked for whatever there is.
	Languages []string
	// Most is how many letters of a text are sent, 500 to 200,000. Default
	// 20,000; the rest stays untranslated, and the translation says so.
	Most int
	// Timeout bounds the translation of one item, 1 second to 10 minutes. Default
	// 1 minute.
	Timeout time.Duration
	// Transport carries the requests. Default: a plain one without a proxy.
	Transport http.RoundTripper
}

// Bounds of the options.
const (
	leastLetters   = 500
	defaultLetters = 20_000
	mostLetters    = 200_000
	mostTimeout    = 10 * time.Minute
)

func (o Options) withDefaults() Options {
	o.Most = cmp.Or(o.Most, defaultLetters)
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	if o.Transport == nil {
		o.Transport = &http.Transport{MaxIdleConnsPerHost: parallel, IdleConnTimeout: time.Minute}
	}
	return o
}

func (o Options) validate() error {
	switch {
	case o.Most < leastLetters || o.Most > mostLetters:
		return fmt.Errorf("%w: max_characters %d is not between %d and %d", ErrOptions, o.Most, leastLetters, mostLetters)
	case o.Timeout < time.Second || o.Timeout > mostTimeout:
		return fmt.Errorf("%w: timeout %s is not between 1s and %s", ErrOptions, o.Timeout, mostTimeout)
	}
	return nil
}

// endpoint is the address that requests go to.
func (o Options) endpoint() (*url.URL, error) {
	u, err := url.Parse(o.Address)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q is no http or https address", ErrOptions, o.Address)
	case u.User != nil || u.RawQuery != "":
		return nil, fmt.Errorf("%w: the address holds more than a host and a path; give a key apart from it", ErrOptions)
	case o.Key != "" && u.Scheme == "http" && !address.Local(u.Hostname()):
		return nil, fmt.Errorf("%w: the key would go to %s unencrypted; use https", ErrOptions, u.Host)
	}
	if !strings.HasSuffix(u.Path, "/translate") {
		u = u.JoinPath("translate")
	}
	return u, nil
}

// knows reports whether the server may know a language.
func (o Options) knows(code string) bool {
	return len(o.Languages) == 0 || code == unknown || slices.Contains(o.Languages, code)
}
