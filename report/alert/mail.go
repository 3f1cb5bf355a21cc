package alert

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// mailer sends mail by SMTP: plain text, and the same as HTML beside it.
type mailer struct {
	target Target
	world  World
}

// Send implements Sender.
func (s *mailer) Send(ctx context.Context, m Message) error {
	letter, err := s.compose(m)
	if err != nil {
		return err
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.world.Timeout)
	defer cancel()
	// What went wrong after the server took the letter is no failure: it would
	// arrive twice.
	if err := client.DialAndSendWithContext(ctx, letter); err != nil && !letter.IsDelivered() {
		return errors.New(clean(fmt.Sprintf("mail server %s: %v", s.target.Server, err), maxReason))
	}
	return nil
}

func (s *mailer) compose(m Message) (*mail.Msg, error) {
	w, err := wordsOf(m.Digest.Language)
	if err != nil {
		return nil, err
	}
	page, err := w.html(m.Digest, m.ID)
	if err != nil {
		return nil, fmt.Errorf("writing the letter as HTML: %w", err)
	}
	from, err := netmail.ParseAddress(s.target.From)
	if err != nil {
		return nil, fmt.Errorf("the address of the sender: %w", err)
	}
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	letter.FromMailAddress(from)
	if err := letter.To(m.Address); err != nil {
		return nil, fmt.Errorf("the address of the recipient: %w", err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	letter.SetMessageIDWithValue(m.ID + "@" + domain)
	letter.SetDateWithValue(m.Digest.Created)
	letter.Subject(w.subject(m.Digest))
	// No vacation answers to a machine (RFC 3834, 5).
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.SetBodyString(mail.TypeTextPlain, w.write(m.Digest, m.ID, plainText(), 0))
	letter.AddAlternativeString(mail.TypeTextHTML, page)
	return letter, s.enclose(letter, m.Digest.Enclosed)
}

func (s *mailer) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(s.target.Server)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("the port of the mail server: %w", err)
	}
	options := []mail.Option{
		mail.WithPort(number), mail.WithTimeout(s.world.Timeout),
		mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: s.world.RootCAs, MinVersion: tls.VersionTLS12}),
	}
	switch s.target.TLS {
	case TLS:
		options = append(options, mail.WithSSL())
	case NoTLS:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.target.User != "" {
		password, err := s.target.Password.read(s.world.Env)
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.target.User), mail.WithPassword(password))
	}
	return mail.NewClient(host, options...)
}
