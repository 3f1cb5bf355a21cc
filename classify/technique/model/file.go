package model

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/qalxan/qalxan/classify/technique/linear"
)

// magic begins a file of weights; the digit is the version of the features.
const magic = "QLXTECH1"

// maxFile bounds what a file may unpack to, in bytes.
const maxFile = 16 << 20

// ErrFile says that bytes are not a file of weights of this version.
var ErrFile = errors.New("not a file of technique weights of this version: make it anew with make train")

// Write writes the model. The same model gives the same bytes.
func (m *Model) Write(w io.Writer) error {
	packed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("packing weights: %w", err)
	}
	for _, part := range []any{[]byte(magic), m.Heads, m.LeastWord} {
		if err := binary.Write(packed, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("writing weights: %w", err)
		}
	}
	for _, b := range []*linear.Bank{m.Post, m.Sentence, m.Word} {
		if err := b.Write(packed); err != nil {
			return err
		}
	}
	return packed.Close()
}

// Read reads what Write wrote.
func Read(file []byte) (*Model, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	r := io.LimitReader(unpacked, maxFile)
	var head [len(magic)]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || string(head[:]) != magic {
		return nil, ErrFile
	}
	m := new(Model)
	for _, part := range []any{&m.Heads, &m.LeastWord} {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFile, err)
		}
	}
	return m, m.readBanks(r)
}

func (m *Model) readBanks(r io.Reader) (err error) {
	for _, b := range []struct {
		bank   **linear.Bank
		judges int
	}{{&m.Post, Judges}, {&m.Sentence, Judges}, {&m.Word, 1}} {
		if *b.bank, err = linear.ReadBank(r); err != nil {
			return fmt.Errorf("%w: %w", ErrFile, err)
		}
		if (*b.bank).Judges() != b.judges {
			return ErrFile
		}
	}
	return nil
}
