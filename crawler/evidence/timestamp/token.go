package timestamp

import (
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"
)

// Token is a time stamp that was verified.
type Token struct {
	Raw    []byte            // DER, as the authority made it
	Digest [sha256.Size]byte // of what existed at the time
	Time   time.Time         // UTC
	// Accuracy is how far the time may be off; 0 where the authority does not
	// say.
	Accuracy  time.Duration
	Nonce     *big.Int // nil where there is none
	Authority string   // the name in the signer's certificate
	Root      *x509.Certificate
}

var (
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidExtKeyUsage   = asn1.ObjectIdentifier{2, 5, 29, 37}
	strongDigests    = []asn1.ObjectIdentifier{pkcs7.OIDDigestAlgorithmSHA256, pkcs7.OIDDigestAlgorithmSHA384, pkcs7.OIDDigestAlgorithmSHA512}
	brokenSignatures = []asn1.ObjectIdentifier{pkcs7.OIDDigestAlgorithmECDSASHA1, pkcs7.OIDDigestAlgorithmDSA, pkcs7.OIDDigestAlgorithmDSASHA1}
)

// Verify reads a token in DER and verifies it at its own time: the signature
// over a TSTInfo (RFC 3161 section 2.4.2), one signer whose certificate is named
// in the signed attributes (RFC 5816) and is for time stamping alone (RFC 3161
// section 2.3), and its chain to one of the roots. What the digest is of is for
// the caller to compare. The error is ErrToken or ErrUntrusted. It needs no
// network; whether a certificate was revoked is not asked.
func Verify(raw []byte, roots []*x509.Certificate) (Token, error) {
	content, signed, err := parse(raw)
	if err != nil {
		return Token{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	signer, err := signerOf(signed)
	if err != nil {
		return Token{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	if content.HashAlgorithm != crypto.SHA256 || len(content.HashedMessage) != sha256.Size {
		return Token{}, fmt.Errorf("%w: it is over no SHA-256", ErrToken)
	}
	root, err := trust(signer, signed.Certificates, roots, content.Time)
	if err != nil {
		return Token{}, fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	return Token{
		Raw: raw, Digest: [sha256.Size]byte(content.HashedMessage), Time: content.Time.UTC(), Accuracy: max(0, content.Accuracy),
		Nonce: content.Nonce, Authority: nameOf(signer), Root: root,
	}, nil
}

// library is held while the library parses: it counts in a variable of its own
// package.
var library sync.Mutex

// parse has the library read a token and check its signature. Where the library
// panics over hostile bytes the token is none.
func parse(raw []byte) (content *timestamp.Timestamp, signed *pkcs7.PKCS7, err error) {
	library.Lock()
	defer library.Unlock()
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("it cannot be read: %v", fault)
		}
	}()
	if len(raw) > MaxToken {
		return nil, nil, fmt.Errorf("%d bytes are too many for a time stamp", len(raw))
	}
	// The library copies a value once for each level that it is nested in, and
	// does not look behind the token.
	if rest, err := asn1.Unmarshal(raw, &asn1.RawValue{}); err != nil || len(rest) > 0 || !shallow(raw, maxLevels) {
		return nil, nil, errors.New("it is not in DER, or something stands behind it")
	}
	if signed, err = pkcs7.Parse(raw); err != nil {
		return nil, nil, err
	}
	if len(signed.Signers) != 1 || signed.GetOnlySigner() == nil {
		return nil, nil, errors.New("it needs one signer whose certificate is in it")
	}
	if slices.ContainsFunc(signed.Certificates, hugeKey) {
		return nil, nil, fmt.Errorf("a key in it has more than %d bits", maxKey)
	}
	// The library checks the signature where there are certificates, and there
	// are.
	content, err = timestamp.Parse(raw)
	return content, signed, err
}

// maxLevels is above how deep real tokens are nested: about 15.
const maxLevels = 40

// shallow reports whether values in DER are nested in at most so many levels.
func shallow(der []byte, levels int) bool {
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil || v.IsCompound && (levels == 0 || !shallow(v.Bytes, levels-1)) {
			return false
		}
		der = rest
	}
	return true
}

// maxKey is the longest RSA key in bits that a signature is checked with: the
// time grows with the square.
const maxKey = 16384

func hugeKey(c *x509.Certificate) bool {
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > maxKey
}

// signerOf is the certificate of the one signer, after the attributes that were
// signed were held to it.
func signerOf(signed *pkcs7.PKCS7) (*x509.Certificate, error) {
	info, signer := signed.Signers[0], signed.GetOnlySigner()
	if !slices.ContainsFunc(strongDigests, info.DigestAlgorithm.Algorithm.Equal) ||
		slices.ContainsFunc(brokenSignatures, info.DigestEncryptionAlgorithm.Algorithm.Equal) {
		return nil, errors.New("it is signed with an algorithm that is no longer safe")
	}
	var kind asn1.ObjectIdentifier
	if err := signed.UnmarshalSignedAttribute(pkcs7.OIDAttributeContentType, &kind); err != nil || !kind.Equal(oidTSTInfo) {
		return nil, errors.New("what is signed is no time stamp")
	}
	return signer, named(signed, signer)
}

// trust builds the chain from the signer to a root, as it was at a time.
func trust(signer *x509.Certificate, sent, roots []*x509.Certificate, at time.Time) (*x509.Certificate, error) {
	if err := forStampingOnly(signer); err != nil {
		return nil, err
	}
	trusted, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range roots {
		trusted.AddCert(c)
	}
	for _, c := range sent {
		between.AddCert(c)
	}
	chains, err := signer.Verify(x509.VerifyOptions{
		Roots: trusted, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	if err != nil {
		return nil, fmt.Errorf("signed by %q: %w", nameOf(signer), err)
	}
	chain := chains[0]
	return chain[len(chain)-1], nil
}

// forStampingOnly holds a certificate to RFC 3161 section 2.3: one extended key
// usage, time stamping, and critical.
func forStampingOnly(c *x509.Certificate) error {
	critical := slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExtKeyUsage) && e.Critical })
	only := len(c.ExtKeyUsage) == 1 && c.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping && len(c.UnknownExtKeyUsage) == 0
	if !critical || !only {
		return fmt.Errorf("the certificate of %q is not for time stamping alone", nameOf(c))
	}
	return nil
}

func nameOf(c *x509.Certificate) string {
	return cmp.Or(c.Subject.CommonName, c.Subject.String(), "an authority without a name")
}
