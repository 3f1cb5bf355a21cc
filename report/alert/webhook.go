package alert

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The header fields of a webhook.
const (
	SignatureHeader = "Qalxan-Signature"
	MessageHeader   = "Qalxan-Message"
)

// webhook posts a digest as JSON, signed.
type webhook struct {
	target Target
	world  World
	poster poster
}

// Payload is the body of a webhook.
type Payload struct {
	ID string `json:"id"` // of the message: who sees it twice got it twice
	Digest
}

// Send implements Sender.
func (s *webhook) Send(ctx context.Context, m Message) error {
	to, err := revealed(s.target.URL, s.world.Env)
	if err != nil {
		return err
	}
	key, err := s.target.Secret.read(s.world.Env)
	if err != nil {
		return err
	}
	body, err := json.Marshal(Payload{m.ID, m.Digest})
	if err != nil {
		return err
	}
	header := http.Header{}
	header.Set(MessageHeader, m.ID)
	header.Set(SignatureHeader, Sign([]byte(key), s.world.Now(), body))
	_, err = s.poster.post(ctx, to, body, header)
	return err
}

// Sign is the signature of a body at a time: t=SECONDS,v1=HEX, where HEX is the
// HMAC-SHA256 of the seconds, a dot and the body.
func Sign(key []byte, at time.Time, body []byte) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(seconds + "."))
	mac.Write(body)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// ErrSignature: a body was not signed with this key, or too long ago.
var ErrSignature = errors.New("the signature does not fit")

// Verify is how a receiver checks a signature: it has to fit, and to be no
// farther than tolerance from now.
func Verify(key []byte, signature string, body []byte, now time.Time, tolerance time.Duration) error {
	seconds, _, _ := strings.Cut(strings.TrimPrefix(signature, "t="), ",")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return ErrSignature
	}
	at := time.Unix(unix, 0)
	if !hmac.Equal([]byte(Sign(key, at, body)), []byte(signature)) || now.Sub(at).Abs() > tolerance {
		return ErrSignature
	}
	return nil
}
