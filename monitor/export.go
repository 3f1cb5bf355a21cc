package monitor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/store"
)

// Export packs one finding with its evidence into a zip file. Nothing is
// written where a capture does not stand as it was recorded: the error is
// evidence.ErrDamaged then.
func (m *Monitor) Export(ctx context.Context, findingID string, w io.Writer) error {
	d, err := m.dossier(ctx, findingID)
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
	return evidence.WritePack(ctx, w, m.evidenceDir(), evidence.Pack{
		Subject: d.Finding.ID, Time: m.options.Now(), Captures: d.Captures, Files: files,
		Software: "Qalxan/" + m.options.Version, Contact: m.config.Crawler.Contact,
	})
}

// Verify compares a capture with its record in the evidence: the error says
// what differs.
func (m *Monitor) Verify(_ context.Context, c qalxan.Capture) error {
	return evidence.Check(m.evidenceDir(), c)
}

// dossier is what there is to say about a finding.
type dossier struct {
	Finding  qalxan.Finding   `json:"finding"`
	Source   qalxan.Source    `json:"source"`
	Versions []qalxan.Item    `json:"versions"` // of the page, first to last
	Compared []qalxan.Item    `json:"compared"` // what signals compare it with
	Captures []qalxan.Capture `json:"captures"`
}

func (m *Monitor) dossier(ctx context.Context, id string) (d dossier, err error) {
	if d.Finding, err = m.record.Finding(ctx, id); err != nil {
		return d, err
	}
	if d.Source, err = m.record.Source(ctx, d.Finding.SourceID); err != nil {
		return d, err
	}
	if d.Versions, err = m.record.Versions(ctx, d.Finding.Identity); err != nil {
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
		i, err := m.record.Item(ctx, s.Compared)
		if err != nil {
			return d, err
		}
		d.Compared = append(d.Compared, i)
	}
	return d, m.addCaptures(ctx, &d)
}

// addCaptures adds the captures of all items, and of those that only say that a
// body came again the one that has it. What was erased or removed on purpose is
// left out.
func (m *Monitor) addCaptures(ctx context.Context, d *dossier) error {
	held := map[string]bool{"": true}
	for _, i := range slices.Concat(d.Versions, d.Compared) {
		for id := i.CaptureID; !held[id]; {
			held[id] = true
			c, err := m.capture(ctx, id)
			if errors.Is(err, fs.ErrNotExist) {
				break // retention removed it
			}
			if err != nil {
				return err
			}
			record, err := evidence.Read(m.evidenceDir(), c.Location)
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
func (m *Monitor) capture(ctx context.Context, id string) (qalxan.Capture, error) {
	c, err := m.record.Capture(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return evidence.Locate(ctx, m.evidenceDir(), id)
	}
	return c, err
}
