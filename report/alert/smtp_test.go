package alert

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"net"
	"strings"
	"sync"
	"testing"
)

// mailbox is a mail server on this machine: as much of RFC 5321, RFC 3207 and
// RFC 4616 as a letter needs.
type mailbox struct {
	listener net.Listener
	config   *tls.Config // offers STARTTLS where it is set
	password string      // asked for where it is set
	wrapped  bool        // TLS from the first byte
	mute     bool        // never says a word

	mu       sync.Mutex
	grey     int // recipients that are told to come again
	tooLate  bool
	received []string
	sessions []net.Conn
}

func openMailbox(t *testing.T, change func(*mailbox)) *mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &mailbox{listener: listener}
	change(b)
	if b.wrapped {
		b.listener = tls.NewListener(listener, b.config)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := b.listener.Accept()
			if err != nil {
				return
			}
			b.mu.Lock()
			b.sessions = append(b.sessions, c)
			b.mu.Unlock()
			all.Go(func() { b.serve(c) })
		}
	})
	t.Cleanup(func() {
		b.listener.Close()
		b.mu.Lock()
		for _, c := range b.sessions {
			c.Close()
		}
		b.mu.Unlock()
		all.Wait()
	})
	return b
}

func (b *mailbox) letters() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.received...)
}

func (b *mailbox) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = c.Write([]byte(line + "\r\n")) }
	if b.mute {
		_, _ = in.ReadString('\n')
		return
	}
	encrypted, known := b.wrapped, b.password == ""
	say("220 mail.example ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "EHLO":
			say("250-mail.example")
			if b.config != nil && !encrypted {
				say("250-STARTTLS")
			}
			if b.password != "" {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go ahead")
			c = tls.Server(c, b.config)
			in, encrypted = bufio.NewReader(c), true
		case "AUTH":
			words := strings.Fields(line)
			told, _ := base64.StdEncoding.DecodeString(words[len(words)-1])
			if known = strings.HasSuffix(string(told), "\x00"+b.password); known {
				say("235 welcome")
			} else {
				say("535 5.7.8 wrong")
			}
		case "MAIL":
			if known {
				say("250 ok")
			} else {
				say("530 5.7.0 who are you")
			}
		case "RCPT":
			b.mu.Lock()
			grey := b.grey > 0
			b.grey--
			b.mu.Unlock()
			if grey {
				say("451 4.7.1 greylisted, come again")
			} else {
				say("250 ok")
			}
		case "DATA":
			say("354 go on")
			b.take(in)
			say("250 taken")
			if b.tooLate {
				return
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (b *mailbox) take(in *bufio.Reader) {
	var letter strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		letter.WriteString(strings.TrimPrefix(line, "."))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.received = append(b.received, letter.String())
}
