package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Bounds of a password: code points at least, bytes at most.
const (
	MinPassword = 12
	MaxPassword = 512
)

// hashesAtOnce bounds the memory that logins take: 19 MiB each.
const hashesAtOnce = 2

// cost is what one hash costs.
type cost struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

// current is the first choice of OWASP's Password Storage Cheat Sheet for
// argon2id at the least memory: 19 MiB, two passes, one lane.
var current = cost{memory: 19 * 1024, time: 2, threads: 1}

const (
	saltLength = 16
	hashLength = 32
	// maxMemory and maxTime bound what a hash in the record may ask for.
	maxMemory = 1 << 20
	maxTime   = 16
)

var bare = base64.RawStdEncoding

// normal is one spelling of what a keyboard may send as several (NFC), with
// what is too long for a password left out.
func normal(password string) (string, bool) {
	if len(password) > MaxPassword || !utf8.ValidString(password) {
		return "", false
	}
	return norm.NFC.String(password), true
}

// hash checks a new password and returns its hash as a PHC string.
func (a *Accounts) hash(ctx context.Context, password string) (string, error) {
	text, fits := normal(password)
	if !fits || utf8.RuneCountInString(text) < MinPassword {
		return "", fmt.Errorf("%w: a password has at least %d characters and at most %d bytes", ErrUnfit, MinPassword, MaxPassword)
	}
	salt := make([]byte, saltLength)
	rand.Read(salt)
	key, err := a.derive(ctx, text, salt, current, hashLength)
	return format(current, salt, key), err
}

func format(c cost, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, bare.EncodeToString(salt), bare.EncodeToString(key))
}

// derive waits for its turn, so that many logins at once do not take the
// machine's memory.
func (a *Accounts) derive(ctx context.Context, password string, salt []byte, c cost, length uint32) ([]byte, error) {
	select {
	case a.hashing <- struct{}{}:
		defer func() { <-a.hashing }()
		return argon2.IDKey([]byte(password), salt, c.time, c.memory, c.threads, length), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// parse reads a PHC string.
func parse(phc string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	fault := fmt.Errorf("a password's hash in the record cannot be read: set the password anew with qalxan user password")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fault
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); n != 3 || err != nil {
		return c, nil, nil, fault
	}
	salt, saltErr := bare.DecodeString(parts[4])
	key, keyErr := bare.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(key) < 16 || len(key) > 64 || c.time < 1 || c.time > maxTime || c.threads < 1 || c.memory > maxMemory {
		return c, nil, nil, fault
	}
	return c, salt, key, nil
}

// stranger is the hash that is compared with where there is no such user, so
// that the answer takes as long.
var stranger = format(current, make([]byte, saltLength), make([]byte, hashLength))

// verify compares a password with a PHC string in constant time. Stale says
// that the hash was made at another cost than today's.
func (a *Accounts) verify(ctx context.Context, phc, password string) (right, stale bool, err error) {
	text, fits := normal(password)
	if phc == "" || !fits {
		phc, fits = stranger, false
	}
	c, salt, want, err := parse(phc)
	if err != nil {
		return false, false, err
	}
	got, err := a.derive(ctx, text, salt, c, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && fits, c != current || len(want) != hashLength, nil
}
