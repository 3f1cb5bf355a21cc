package evidence

import (
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
)

// NewChainWriter returns what a writer does for the chain after an exchange
// with the records p.
func NewChainWriter(dir string) func(p []byte) error {
	c, at := newChain(dir), int64(0)
	return func(p []byte) error {
		at += int64(len(p))
		return c.append(Link{
			Time: time.Now(), Record: "urn:uuid:7a0f0f5e-6ad2-4d5e-9a53-000000000000", Payload: noHash,
			File: "qalxan-20261121101500-00001.warc.gz", Offset: at, Size: int64(len(p)), Digest: hexSum(p),
		})
	}
}

// SaveStamp keeps a stamp as a stamper does.
func SaveStamp(w *Writer, l Link, t timestamp.Token) error { return saveStamp(w.dir, l, t) }

// Tear has the writer give up its file, as after a write that could not be taken
// back, on a disk that fails.
func Tear(w *Writer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.volume.f.Close()
	w.volume.torn = true
	w.leave()
}

// Fits holds a pack of captures with records of so many bytes to the bounds.
func Fits(p Pack, sizes ...int64) error {
	var lines []Link
	for _, size := range sizes {
		lines = append(lines, Link{Size: size})
	}
	return p.fits(lines)
}
