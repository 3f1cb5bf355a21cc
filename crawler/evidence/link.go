package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ChainFile is the name of the log of captures in an evidence folder.
const ChainFile = "chain.log"

// Link is one line of the log of captures. Each names the hash of the line
// before it, so that no line can be changed, removed or moved without breaking
// every one behind it.
//
// A line is its ten fields in the order of the type, parted by single spaces,
// and a line feed: numbers in decimal, the time in UTC to the microsecond,
// digests in lower-case hex. There is one spelling only.
type Link struct {
	Seq     int64     // from 1
	Time    time.Time // when the line was written
	Record  string    // id of the first record: a response, a revisit or a warcinfo
	Payload string    // SHA-256 of the body as received; of the block of a warcinfo
	// File, Offset and Size are where the records of one capture stand, one
	// after another, and Digest is the SHA-256 of those bytes as they stand.
	File         string
	Offset, Size int64
	Digest       string
	// Previous is the Hash of the line before; zeros in the first line.
	Previous string
	// Hash is the SHA-256 of the line up to the space before it.
	Hash string
}

// Why a line is none; the two faults that a line can have by itself.
var (
	errLinkForm = errors.New("it is not written as a line of the chain is")
	errLinkHash = errors.New("it was changed: its hash is not that of its words")
)

const (
	linkFields = 10
	linkTime   = "2006-01-02T15:04:05.000000Z"
)

// noHash is what the first line has for a line before it.
var noHash = strings.Repeat("0", 2*sha256.Size)

// body is what the hash is taken of.
func (l Link) body() string {
	return fmt.Sprintf("%d %s %s %s %s %d %d %s %s", l.Seq, l.Time.UTC().Format(linkTime),
		l.Record, l.Payload, l.File, l.Offset, l.Size, l.Digest, l.Previous)
}

// String is the line, without its line feed.
func (l Link) String() string { return l.body() + " " + l.Hash }

// after returns the link as the one that follows another.
func (l Link) after(previous Link) Link {
	l.Seq, l.Previous = previous.Seq+1, noHash
	if previous.Seq > 0 {
		l.Previous = previous.Hash
	}
	l.Hash = hexSum([]byte(l.body()))
	return l
}

// place says of a fault which line it is about.
func (l Link) place() string { return fmt.Sprintf("line %d of the chain", l.Seq) }

// ParseLink reads a line without its line feed. Only what [Link.String] writes
// is read, and only if its own hash fits.
func ParseLink(line string) (Link, error) {
	f := strings.Split(line, " ")
	if len(f) != linkFields {
		return Link{}, errLinkForm
	}
	l := Link{Record: f[2], Payload: f[3], File: f[4], Digest: f[7], Previous: f[8], Hash: f[9]}
	var errs [4]error
	l.Seq, errs[0] = strconv.ParseInt(f[0], 10, 64)
	l.Time, errs[1] = time.Parse(linkTime, f[1])
	l.Offset, errs[2] = strconv.ParseInt(f[5], 10, 64)
	l.Size, errs[3] = strconv.ParseInt(f[6], 10, 64)
	if errors.Join(errs[:]...) != nil || !l.wellFormed() || l.String() != line {
		return Link{}, errLinkForm
	}
	if l.Hash != hexSum([]byte(l.body())) {
		return l, errLinkHash
	}
	return l, nil
}

func (l Link) wellFormed() bool {
	for _, sum := range []string{l.Payload, l.Digest, l.Previous, l.Hash} {
		if !isHexSum(sum) {
			return false
		}
	}
	return l.Seq > 0 && l.Offset >= 0 && l.Size > 0 && isWord(l.Record) && isWord(l.File)
}

func isHexSum(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == sha256.Size && s == strings.ToLower(s)
}

// isWord reports whether s can stand in a line as one field.
func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

func hexSum(parts ...[]byte) string {
	sum := digest(parts...)
	return hex.EncodeToString(sum[:])
}
