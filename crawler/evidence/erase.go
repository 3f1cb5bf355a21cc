package evidence

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/qalxan/qalxan"
)

// erasedField names the request that a capture was erased by.
const erasedField = "Qalxan-Erased"

// Erased is the request that the capture of this record was erased by; empty
// where it was not.
func (r Record) Erased() string { return r.Fields.Get(erasedField) }

// Erase takes the answers of captures out of the evidence, in their place: a
// record of the same id and length stays that says by which request. The chain
// says so before a byte is changed, and [Verify] tells it from damage. What was
// erased before, or whose file is gone, is left alone, so that a call that a
// crash broke off may be given again. It returns how many were erased. The
// request has to be one word.
func (w *Writer) Erase(ctx context.Context, request string, captures []qalxan.Capture) (int, error) {
	if !isWord(request) || bytes.ContainsRune([]byte(request), ':') {
		return 0, fmt.Errorf("erase evidence: %q cannot name a request", request)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return 0, ErrClosed
	}
	lines, err := w.linesOf(ctx, captures)
	if err != nil {
		return 0, fmt.Errorf("erase evidence: %w", err)
	}
	erased := 0
	for _, c := range captures {
		l, ok := lines[c.ID]
		if !ok || ctx.Err() != nil {
			continue
		}
		done, err := w.erase(request, c, l)
		if err != nil {
			return erased, fmt.Errorf("erase capture %s: %w", c.ID, err)
		}
		if done {
			erased++
		}
	}
	return erased, ctx.Err()
}

// recentLines is how much of the end of the chain is looked at first, in bytes.
const recentLines = 1 << 20

// linesOf finds the lines of captures.
func (w *Writer) linesOf(ctx context.Context, captures []qalxan.Capture) (map[string]Link, error) {
	wanted, found := map[string]bool{}, map[string]Link{}
	for _, c := range captures {
		wanted[c.ID] = true
	}
	f, size, err := openChain(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// What was just recorded has its line at the end.
	for _, from := range []int64{max(0, size-recentLines), 0} {
		for r, err := range rows(f, from, size) {
			if err = cmp.Or(err, ctx.Err()); err != nil {
				return nil, err
			}
			if !wanted[r.record()] {
				continue
			}
			if l, err := r.link(); err == nil {
				found[l.Record] = l
			}
		}
		if len(found) == len(wanted) || from == 0 {
			break
		}
	}
	return found, nil
}

// erase erases one capture. The writer holds its lock, so that nothing is
// added to the file meanwhile.
func (w *Writer) erase(request string, c qalxan.Capture, l Link) (bool, error) {
	if rec, err := Read(w.dir, c.Location); err == nil && rec.Erased() != "" {
		return false, nil
	}
	f, err := w.openToWrite(l.File)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	stone, err := tombstone(request, c, l.Size)
	if err != nil {
		return false, err
	}
	note := Link{
		Time: w.options.Now(), Record: noteErased + request + ":" + l.Record, Payload: hexSum(),
		File: l.File, Offset: l.Offset, Size: l.Size, Digest: hexSum(stone),
	}
	if err := errors.Join(w.chain.append(note), w.chain.sync()); err != nil {
		return false, err
	}
	w.known.forget(c.URL)
	_, err = f.WriteAt(stone, l.Offset)
	return err == nil, full(errors.Join(err, f.Sync()))
}

func (w *Writer) openToWrite(name string) (*os.File, error) {
	if name != filepath.Base(name) || !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%w: %q is not the name of an evidence file", fs.ErrInvalid, name)
	}
	path := filepath.Join(w.dir, name)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.OpenFile(path+suffixOpen, os.O_RDWR, 0)
	}
	return f, err
}

// Remove removes a whole file by retention. The chain says so before it goes.
// It reports whether the file is gone: one that is being written stays.
func (w *Writer) Remove(name string) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	gone, err := w.remove(name)
	if err != nil {
		return false, fmt.Errorf("remove the evidence file %s: %w", name, err)
	}
	syncDir(w.dir)
	return gone, nil
}

func (w *Writer) remove(name string) (bool, error) {
	if w.closed {
		return false, ErrClosed
	}
	if name != filepath.Base(name) || !filepath.IsLocal(name) {
		return false, fs.ErrInvalid
	}
	path := filepath.Join(w.dir, name)
	if exists(path + suffixOpen) {
		return false, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	note := Link{
		Time: w.options.Now(), Record: noteRemoved + "retention", Payload: noHash,
		File: name, Size: max(info.Size(), 1), Digest: noHash,
	}
	if err := errors.Join(w.chain.append(note), w.chain.sync()); err != nil {
		return false, err
	}
	return true, os.Remove(path)
}

// tombstone is what stands for a capture that was erased: one gzip member of
// exactly the size that the capture had.
func tombstone(request string, c qalxan.Capture, size int64) ([]byte, error) {
	block := []byte("HTTP/1.1 410 Erased\r\n\r\n")
	f := Fields{}.with("WARC-Type", "response").
		with("WARC-Record-ID", "<"+c.ID+">").
		with("WARC-Date", stamp(c.Time)).
		with("WARC-Target-URI", target(c.URL)).
		with("WARC-Truncated", "unspecified").
		with(erasedField, request).
		with("Content-Type", "application/http;msgtype=response").
		with("Content-Length", fmt.Sprint(len(block)))
	var plain bytes.Buffer
	for _, part := range [][]byte{[]byte("WARC/1.1\r\n"), f.bytes(), []byte("\r\n"), block, []byte("\r\n\r\n")} {
		plain.Write(part)
	}
	return stretched(plain.Bytes(), size)
}

// stretched is data as a gzip member of exactly that many bytes (RFC 1952):
// empty stored blocks (RFC 1951, 3.2.4), which say nothing and are five bytes
// each, stand before the data, and up to four bytes in an extra field.
func stretched(data []byte, size int64) ([]byte, error) {
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = z.Write(data)
	if err = errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	const head, tail = 10 + 2 + 4, 8
	spare := size - head - tail - int64(packed.Len())
	if spare < 0 {
		return nil, fmt.Errorf("%d bytes are too few to say that something was erased", size)
	}
	extra := byte(spare % 5)
	member := make([]byte, 0, size)
	member = append(member, 0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 4+extra, 0, 'Q', 'X', extra, 0)
	member = append(member, make([]byte, extra)...)
	member = append(member, bytes.Repeat([]byte{0, 0, 0, 0xff, 0xff}, int(spare/5))...)
	member = append(member, packed.Bytes()...)
	member = binary.LittleEndian.AppendUint32(member, crc32.ChecksumIEEE(data))
	return binary.LittleEndian.AppendUint32(member, uint32(len(data))), nil
}
