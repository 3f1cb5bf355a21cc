package evidence

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	_ "embed" // the README of a pack
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"slices"
)

//go:embed pack.txt
var packReadme []byte

// packer writes the files of a pack and remembers them for the manifest.
type packer struct {
	zip      *zip.Writer
	manifest Manifest
}

func (z *packer) write(ctx context.Context, dir string, p Pack, lines []Link, proved proof) error {
	if err := z.add(PackReadme, packReadme); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		if reserved(name) || !fs.ValidPath(name) {
			return fmt.Errorf("%w: %q cannot be the name of a file in a pack", fs.ErrInvalid, name)
		}
		if err := z.add(name, p.Files[name]); err != nil {
			return err
		}
	}
	if err := z.records(ctx, dir, p, lines); err != nil {
		return err
	}
	var chain []byte
	for _, l := range lines {
		chain = append(chain, l.String()+"\n"...)
	}
	if err := z.add(ChainFile, chain); err != nil {
		return err
	}
	if err := z.prove(ctx, dir, proved); err != nil {
		return err
	}
	return z.close()
}

// records copies the records as they stand, behind a warcinfo record of their
// own.
func (z *packer) records(ctx context.Context, dir string, p Pack, lines []Link) error {
	w, err := z.create(PackRecords, zip.Store)
	if err != nil {
		return err
	}
	var enc encoder
	info, err := enc.encode(warcinfo(newID(), PackRecords, p.Time, p.Software, p.Contact))
	if err != nil {
		return err
	}
	if _, err := w.Write(info); err != nil {
		return err
	}
	for _, l := range lines {
		if err := copyRecords(ctx, w, dir, l); err != nil {
			return err
		}
	}
	z.note(w)
	return nil
}

func copyRecords(ctx context.Context, w io.Writer, dir string, l Link) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := openVolume(dir, l.File)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, io.NewSectionReader(f, l.Offset, l.Size))
	return err
}

func (z *packer) add(name string, data []byte) error {
	w, err := z.create(name, zip.Deflate)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	z.note(w)
	return err
}

// packing is a file while it is written.
type packing struct {
	io.Writer
	name string
	size int64
	hash hash.Hash
}

func (p *packing) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	p.size += int64(n)
	p.hash.Write(b[:n])
	return n, err
}

func (z *packer) create(name string, method uint16) (*packing, error) {
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: z.manifest.Time})
	return &packing{Writer: w, name: name, hash: sha256.New()}, err
}

func (z *packer) note(p *packing) {
	z.manifest.Files = append(z.manifest.Files, PackedFile{p.name, p.size, hex.EncodeToString(p.hash.Sum(nil))})
}

// close writes the manifest, which lists every file but itself.
func (z *packer) close() error {
	data, err := json.MarshalIndent(z.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := z.add(PackManifest, append(data, '\n')); err != nil {
		return err
	}
	return z.zip.Close()
}
