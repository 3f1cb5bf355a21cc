package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Options shape a client. Only Contact has no default.
type Options struct {
	// Agent is the product token that robots.txt files know us by. Default
	// "Qalxan".
	Agent string
	// Version of the program, for the User-Agent header. Default "dev".
	Version string
	// Contact is a web page or a mail address where the owner of a site reaches
	// whoever runs this crawler. It stands in every request.
	Contact string
	// Now is the clock of capture times, cache ages and Error.Retry. Gaps
	// between requests are always measured in real time.
	Now func() time.Time
	// Dial replaces the dialer, for a web that is not the internet. Addresses
	// written as numbers are still checked. Nil dials the internet and refuses
	// private addresses after their names were resolved.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Resolve replaces the name service. What it returns is dialled, in order,
	// and hosts that share an address share its pace. Nil asks the system,
	// unless Dial is set: names are then given to it as they are, and nothing is
	// known of shared addresses.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// Robots keeps robots.txt files over a restart. Nil forgets them.
	Robots RobotsStore
	// Rests keeps over a restart which hosts have to be left alone; Recall takes
	// it over. Nil forgets them.
	Rests RestStore
	// RootCAs are trusted instead of the system's.
	RootCAs *x509.CertPool
	// Timeout bounds one hop, from dialling to the last byte. Default 30 s.
	Timeout time.Duration
	// MaxWait is the longest that Get waits for its turn at a host, or the gap
	// that the request asks for where that is longer; beyond, it returns
	// ErrWait. Default 1 min.
	MaxWait time.Duration
	Logger  *slog.Logger
}

var (
	productToken = regexp.MustCompile(`^[A-Za-z_-]+$`) // RFC 9309 section 2.2.1
	versionToken = regexp.MustCompile(`^[A-Za-z0-9._+~-]+$`)
)

func (o Options) withDefaults() Options {
	if o.Agent == "" {
		o.Agent = "Qalxan"
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Resolve == nil && o.Dial == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.MaxWait == 0 {
		o.MaxWait = time.Minute
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func (o Options) validate() error {
	switch {
	case o.Contact == "":
		return errors.New("a contact is missing: set a web page or a mail address where the owners of sites can reach you")
	case !isContact(o.Contact):
		return fmt.Errorf("contact %q is neither a web page (https://...) nor a mail address", o.Contact)
	case !productToken.MatchString(o.Agent):
		return fmt.Errorf("agent %q: use letters, dashes and underscores only", o.Agent)
	case !versionToken.MatchString(o.Version):
		return fmt.Errorf("version %q cannot stand in a header", o.Version)
	case o.Timeout < 0 || o.MaxWait < 0:
		return fmt.Errorf("timeout %s and longest wait %s must not be negative", o.Timeout, o.MaxWait)
	}
	return nil
}

// isContact lets nothing through that would end the comment of the header that
// it stands in.
func isContact(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()\`, r) }) {
		return false
	}
	if u, err := url.Parse(s); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return u.Host != ""
	}
	a, err := mail.ParseAddress(strings.TrimPrefix(s, "mailto:"))
	return err == nil && a.Name == ""
}

func (o Options) userAgent() string {
	return fmt.Sprintf("%s/%s (+%s)", o.Agent, o.Version, o.Contact)
}
