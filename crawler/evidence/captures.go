package evidence

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// captures yields what the chain says of the records of a file, those of one
// capture together: links without file, time, number and hashes. Records that
// are damaged belong to none.
func captures(r io.ReaderAt, size int64) iter.Seq2[Link, error] {
	return func(yield func(Link, error) bool) {
		var open Link // the capture whose records are being read
		emit := func() bool {
			if open.Size == 0 {
				return true
			}
			l := open
			open = Link{}
			var err error
			l.Digest, err = sumOf(r, l.Offset, l.Size)
			return yield(l, err)
		}
		for rec, err := range Walk(r, size) {
			switch {
			case err == nil && rec.ConcurrentTo() == open.Record && open.Size > 0:
				open.Size += rec.Size
				continue
			case !emit():
				return
			}
			if err == nil && rec.begins() {
				open = Link{Record: rec.ID, Payload: rec.payload(), Offset: rec.Offset, Size: rec.Size}
			}
		}
		emit()
	}
}

// begins reports whether the record has a line in the chain: the first of a
// capture, or of a file.
func (r Record) begins() bool {
	return r.Type == "response" || r.Type == "revisit" || r.Type == "warcinfo"
}

// payload is the digest in the line of a record: of the body in it, or of the
// one that it repeats.
func (r Record) payload() string {
	if r.Type == "warcinfo" {
		return hexSum(r.Block)
	}
	if r.Type == "response" {
		if m, err := r.Message(); err == nil {
			return hexSum(m.Body)
		}
	}
	if r.Fields.Get("WARC-Profile") == ProfileSame {
		_, label, _ := strings.Cut(r.Fields.Get("WARC-Payload-Digest"), ":")
		if sum, err := base32.StdEncoding.DecodeString(label); err == nil && len(sum) == sha256.Size {
			return hex.EncodeToString(sum)
		}
	}
	return hexSum()
}

// sumOf is the SHA-256 of a part of a file, in hex.
func sumOf(r io.ReaderAt, offset, size int64) (string, error) {
	h := sha256.New()
	n, err := io.Copy(h, io.NewSectionReader(r, offset, size))
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return "", fmt.Errorf("read %d bytes at %d: %w", size, offset, errors.Join(ErrDamaged, err))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
