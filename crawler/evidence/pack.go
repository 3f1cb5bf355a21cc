package evidence

import (
	"archive/zip"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// The files that every pack has besides those that it was given, and
// [ChainFile] with the lines of its captures.
const (
	PackManifest = "manifest.json"
	PackReadme   = "README.txt"
	PackRecords  = "evidence.warc.gz"
)

// Pack is what goes to somebody who has to be able to verify it alone: a
// partner, or a court.
type Pack struct {
	Subject           string // what it is about: the id of a finding
	Time              time.Time
	Captures          []qalxan.Capture
	Files             map[string][]byte // added as they are, by name
	Software, Contact string
}

// Manifest says what is in a pack.
type Manifest struct {
	Subject  string    `json:"subject"`
	Time     time.Time `json:"time"`
	Software string    `json:"software,omitempty"`
	Contact  string    `json:"contact,omitempty"`
	// Head is the number and the hash of the last line of the whole chain at
	// that time.
	Head  string       `json:"head"`
	Files []PackedFile `json:"files"`
}

// PackedFile is one file of a pack.
type PackedFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // in bytes
	SHA256 string `json:"sha256"`
}

// WritePack writes a pack as a zip file. Every capture is compared with its
// record and its line of the chain before the first byte is written; an error
// that is ErrDamaged says which one does not fit.
func WritePack(ctx context.Context, w io.Writer, dir string, p Pack) error {
	lines, head, proved, err := find(ctx, dir, p.Captures)
	if err == nil {
		err = p.fits(lines)
	}
	if err != nil {
		return fmt.Errorf("pack %s: %w", p.Subject, err)
	}
	for _, c := range p.Captures {
		if err := Check(dir, c); err != nil {
			return fmt.Errorf("pack %s: %w", p.Subject, err)
		}
	}
	z := packer{zip: zip.NewWriter(w), manifest: Manifest{
		Subject: p.Subject, Time: p.Time.UTC(), Software: p.Software, Contact: p.Contact, Head: head,
	}}
	if err := z.write(ctx, dir, p, lines, proved); err != nil {
		return fmt.Errorf("pack %s: %w", p.Subject, err)
	}
	return nil
}

// fits holds a pack to the bounds that it is read with.
func (p Pack) fits(lines []Link) error {
	var records, rest int64
	for _, l := range lines {
		records += l.Size
	}
	for name, data := range p.Files {
		if rest += int64(len(data)); len(data) > maxPackedFile {
			return fmt.Errorf("%w: %s has %d bytes, and %d are allowed", ErrTooLarge, name, len(data), maxPackedFile)
		}
	}
	switch {
	case records > maxPackedFile-maxHead:
		return fmt.Errorf("%w: the answers of its %d captures are %d bytes together, and %d are allowed", ErrTooLarge, len(lines), records, maxPackedFile-maxHead)
	case records+rest > maxPackedTotal/4:
		return fmt.Errorf("%w: it would have %d bytes, and %d are allowed", ErrTooLarge, records+rest, maxPackedTotal/4)
	case len(p.Files) > maxPacked/2:
		return fmt.Errorf("%w: it would have %d files, and %d are allowed", ErrTooLarge, len(p.Files), maxPacked/2)
	}
	return nil
}

// find looks up the lines of the captures, in their order, the head of the
// chain, and what proves their times, and compares the lines with what stands in
// the files.
func find(ctx context.Context, dir string, captures []qalxan.Capture) (found []Link, head string, proved proof, err error) {
	// What cannot be verified is left out of a pack and named by Verify.
	stamps, err := readStamps(dir, nil, func(Fault) {})
	if err != nil {
		return nil, "", proof{}, err
	}
	f, size, err := openChain(dir)
	if err != nil {
		return nil, "", proof{}, err
	}
	defer f.Close()
	p := prover{stamps: stamps}
	wanted := map[string]bool{}
	for _, c := range captures {
		wanted[c.ID] = true
	}
	var last row
	for r, err := range rows(f, 0, size) {
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return nil, "", proof{}, err
		}
		if r.whole {
			last = r
		}
		id := r.record()
		p.see(r, wanted[id])
		if wanted[id] {
			l, err := r.link()
			if err != nil {
				return nil, "", proof{}, fmt.Errorf("%w: the line of capture %s: %w", ErrDamaged, id, err)
			}
			delete(wanted, id)
			found = append(found, l)
		}
	}
	for id := range wanted {
		return nil, "", proof{}, fmt.Errorf("%w: capture %s has no line in the chain", ErrDamaged, id)
	}
	l, err := last.link()
	if err != nil {
		return nil, "", proof{}, fmt.Errorf("%w: the last line of the chain: %w", ErrDamaged, err)
	}
	return found, l.head(), p.found, stand(dir, found)
}

// head is how a chain is named that ends with the line.
func (l Link) head() string {
	if l.Seq == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", l.Seq, l.Hash)
}

// stand compares what stands in the files with what the lines say.
func stand(dir string, lines []Link) error {
	for _, l := range lines {
		f, err := openVolume(dir, l.File)
		if err != nil {
			return err
		}
		sum, err := sumOf(f, l.Offset, l.Size)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		if sum != l.Digest {
			return fmt.Errorf("%w: the records of capture %s are not those of %s", ErrDamaged, l.Record, l.place())
		}
	}
	return nil
}

// reserved reports whether a pack makes a file of that name itself.
func reserved(name string) bool {
	return slices.Contains([]string{PackManifest, PackReadme, PackRecords, PackProof, ChainFile}, name) || strings.HasPrefix(name, StampsDir+"/")
}
