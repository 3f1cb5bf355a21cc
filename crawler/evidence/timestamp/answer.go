package timestamp

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/digitorus/timestamp"
)

// reply is a TimeStampResp (RFC 3161 section 2.4.2).
type reply struct {
	Status struct {
		Status   int
		Text     []string       `asn1:"optional"`
		Failures asn1.BitString `asn1:"optional"`
	}
	Token asn1.RawValue `asn1:"optional"`
}

const (
	maxReason   = 300 // bytes of what an authority says in an error
	maxFailures = 32  // the last failure that has a name is 25
)

// granted returns the token in an answer, or why there is none.
func granted(answer []byte) ([]byte, error) {
	var r reply
	if rest, err := asn1.Unmarshal(answer, &r); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%w: what it answered is no time-stamp response", ErrRefused)
	}
	if r.Status.Status == 0 || r.Status.Status == 1 { // granted, or with changes
		if len(r.Token.FullBytes) == 0 {
			return nil, fmt.Errorf("%w: it granted one and did not send it", ErrRefused)
		}
		return r.Token.FullBytes, nil
	}
	reasons := []string{timestamp.Status(r.Status.Status).String()}
	for i := range min(r.Status.Failures.BitLength, maxFailures) {
		if r.Status.Failures.At(i) == 1 {
			reasons = append(reasons, timestamp.FailureInfo(i).String())
		}
	}
	said := strings.Join(append(reasons, r.Status.Text...), "; ")
	return nil, fmt.Errorf("%w: %q", ErrRefused, strings.ToValidUTF8(said[:min(len(said), maxReason)], ""))
}

// Roots reads certificates from a PEM bundle. What else stands there is left
// out; a bundle without any certificate is an error.
func Roots(bundle []byte) ([]*x509.Certificate, error) {
	var roots []*x509.Certificate
	for block, rest := pem.Decode(bundle); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("root certificate %d of the bundle: %w", len(roots)+1, err)
		}
		roots = append(roots, c)
	}
	if len(roots) == 0 {
		return nil, errors.New("the bundle holds no certificate; it has to be in PEM (-----BEGIN CERTIFICATE-----)")
	}
	return roots, nil
}
