package evidence

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Fault is damage that was found.
type Fault struct {
	File   string `json:"file"`
	Offset int64  `json:"offset"`
	Reason string `json:"reason"` // in words
}

// Summary is what a verification went through.
type Summary struct {
	Files   int   `json:"files"`
	Records int   `json:"records"`
	Bytes   int64 `json:"bytes"`
	Lines   int   `json:"lines"` // of the chain
	// Head is the number and the hash of the last line. Whoever has noted it
	// elsewhere can tell later that nothing up to it was cut off.
	Head   string `json:"head,omitempty"`
	Faults int    `json:"faults"`
	// Stamps are the time stamps that hold, first to last, and Unstamped is how
	// many captures none of them covers; 0 where there are no stamps.
	Stamps    []Stamp `json:"stamps,omitempty"`
	Unstamped int     `json:"unstamped,omitempty"`
	// Removed is what was taken out on purpose, by file: no fault.
	Removed []Removal `json:"removed,omitempty"`
}

// Verify reads the chain and every evidence file of a folder, compares every
// digest, and reports each record and each line that was changed, removed,
// added or moved. It needs nothing but the folder. The error is that of ctx or
// of a file that cannot be opened; faults are no error. What stands unfinished
// at the end of a file that is still being written is no fault.
//
// Time stamps are verified with the roots, or, where none are given, with those
// that stand beside them: the word of the folder about itself then.
func Verify(ctx context.Context, dir string, report func(Fault), roots ...*x509.Certificate) (Summary, error) {
	v := folder{dir: dir, roots: roots}
	v.report = func(f Fault) {
		v.sum.Faults++
		report(f)
	}
	if err := v.run(ctx); err != nil {
		return v.sum, fmt.Errorf("verify evidence: %w", err)
	}
	return v.sum, nil
}

// folder goes through one folder.
type folder struct {
	dir    string
	roots  []*x509.Certificate
	sum    Summary
	report func(Fault)
}

func (v *folder) run(ctx context.Context) error {
	// A file counts as closed only if it was before the chain was read: what is
	// written meanwhile has its lines behind what was read of it.
	before, err := volumes(v.dir)
	if err != nil {
		return err
	}
	live := slices.Contains(slices.Collect(maps.Values(before)), true)
	// A stamp is made after its line: those read before the chain have theirs.
	stamps, err := readStamps(v.dir, v.roots, v.report)
	if err != nil {
		return err
	}
	chain, err := auditChain(ctx, v.dir, live, stamps, v.report)
	if err != nil {
		return err
	}
	chain.proved.settle(&v.sum, v.report)
	now, err := volumes(v.dir)
	if err != nil {
		return err
	}
	v.sum.Lines, v.sum.Head = chain.lines, chain.top.head()
	if chain.lines == 0 && len(now) > 0 {
		v.report(Fault{File: ChainFile, Reason: "the chain is missing: nothing says which records were written here"})
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		open, known := before[name]
		if err := v.file(ctx, name, open || !known, chain); err != nil {
			return err
		}
	}
	return v.gone(chain, now)
}

// volumes are the evidence files of a folder by their final names, and whether
// each is still being written.
func volumes(dir string) (map[string]bool, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // nothing was recorded yet
	}
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), suffixOpen)
		if !entry.IsDir() && strings.HasSuffix(name, suffixWhole) {
			found[name] = name != entry.Name()
		}
	}
	return found, nil
}

func (v *folder) file(ctx context.Context, name string, open bool, chain *audit) error {
	lines, err := links(v.dir, name, chain.spans[name])
	if err != nil {
		return err
	}
	erased, _ := applyNotes(lines)
	v.sum.Removed = append(v.sum.Removed, erased...)
	f, err := openVolume(v.dir, name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	v.sum.Files++
	v.sum.Bytes += info.Size()
	w := verifier{file: name, open: open, alone: chain.lines == 0, r: f, links: lines, sum: &v.sum, report: v.report}
	return w.run(ctx, info.Size())
}

// gone reports the files that the chain speaks of and that are not there.
func (v *folder) gone(chain *audit, now map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(chain.spans)) {
		if _, ok := now[name]; ok {
			continue
		}
		lines, err := links(v.dir, name, chain.spans[name])
		if err != nil {
			return err
		}
		if _, gone := applyNotes(lines); gone != nil {
			v.sum.Removed = append(v.sum.Removed, *gone)
			continue
		}
		v.report(Fault{File: name, Reason: fmt.Sprintf("the file is missing, and %d captures with it", captureCount(lines))})
	}
	return nil
}

// captureCount leaves out the lines that are about files themselves.
func captureCount(lines map[string]Link) (n int) {
	for _, l := range lines {
		if ofCapture(l) {
			n++
		}
	}
	return n
}
