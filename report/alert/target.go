package alert

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// Kind is how a target is reached.
type Kind string

// The kinds of target.
const (
	KindMail     Kind = "mail"
	KindWebhook  Kind = "webhook"
	KindTelegram Kind = "telegram"
	KindSlack    Kind = "slack"
)

// Encryption is how a mail server is spoken to.
type Encryption string

// The three. Without encryption only this machine is spoken to.
const (
	StartTLS Encryption = "starttls"
	TLS      Encryption = "tls"
	NoTLS    Encryption = "none"
)

// Target is where letters go.
type Target struct {
	Name string `yaml:"name"`
	Kind Kind   `yaml:"kind"`

	// Of mail: host:port, starttls where TLS is empty, and both or none of User
	// and Password.
	Server     string     `yaml:"server"`
	TLS        Encryption `yaml:"tls"`
	User       string     `yaml:"user"`
	Password   Secret     `yaml:"password"`
	From       string     `yaml:"from"`
	Recipients []string   `yaml:"recipients"`

	// Of webhook and slack: an https address, or the name of a secret that
	// holds one. Secret signs what goes to a webhook.
	URL    string `yaml:"url"`
	Secret Secret `yaml:"secret"`

	// Of telegram. API is that of Telegram where it is empty.
	Token Secret `yaml:"token"`
	Chat  string `yaml:"chat"`
	API   string `yaml:"api"`
}

// Addresses are the addresses that get a letter each.
func (t Target) Addresses() []string {
	if t.Kind == KindMail {
		return t.Recipients
	}
	return []string{""}
}

func (t Target) validate() error {
	if !nameForm.MatchString(t.Name) {
		return problem("name", "%.60q is no name; use small letters, digits and hyphens", t.Name)
	}
	checks := map[Kind]func() error{
		KindMail: t.validateMail, KindWebhook: t.validateWebhook, KindTelegram: t.validateTelegram, KindSlack: t.validateSlack,
	}
	check, known := checks[t.Kind]
	if !known {
		return problem("kind", "%.20q is not one of mail, webhook, telegram, slack", t.Kind)
	}
	if err := t.validateForeign(); err != nil {
		return err
	}
	return check()
}

// validateForeign refuses what belongs to another kind of target.
func (t Target) validateForeign() error {
	for _, f := range []struct {
		key, value string
		of         []Kind
	}{
		{"server", t.Server, []Kind{KindMail}},
		{"tls", string(t.TLS), []Kind{KindMail}},
		{"user", t.User, []Kind{KindMail}},
		{"password", string(t.Password), []Kind{KindMail}},
		{"from", t.From, []Kind{KindMail}},
		{"recipients", strings.Join(t.Recipients, ""), []Kind{KindMail}},
		{"url", t.URL, []Kind{KindWebhook, KindSlack}},
		{"secret", string(t.Secret), []Kind{KindWebhook}},
		{"token", string(t.Token), []Kind{KindTelegram}},
		{"chat", t.Chat, []Kind{KindTelegram}},
		{"api", t.API, []Kind{KindTelegram}},
	} {
		if f.value != "" && !slices.Contains(f.of, t.Kind) {
			return problem(f.key, "this does not belong to a target of kind %s", t.Kind)
		}
	}
	return nil
}

func (t Target) validateMail() error {
	host, port, err := net.SplitHostPort(t.Server)
	if err != nil || host == "" || port == "" {
		return problem("server", "%.100q needs a host and a port, like smtp.example.org:587", t.Server)
	}
	switch t.TLS {
	case "", StartTLS, TLS:
	case NoTLS:
		if !address.Local(host) {
			return problem("tls", "without encryption only a server on this machine may be used, not %s", host)
		}
	default:
		return problem("tls", "%.20q is not one of starttls, tls, none", t.TLS)
	}
	if (t.User == "") != (t.Password == "") {
		return problem("user", "give both user and password, or neither")
	}
	if t.Password != "" {
		if err := t.Password.validate(); err != nil {
			return &Problem{"password", err}
		}
	}
	if _, err := mail.ParseAddress(t.From); err != nil {
		return problem("from", "%.100q is no mail address; write one like Qalxan <qalxan@example.org>", t.From)
	}
	if len(t.Recipients) == 0 {
		return problem("recipients", "name at least one mail address")
	}
	for i, r := range t.Recipients {
		if a, err := mail.ParseAddress(r); err != nil || a.Address != r {
			return problem(fmt.Sprintf("recipients[%d]", i), "%.100q is no plain mail address", r)
		}
	}
	return nil
}

func (t Target) validateWebhook() error {
	if err := validateAddress(t.URL); err != nil {
		return &Problem{"url", err}
	}
	if err := t.Secret.validate(); err != nil {
		return &Problem{"secret", err}
	}
	return nil
}

func (t Target) validateSlack() error {
	if err := validateAddress(t.URL); err != nil {
		return &Problem{"url", err}
	}
	return nil
}

var chatForm = regexp.MustCompile(`^(-?[0-9]{1,20}|@[A-Za-z0-9_]{4,32})$`)

func (t Target) validateTelegram() error {
	if err := t.Token.validate(); err != nil {
		return &Problem{"token", err}
	}
	if !chatForm.MatchString(t.Chat) {
		return problem("chat", "%.60q is neither the number of a chat nor the @name of a channel", t.Chat)
	}
	if t.API != "" {
		if _, err := secureURL(t.API); err != nil {
			return &Problem{"api", err}
		}
	}
	return nil
}

// validateAddress accepts an address, or the name of a secret that holds one.
func validateAddress(address string) error {
	if Secret(address).validate() == nil {
		return nil
	}
	_, err := secureURL(address)
	return err
}

// errURL names no address: one may hold a secret.
var errURL = errors.New("give an address that begins with https:// (http:// only on this machine), or env:NAME or file:PATH where it is secret")

func secureURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || (u.Scheme != "https" && (u.Scheme != "http" || !address.Local(u.Hostname()))) {
		return nil, errURL
	}
	return u, nil
}
