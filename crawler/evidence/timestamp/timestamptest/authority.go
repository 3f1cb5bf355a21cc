// Package timestamptest is a time-stamping authority of our own, for tests.
package timestamptest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// Authority stamps what it is asked to. Its fields may be changed before it is
// used.
type Authority struct {
	t    testing.TB
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	Root *x509.Certificate
	// Now is the time that it puts into tokens. Default time.Now.
	Now func() time.Time
	// Digest is what it stamps instead of what it is asked to, if set; Nonce is
	// what it answers instead of the nonce.
	Digest []byte
	Nonce  *big.Int
}

// Name is the name of the authority.
const Name = "Test Time Stamping"

// usage is the extended key usage of time stamping, as RFC 3161 section 2.3
// wants it: critical.
func usage(t testing.TB, critical bool, usages ...asn1.ObjectIdentifier) pkix.Extension {
	value, err := asn1.Marshal(usages)
	if err != nil {
		t.Fatal(err)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: value}
}

// Purpose of a certificate.
type Purpose int

// The purposes: Stamping is the right one; the others are wrong in one way.
const (
	Stamping Purpose = iota
	StampingNotCritical
	StampingAndMore
	Nothing
)

var (
	oidStamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidServer   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
)

// New makes an authority with a root of its own. Its certificates are good from
// a day before a time until a year after it.
func New(t testing.TB, p Purpose, at time.Time) *Authority {
	a := &Authority{t: t, Now: time.Now}
	root := template("Test Root", at)
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	rootKey := a.newKey()
	a.Root = a.sign(root, root, rootKey, rootKey)
	leaf := template(Name, at)
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	switch p {
	case Stamping, StampingNotCritical:
		leaf.ExtraExtensions = append(leaf.ExtraExtensions, usage(t, p == Stamping, oidStamping))
	case StampingAndMore:
		leaf.ExtraExtensions = append(leaf.ExtraExtensions, usage(t, true, oidStamping, oidServer))
	}
	a.key = a.newKey()
	a.cert = a.sign(leaf, a.Root, a.key, rootKey)
	return a
}

func template(name string, at time.Time) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	return &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: at.Add(-24 * time.Hour), NotAfter: at.Add(365 * 24 * time.Hour),
	}
}

func (a *Authority) newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	return key
}

func (a *Authority) sign(c, parent *x509.Certificate, key, by *ecdsa.PrivateKey) *x509.Certificate {
	raw, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), by)
	if err != nil {
		a.t.Fatal(err)
	}
	signed, err := x509.ParseCertificate(raw)
	if err != nil {
		a.t.Fatal(err)
	}
	return signed
}

// Roots is the bundle to verify with, in PEM.
func (a *Authority) Roots() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Raw})
}

// Certificate is the one that it signs with.
func (a *Authority) Certificate() *x509.Certificate { return a.cert }

// Key is the key that it signs with.
func (a *Authority) Key() *ecdsa.PrivateKey { return a.key }

// Answer is its answer to a request for a digest.
func (a *Authority) Answer(digest []byte, nonce *big.Int) []byte {
	if a.Digest != nil {
		digest = a.Digest
	}
	if a.Nonce != nil {
		nonce = a.Nonce
	}
	stamp := timestamp.Timestamp{
		HashAlgorithm: crypto.SHA256, HashedMessage: digest, Time: a.Now().UTC().Truncate(time.Second), Nonce: nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3}, AddTSACertificate: true, Accuracy: time.Second,
	}
	answer, err := stamp.CreateResponseWithOpts(a.cert, a.key, crypto.SHA256)
	if err != nil {
		a.t.Error(err)
	}
	return answer
}

// Token is a token over a digest, in DER.
func (a *Authority) Token(digest [sha256.Size]byte) []byte {
	var answer struct{ Status, Token asn1.RawValue }
	if _, err := asn1.Unmarshal(a.Answer(digest[:], nil), &answer); err != nil {
		a.t.Fatal(err)
	}
	return answer.Token.FullBytes
}

// ServeHTTP answers requests (RFC 3161 section 3.4).
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query, err := io.ReadAll(r.Body)
	if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
		http.Error(w, "no query", http.StatusBadRequest)
		return
	}
	request, err := timestamp.ParseRequest(query)
	if err != nil || !request.Certificates {
		http.Error(w, "no request for a token with certificates", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(a.Answer(request.HashedMessage, request.Nonce))
}
