package alert

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// TestReportsArriveByMail posts a report as a standing report does, and lets
// the courier bring it to a mail server.
func TestReportsArriveByMail(t *testing.T) {
	box := openMailbox(t, func(*mailbox) {})
	o := Defaults()
	o.Desk = "https://desk.example.org/"
	o.Targets = []Target{{
		Name: "duty", Kind: KindMail, Server: box.listener.Addr().String(), TLS: NoTLS, From: "q@example.org", Recipients: []string{"a@example.org"},
	}}
	file := []byte("the report")
	sum := sha256.Sum256(file)
	h := open(t, o)
	sender, err := NewSender(o.Targets[0], World{Now: h.Service.now, Files: func(name string) ([]byte, error) {
		if name != "r-1.pdf" {
			return nil, errors.New("no such file")
		}
		return file, nil
	}})
	h.ok(err)
	h.Service.senders["duty"] = sender
	letters, err := o.Letters(Notice{
		Name: "week", Language: "az", Title: "Həftə <b>\r\nBcc: x@example.org", Subject: "r-1", Path: "/reports#r-1", Time: h.now,
		Enclosed: &Enclosure{File: "r-1.pdf", Name: "../week.pdf", SHA256: hex.EncodeToString(sum[:])},
	}, []string{"duty", "nobody"})
	h.ok(err)
	if len(letters) != 1 || letters[0].Address != "a@example.org" {
		t.Fatalf("letters: %+v", letters)
	}
	h.ok(h.record.Post(t.Context(), nil, letters, h.now), h.Deliver(t.Context()))
	got := box.letters()
	if len(got) != 1 {
		t.Fatalf("%d letters arrived, want 1", len(got))
	}
	for _, want := range []string{`filename="week.pdf"`, base64.StdEncoding.EncodeToString(file), "https://desk.example.org/reports#r-1"} {
		if !strings.Contains(got[0], want) {
			t.Errorf("%q is not in the letter:\n%s", want, got[0])
		}
	}
	if strings.Contains(got[0], "\nBcc:") {
		t.Error("a title became a header")
	}
}

func TestWhatWasChangedIsNotEnclosed(t *testing.T) {
	for name, files := range map[string]func(string) ([]byte, error){
		"changed": func(string) ([]byte, error) { return []byte("another"), nil },
		"gone":    func(string) ([]byte, error) { return nil, errors.New("gone") },
		"nobody":  nil,
	} {
		s := &mailer{Target{From: "q@example.org"}, World{Files: files}.real()}
		_, err := s.compose(Message{ID: "m-1", Address: "a@example.org", Digest: Digest{Enclosed: &Enclosure{"r-1.pdf", "week.pdf", "00"}}})
		if err == nil || !strings.Contains(err.Error(), "week.pdf") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
