package timestamp

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"

	"github.com/digitorus/pkcs7"
)

// The attributes that name the signer's certificate: of RFC 2634 section 5.4,
// and of RFC 5035 section 3.
var (
	oidSigningCertificate   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidSigningCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// certID is an ESSCertID; of the second form where it names its hash. The
// issuer and the serial number that may follow say nothing that the hash does
// not.
type certID struct {
	Hash []byte
}

type certIDv2 struct {
	Algorithm pkix.AlgorithmIdentifier `asn1:"optional"`
	Hash      []byte
}

// named reports whether the signed attributes name the certificate: without
// that, another certificate over the same key could be put in its place.
func named(signed *pkcs7.PKCS7, signer *x509.Certificate) error {
	var v2 struct{ Certs []certIDv2 }
	if signed.UnmarshalSignedAttribute(oidSigningCertificateV2, &v2) == nil && len(v2.Certs) > 0 {
		return sameCertificate(v2.Certs[0].sum(signer.Raw), v2.Certs[0].Hash)
	}
	var v1 struct{ Certs []certID }
	if signed.UnmarshalSignedAttribute(oidSigningCertificate, &v1) == nil && len(v1.Certs) > 0 {
		sum := sha1.Sum(signer.Raw)
		return sameCertificate(sum[:], v1.Certs[0].Hash)
	}
	return errors.New("it does not name the certificate that signed it")
}

// sum is the digest of a certificate by the algorithm of the id, SHA-256 where
// it names none; nil where it is not known.
func (c certIDv2) sum(raw []byte) []byte {
	hash := crypto.SHA256
	switch a := c.Algorithm.Algorithm; {
	case len(a) == 0, a.Equal(pkcs7.OIDDigestAlgorithmSHA256):
	case a.Equal(pkcs7.OIDDigestAlgorithmSHA384):
		hash = crypto.SHA384
	case a.Equal(pkcs7.OIDDigestAlgorithmSHA512):
		hash = crypto.SHA512
	default:
		return nil
	}
	h := hash.New()
	h.Write(raw)
	return h.Sum(nil)
}

func sameCertificate(got, want []byte) error {
	if len(got) == 0 || !bytes.Equal(got, want) {
		return errors.New("it names another certificate than the one that signed it")
	}
	return nil
}
