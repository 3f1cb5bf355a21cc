package timestamp_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

// Whatever is changed in a token, it is none, or it says the same.
func TestVerifyChangedTokens(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	roots := []*x509.Certificate{tsa.Root}
	whole := tsa.Token(digest)
	want, err := timestamp.Verify(whole, roots)
	if err != nil {
		t.Fatal(err)
	}
	same := 0
	for i := range whole {
		changed := bytes.Clone(whole)
		changed[i] ^= 0x15
		got, err := timestamp.Verify(changed, roots)
		if err == nil {
			same++
			if got.Digest != want.Digest || got.Time != want.Time || got.Authority != want.Authority {
				t.Errorf("byte %d changed: %+v", i, got)
			}
		}
		if _, err := timestamp.Verify(whole[:i], roots); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("cut after %d bytes: %v", i, err)
		}
	}
	t.Logf("%d of %d changes are of bytes that say nothing", same, len(whole))
	for name, raw := range map[string][]byte{
		"nothing": nil, "too long": make([]byte, timestamp.MaxToken+1), "more behind it": append(bytes.Clone(whole), 0),
		"deep": bytes.Repeat([]byte{0x30, 0x80}, timestamp.MaxToken/2), "deeper": nested(),
	} {
		if _, err := timestamp.Verify(raw, roots); !errors.Is(err, timestamp.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// nested is as many sequences in each other as fit.
func nested() []byte {
	b := make([]byte, timestamp.MaxToken)
	at := 0
	for left := len(b) - 4; left > 255; left -= 4 {
		at += copy(b[at:], []byte{0x30, 0x82, byte(left >> 8), byte(left)})
	}
	return b[:at]
}

// kept is a token over the digest that was made once, and the root to it.
func kept(t testing.TB) (token []byte, roots []*x509.Certificate) {
	t.Helper()
	token, err := os.ReadFile("testdata/token.tst")
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := os.ReadFile("testdata/roots.pem")
	if err != nil {
		t.Fatal(err)
	}
	if roots, err = timestamp.Roots(bundle); err != nil {
		t.Fatal(err)
	}
	return token, roots
}

// A token stays good: it is verified as of its own time.
func TestVerifyLongAfter(t *testing.T) {
	token, roots := kept(t)
	got, err := timestamp.Verify(token, roots)
	if err != nil || got.Digest != digest || got.Time.Year() != 2026 {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzVerify(f *testing.F) {
	whole, roots := kept(f)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte{0x30, 0x80, 0x06, 0x09, 0x2a})
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := timestamp.Verify(raw, roots)
		if err == nil && got.Digest != digest {
			t.Errorf("a time stamp that nobody made: %+v", got)
		}
		if err != nil && !errors.Is(err, timestamp.ErrToken) && !errors.Is(err, timestamp.ErrUntrusted) {
			t.Error(err)
		}
	})
}

func FuzzRoots(f *testing.F) {
	f.Add(timestamptest.New(f, timestamptest.Stamping, time.Now()).Roots())
	f.Add([]byte("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"))
	f.Fuzz(func(t *testing.T, bundle []byte) {
		if roots, err := timestamp.Roots(bundle); err == nil && len(roots) == 0 {
			t.Error("neither roots nor an error")
		}
	})
}

func verifySigned(tsa *timestamptest.Authority) (timestamp.Token, error) {
	return timestamp.Verify(tsa.Token(sha256.Sum256(nil)), []*x509.Certificate{tsa.Root})
}

func BenchmarkVerify(b *testing.B) {
	tsa := timestamptest.New(b, timestamptest.Stamping, time.Now())
	roots, raw := []*x509.Certificate{tsa.Root}, tsa.Token(digest)
	for b.Loop() {
		if _, err := timestamp.Verify(raw, roots); err != nil {
			b.Fatal(err)
		}
	}
}
