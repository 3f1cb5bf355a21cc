package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Bounds of a pack. WritePack keeps to them with room to spare, because every
// file is read twice.
const (
	maxPacked      = 10_000  // files
	maxPackedFile  = 1 << 30 // bytes of one file, unpacked
	maxPackedTotal = 8 << 30 // bytes of all
)

// VerifyPack verifies a zip file that WritePack made: that every file is the
// one that its manifest lists, and that every record is the one that its line
// of the chain speaks of. The error is that of ctx, or of a file that is no
// pack. Time stamps are verified with the roots, as [Verify] does.
func VerifyPack(ctx context.Context, name string, report func(Fault), roots ...*x509.Certificate) (Summary, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return Summary{}, fmt.Errorf("verify pack %s: %w", name, err)
	}
	defer z.Close()
	u := unpacker{files: map[string]*zip.File{}, left: maxPackedTotal, roots: roots}
	u.report = func(f Fault) {
		u.sum.Faults++
		report(f)
	}
	if err := u.run(ctx, z.File); err != nil {
		return u.sum, fmt.Errorf("verify pack %s: %w", name, err)
	}
	return u.sum, nil
}

// unpacker goes through one pack.
type unpacker struct {
	files  map[string]*zip.File
	left   int64 // bytes that may still be unpacked
	roots  []*x509.Certificate
	sum    Summary
	report func(Fault)
}

func (u *unpacker) run(ctx context.Context, files []*zip.File) error {
	if len(files) > maxPacked {
		return fmt.Errorf("%w: %d files are too many for a pack", fs.ErrInvalid, len(files))
	}
	for _, f := range files {
		if u.files[f.Name] != nil {
			u.fault(f.Name, "the file is there twice")
		}
		u.files[f.Name] = f
	}
	data, err := u.read(PackManifest)
	if err != nil {
		return err
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("%s: %w", PackManifest, err)
	}
	u.sum.Head = m.Head
	if err := u.compare(ctx, m); err != nil {
		return err
	}
	return u.records(ctx)
}

// compare holds the files against the manifest.
func (u *unpacker) compare(ctx context.Context, m Manifest) error {
	listed := map[string]bool{PackManifest: true}
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		listed[f.Name] = true
		data, err := u.read(f.Name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			u.fault(f.Name, "the file is missing")
		case err != nil:
			u.fault(f.Name, err.Error())
		case int64(len(data)) != f.Size || hexSum(data) != f.SHA256:
			u.fault(f.Name, "the file was changed: it is not the one that the manifest lists")
		}
		u.sum.Files++
	}
	for name := range u.files {
		if !listed[name] {
			u.fault(name, "the file was added: the manifest does not list it")
		}
	}
	return nil
}

// records holds the records against the lines of the chain: they stand in the
// same order, behind a warcinfo record.
func (u *unpacker) records(ctx context.Context) error {
	chain, err := u.read(ChainFile)
	if err != nil {
		return err
	}
	warc, err := u.read(PackRecords)
	if err != nil {
		return err
	}
	u.sum.Bytes = int64(len(warc))
	at := u.count(warc, 0, 1)
	lines := u.lines(chain)
	for _, l := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := sumOf(bytes.NewReader(warc), at, l.Size)
		if err != nil || sum != l.Digest {
			u.report(Fault{PackRecords, at, fmt.Sprintf("record %s: what stands here is not what %s says; it was changed, moved or removed", l.Record, l.place())})
		}
		at = u.count(warc, at, at+l.Size)
	}
	if at < u.sum.Bytes {
		u.report(Fault{PackRecords, at, "no line of the chain speaks of the records from here on"})
	}
	return u.prove(lines)
}

// count counts the records that begin between two offsets, and returns where
// the last of them ends; that is the second offset if nothing was changed.
func (u *unpacker) count(warc []byte, from, to int64) int64 {
	to = min(to, int64(len(warc)))
	for rec, err := range Walk(bytes.NewReader(warc[from:]), int64(len(warc))-from) {
		if rec.Offset >= to-from || err != nil {
			break
		}
		u.sum.Records++
		to = max(to, from+rec.Offset+rec.Size)
	}
	return to
}

// lines reads the lines of a pack: they leave others out, but are in order.
func (u *unpacker) lines(chain []byte) (found []Link) {
	var last Link
	for r := range rows(bytes.NewReader(chain), 0, int64(len(chain))) {
		l, err := r.link()
		u.sum.Lines++
		switch {
		case err != nil:
			u.report(Fault{ChainFile, r.at, fmt.Sprintf("the line behind line %d of the chain: %v", last.Seq, err)})
		case l.Seq <= last.Seq:
			u.report(Fault{ChainFile, r.at, fmt.Sprintf("%s stands behind line %d: the lines were reordered", l.place(), last.Seq)})
		case l.Seq == last.Seq+1 && last.Seq > 0 && l.Previous != last.Hash:
			u.report(Fault{ChainFile, r.at, fmt.Sprintf("%s does not name the hash of the line before it; one of the two was replaced", l.place())})
		}
		if l.Seq > 0 {
			last, found = l, append(found, l)
		}
	}
	return found
}

// read unpacks one file, within bounds.
func (u *unpacker) read(name string) ([]byte, error) { return u.upTo(maxPackedFile, name) }

// short unpacks a file that has to be short.
func (u *unpacker) short(name string) ([]byte, error) { return u.upTo(maxRoots, name) }

func (u *unpacker) upTo(limit int64, name string) ([]byte, error) {
	f := u.files[name]
	if f == nil {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	limit = min(limit, u.left)
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be unpacked: %w", name, err)
	}
	if u.left -= int64(len(data)); int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: %s is too long for a pack", fs.ErrInvalid, name)
	}
	return data, nil
}

func (u *unpacker) fault(name, reason string) { u.report(Fault{File: name, Reason: reason}) }
