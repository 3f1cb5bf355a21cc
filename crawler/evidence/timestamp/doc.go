// Package timestamp has an authority say when something existed, by the
// Time-Stamp Protocol (RFC 3161), and verifies what such an authority said
// without a network.
//
// An [Authority] is asked for a token over a SHA-256. [Verify] reads a token
// and holds it to the roots that are trusted: the signature, the chain of
// certificates at the token's time, the purpose of the signer's certificate,
// and that the signer's certificate is the one that was signed.
package timestamp

import "errors"

// Errors that callers tell apart.
var (
	// ErrToken: the bytes are no time-stamp token, or its signature does not
	// hold.
	ErrToken = errors.New("no valid time-stamp token")
	// ErrUntrusted: the token is whole, and who signed it is not trusted to
	// stamp times.
	ErrUntrusted = errors.New("the time stamp is of nobody who is trusted")
	// ErrRefused: the authority answered and gave no token.
	ErrRefused = errors.New("the time-stamping authority gave no time stamp")
)

// MaxToken bounds a token, and an authority's answer, in bytes. Real ones have
// 2 to 10 KB.
const MaxToken = 64 << 10
