package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// PackProof is the file of a pack with the lines of the chain from each of its
// captures to the line that was stamped.
const PackProof = "proof.log"

// maxProof bounds the proof of a pack, in bytes: about 650,000 lines. A stamp
// that is further away is left out.
const maxProof = 256 << 20

// proof is what a pack proves the time of its captures with.
type proof struct {
	stamps []string // names in StampsDir
	parts  []span   // of the chain
}

// prover finds the proof while the chain is read.
type prover struct {
	stamps stamps
	found  proof
	open   bool // a capture was met that no stamp covers yet
	part   span // from its line on
	last   Link
	size   int64
}

// see takes the next row, and whether it is of a capture of the pack. What comes
// before a line that is not linked to it proves nothing any more.
func (p *prover) see(r row, wanted bool) {
	if len(p.stamps) == 0 || !p.open && !wanted {
		return
	}
	l, err := r.link()
	if err != nil || p.open && !l.follows(p.last) {
		p.open = false
	}
	if err != nil || !p.open && !wanted {
		return
	}
	if !p.open {
		p.open, p.part.from = true, r.at
	}
	p.last, p.part.to = l, r.end
	if s := p.stamps[l.Hash]; s != nil && s.Line == l.Seq {
		p.close(stampName(l))
	}
}

func (p *prover) close(stamp string) {
	p.open = false
	if p.size += p.part.to - p.part.from; p.size > maxProof {
		return
	}
	p.found.parts, p.found.stamps = append(p.found.parts, p.part), append(p.found.stamps, stamp)
}

// prove writes the stamps, the roots that they lead to, and the lines between
// them and the captures.
func (z *packer) prove(ctx context.Context, dir string, p proof) error {
	if len(p.stamps) == 0 {
		return nil
	}
	for _, name := range append(slices.Clone(p.stamps), rootsFile) {
		data, err := readShort(filepath.Join(dir, StampsDir, name))
		if err == nil {
			err = z.add(StampsDir+"/"+name, data)
		}
		if err != nil {
			return err
		}
	}
	f, err := os.Open(filepath.Join(dir, ChainFile))
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := z.create(PackProof, zip.Deflate)
	if err != nil {
		return err
	}
	for _, part := range p.parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.Copy(w, io.NewSectionReader(f, part.from, part.to-part.from)); err != nil {
			return err
		}
	}
	z.note(w)
	return nil
}

// prove holds the captures of a pack against its stamps.
func (u *unpacker) prove(lines []Link) error {
	files := map[string]func() ([]byte, error){}
	for name := range u.files {
		if dir, file := filepath.Split(name); dir == StampsDir+"/" {
			files[file] = func() ([]byte, error) { return u.short(name) }
		}
	}
	found := verifyStamps(files, u.roots, u.report)
	if len(found) == 0 {
		return nil
	}
	captures := map[string]bool{}
	for _, l := range lines {
		captures[l.Hash] = true
	}
	chain, err := u.read(PackProof)
	if err != nil {
		return err
	}
	c := newCoverage(found, func(l Link) bool { return captures[l.Hash] })
	for r := range rows(bytes.NewReader(chain), 0, int64(len(chain))) {
		l, err := r.link()
		if c.see(l, err); err != nil {
			u.report(Fault{PackProof, r.at, fmt.Sprintf("a line of the chain: %v", err)})
		}
	}
	c.total = len(captures)
	c.settle(&u.sum, u.report)
	return nil
}
