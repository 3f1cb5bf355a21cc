// Package dossier packs one finding with its evidence for somebody else.
package dossier

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/store"
)

// Options of a packer.
type Options struct {
	Evidence string           // its folder
	Now      func() time.Time // required
	Software string           // who packs, and whom to ask about it
	Contact  string
}

// Record is what is known: a store is one.
type Record interface {
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
	Source(ctx context.Context, id string) (qalxan.Source, error)
	Versions(ctx context.Context, identity string) ([]qalxan.Item, error)
	Item(ctx context.Context, id string) (qalxan.Item, error)
	Capture(ctx context.Context, id string) (qalxan.Capture, error)
}

// Packer packs findings. It is safe for concurrent use.
type Packer struct {
	options Options
	record  Record
}

// New returns a packer of what a record knows.
func New(o Options, r Record) *Packer { return &Packer{o, r} }

// Pack writes one finding with its evidence as a zip file. Nothing is written
// where a capture does not stand as it was recorded: the error is
// evidence.ErrDamaged then.
func (p *Packer) Pack(ctx context.Context, findingID string, w io.Writer) error {
	d, err := p.collect(ctx, findingID)
	if err != nil {
		return fmt.Errorf("packing finding %s: %w", findingID, err)
	}
	data, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("packing finding %s: %w", findingID, err)
	}
	files := map[string][]byte{"finding.json": append(data, '\n')}
	for _, i := range slices.Concat(d.Versions, d.Compared) {
		files["text/"+i.ID+".txt"] = []byte(i.Title + "\n\n" + i.Text + "\n")
	}
	return evidence.WritePack(ctx, w, p.options.Evidence, evidence.Pack{
		Subject: d.Finding.ID, Time: p.options.Now(), Captures: d.Captures, Files: files,
		Software: p.options.Software, Contact: p.options.Contact,
	})
}

// content is what there is to say about a finding.
type content struct {
	Finding  qalxan.Finding   `json:"finding"`
	Source   qalxan.Source    `json:"source"`
	Versions []qalxan.Item    `json:"versions"` // of the page, first to last
	Compared []qalxan.Item    `json:"compared"` // what signals compare it with
	Captures []qalxan.Capture `json:"captures"`
}

func (p *Packer) collect(ctx context.Context, id string) (d content, err error) {
	if d.Finding, err = p.record.Finding(ctx, id); err != nil {
		return d, err
	}
	if d.Source, err = p.record.Source(ctx, d.Finding.SourceID); err != nil {
		return d, err
	}
	if d.Versions, err = p.record.Versions(ctx, d.Finding.Identity); err != nil {
		return d, err
	}
	held := map[string]bool{"": true}
	for _, i := range d.Versions {
		held[i.ID] = true
	}
	for _, s := range d.Finding.Signals {
		if held[s.Compared] {
			continue
		}
		held[s.Compared] = true
		i, err := p.record.Item(ctx, s.Compared)
		if err != nil {
			return d, err
		}
		d.Compared = append(d.Compared, i)
	}
	return d, p.addCaptures(ctx, &d)
}

// addCaptures adds the captures of all items, and of those that only say that a
// body came again the one that has it. What was erased or removed on purpose is
// left out.
func (p *Packer) addCaptures(ctx context.Context, d *content) error {
	held := map[string]bool{"": true}
	for _, i := range slices.Concat(d.Versions, d.Compared) {
		for id := i.CaptureID; !held[id]; {
			held[id] = true
			c, err := p.capture(ctx, id)
			if errors.Is(err, fs.ErrNotExist) {
				break // retention removed it
			}
			if err != nil {
				return err
			}
			record, err := evidence.Read(p.options.Evidence, c.Location)
			if err != nil {
				return err
			}
			if record.Erased() != "" {
				break
			}
			d.Captures = append(d.Captures, c)
			id = record.RefersTo()
		}
	}
	return nil
}

// capture is one of the record, or one that only the evidence has: a crawl was
// stopped between the two.
func (p *Packer) capture(ctx context.Context, id string) (qalxan.Capture, error) {
	c, err := p.record.Capture(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return evidence.Locate(ctx, p.options.Evidence, id)
	}
	return c, err
}
