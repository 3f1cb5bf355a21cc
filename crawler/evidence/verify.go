package evidence

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	Faults  int   `json:"faults"`
}

// Verify reads every evidence file of a folder, compares every digest and
// reports each fault. The error is that of ctx or of a file that cannot be
// opened; faults are no error. An unfinished record at the end of a file that
// is still being written is no fault.
func Verify(ctx context.Context, dir string, report func(Fault)) (Summary, error) {
	var sum Summary
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return sum, nil // nothing was recorded yet
	}
	if err != nil {
		return sum, fmt.Errorf("verify evidence: %w", err)
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), suffixOpen)
		if entry.IsDir() || !strings.HasSuffix(name, suffixWhole) {
			continue
		}
		v := verifier{file: name, open: name != entry.Name(), sum: &sum, report: report}
		if err := v.run(ctx, dir); err != nil {
			return sum, fmt.Errorf("verify evidence: %w", err)
		}
	}
	return sum, nil
}

// verifier goes through one file.
type verifier struct {
	file    string
	open    bool
	sum     *Summary
	report  func(Fault)
	capture string // id of the capture that the next records belong to
	held    *Fault // a fault that is none if the open file ends with it
}

func (v *verifier) run(ctx context.Context, dir string) error {
	f, err := openVolume(dir, v.file)
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
	for rec, err := range Walk(f, info.Size()) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		v.judge(rec, err)
	}
	return nil
}

func (v *verifier) judge(rec Record, err error) {
	if err != nil {
		v.hold(rec.Offset, err)
		return
	}
	if v.held != nil {
		v.fault(*v.held)
		v.held = nil
	}
	v.sum.Records++
	if rec.Offset == 0 && rec.Type != "warcinfo" {
		v.fault(Fault{v.file, 0, "the file does not begin with a warcinfo record"})
	}
	if err := rec.check(); err != nil {
		v.fault(Fault{v.file, rec.Offset, err.Error()})
	}
	v.belongs(rec)
}

// hold notes that a record cannot be read. After that it is not known which
// capture the next records belong to.
func (v *verifier) hold(offset int64, err error) {
	v.capture = ""
	f := Fault{v.file, offset, err.Error()}
	if v.open {
		v.held = &f
		return
	}
	v.fault(f)
}

// belongs checks that requests and metadata stand behind their capture.
func (v *verifier) belongs(rec Record) {
	switch rec.Type {
	case "response", "revisit":
		v.capture = rec.ID
	case "request", "metadata":
		if v.capture != "" && rec.ConcurrentTo() != v.capture {
			v.fault(Fault{v.file, rec.Offset, fmt.Sprintf("record %s belongs to no capture before it", rec.ID)})
		}
	}
}

func (v *verifier) fault(f Fault) {
	v.sum.Faults++
	v.report(f)
}
