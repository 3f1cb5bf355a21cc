package openid

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

// key is one public key of an issuer (RFC 7517).
type key struct {
	ID        string `json:"kid"`
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	N         string `json:"n"`
	E         string `json:"e"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Y         string `json:"y"`
}

// Bounds of what an issuer may send: a modulus in bits, a token in bytes.
const (
	minModulus = 2048
	maxModulus = 8192
	maxToken   = 64 << 10
)

var unpadded = base64.RawURLEncoding

// signature checks a compact JWS (RFC 7515, 5.2) by the issuer's keys and
// returns what was signed. Only RS256 and ES256 are taken: what the header
// says never makes a check weaker.
func (p *Provider) signature(ctx context.Context, i *issuer, token string) ([]byte, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > maxToken {
		return nil, fmt.Errorf("%w: its token is none", ErrRefused)
	}
	var header struct {
		Algorithm string   `json:"alg"`
		ID        string   `json:"kid"`
		Critical  []string `json:"crit"`
	}
	if err := decodePart(parts[0], &header); err != nil {
		return nil, err
	}
	signed, err := unpadded.DecodeString(parts[2])
	if err != nil || header.Critical != nil {
		return nil, fmt.Errorf("%w: its token cannot be read", ErrRefused)
	}
	keys, err := p.keys(ctx, i, header.ID)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	for _, k := range keys {
		if k.signs(header.Algorithm, header.ID) && k.verify(header.Algorithm, digest[:], signed) {
			return unpadded.DecodeString(parts[1])
		}
	}
	return nil, fmt.Errorf("%w: its token is not signed by a key of the issuer", ErrRefused)
}

func decodePart(part string, into any) error {
	raw, err := unpadded.DecodeString(part)
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(raw)).Decode(into)
	}
	if err != nil {
		return fmt.Errorf("%w: its token cannot be read", ErrRefused)
	}
	return nil
}

// signs reports whether a key may have made such a signature.
func (k key) signs(algorithm, id string) bool {
	return (id == "" || k.ID == id) && (k.Use == "" || k.Use == "sig") && (k.Algorithm == "" || k.Algorithm == algorithm)
}

// verify checks a signature over a SHA-256 digest (RFC 7518, 3.3 and 3.4).
func (k key) verify(algorithm string, digest, signature []byte) bool {
	switch {
	case algorithm == "RS256" && k.Type == "RSA":
		public, ok := k.rsa()
		return ok && rsa.VerifyPKCS1v15(public, crypto.SHA256, digest, signature) == nil
	case algorithm == "ES256" && k.Type == "EC" && k.Curve == "P-256" && len(signature) == 64:
		public, ok := k.ecdsa()
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		return ok && ecdsa.Verify(public, digest, r, s)
	}
	return false
}

func (k key) rsa() (*rsa.PublicKey, bool) {
	n, errN := unpadded.DecodeString(k.N)
	e, errE := unpadded.DecodeString(k.E)
	if errN != nil || errE != nil || len(e) == 0 || len(e) > 4 {
		return nil, false
	}
	public := &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	bits := public.N.BitLen()
	return public, bits >= minModulus && bits <= maxModulus
}

func (k key) ecdsa() (*ecdsa.PublicKey, bool) {
	x, errX := unpadded.DecodeString(k.X)
	y, errY := unpadded.DecodeString(k.Y)
	if errX != nil || errY != nil || len(x) != 32 || len(y) != 32 {
		return nil, false
	}
	// An uncompressed point (SEC 1, 2.3.3); one that is not on the curve fails.
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	return public, err == nil
}
