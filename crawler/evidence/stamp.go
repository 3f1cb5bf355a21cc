package evidence

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
)

// StampsDir is the folder of the time stamps in an evidence folder, and in a
// pack. Each is a token (RFC 3161) over the hash of a line of the chain, in DER;
// the number and the hash of the line are its name. The root certificates that
// they lead to stand beside them.
const StampsDir = "stamps"

const (
	suffixStamp = ".tst"
	rootsFile   = "roots.pem"
)

// Stamp is a time stamp that was verified: the line of the chain with that
// number, and all lines that are linked to it, existed at the time.
type Stamp struct {
	File      string    `json:"file"`
	Line      int64     `json:"line"`
	Hash      string    `json:"hash"`
	Time      time.Time `json:"time"`
	Authority string    `json:"authority"`
	// Root is the SHA-256 of the root certificate that vouches for the
	// authority.
	Root string `json:"root"`
	// Captures is how many of them it proves to have existed before its time.
	Captures int `json:"captures"`
}

// stampName is the name of the file of a stamp of a line.
func stampName(l Link) string { return fmt.Sprintf("%012d-%s%s", l.Seq, l.Hash, suffixStamp) }

// saveStamp keeps a stamp of a line and the root that it leads to, for good.
func saveStamp(dir string, l Link, t timestamp.Token) error {
	dir = filepath.Join(dir, StampsDir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := saveRoot(dir, t.Root); err != nil {
		return err
	}
	if err := writeDurable(filepath.Join(dir, stampName(l)), t.Raw); err != nil {
		return err
	}
	syncDir(filepath.Dir(dir))
	return nil
}

// saveRoot adds a root certificate to those that are there.
func saveRoot(dir string, root *x509.Certificate) error {
	path := filepath.Join(dir, rootsFile)
	bundle, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw})
	if bytes.Contains(bundle, block) {
		return nil
	}
	return writeDurable(path, append(bundle, block...))
}

// writeDurable writes a file whole or not at all.
func writeDurable(path string, data []byte) error {
	draft := path + ".new"
	f, err := os.Create(draft)
	if err != nil {
		return full(err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(full(err), os.Remove(draft))
	}
	if err := os.Rename(draft, path); err != nil {
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

// stamps are those of a folder or a pack that could be verified, by the hash of
// the line that they stamp.
type stamps map[string]*Stamp

// readStamps verifies the stamps of a folder with the roots given, or with those
// that stand beside them.
func readStamps(dir string, roots []*x509.Certificate, report func(Fault)) (stamps, error) {
	dir = filepath.Join(dir, StampsDir)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	files := map[string]func() ([]byte, error){}
	for _, e := range entries {
		files[e.Name()] = func() ([]byte, error) { return readShort(filepath.Join(dir, e.Name())) }
	}
	return verifyStamps(files, roots, report), nil
}

// maxRoots bounds a bundle of root certificates, in bytes.
const maxRoots = 1 << 20

func readShort(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxRoots))
}

// verifyStamps verifies the stamps among files, by their names in StampsDir.
func verifyStamps(files map[string]func() ([]byte, error), roots []*x509.Certificate, report func(Fault)) stamps {
	fault := func(name string, err error) { report(Fault{File: StampsDir + "/" + name, Reason: err.Error()}) }
	if len(roots) == 0 && files[rootsFile] != nil {
		bundle, err := files[rootsFile]()
		if err == nil {
			roots, err = timestamp.Roots(bundle)
		}
		if err != nil {
			fault(rootsFile, err)
		}
	}
	found := stamps{}
	for name, read := range files {
		if !strings.HasSuffix(name, suffixStamp) {
			continue
		}
		s, err := readStamp(name, read, roots)
		if err != nil {
			fault(name, err)
			continue
		}
		found[s.Hash] = s
	}
	return found
}

func readStamp(name string, read func() ([]byte, error), roots []*x509.Certificate) (*Stamp, error) {
	raw, err := read()
	if err != nil {
		return nil, err
	}
	t, err := timestamp.Verify(raw, roots)
	if err != nil {
		return nil, err
	}
	s := &Stamp{File: StampsDir + "/" + name, Time: t.Time, Authority: t.Authority, Hash: hex.EncodeToString(t.Digest[:]), Root: hexSum(t.Root.Raw)}
	if _, err := fmt.Sscanf(name, "%012d-", &s.Line); err != nil || name != stampName(Link{Seq: s.Line, Hash: s.Hash}) {
		return nil, fmt.Errorf("it stamps %s and not what its name says: it was replaced", s.Hash)
	}
	return s, nil
}

// list are the stamps that prove something, first to last.
func (s stamps) list() []Stamp {
	var all []Stamp
	for _, stamp := range s {
		if stamp.Captures > 0 {
			all = append(all, *stamp)
		}
	}
	slices.SortFunc(all, func(a, b Stamp) int { return int(a.Line - b.Line) })
	return all
}

// digestOf is the hash of a line as an authority stamps it.
func digestOf(l Link) (sum [sha256.Size]byte, err error) {
	_, err = hex.Decode(sum[:], []byte(l.Hash))
	return sum, err
}
