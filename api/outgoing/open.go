package outgoing

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// House is where reports and packs come from. All must be set.
type House struct {
	Library    *api.Library
	Packs      pack.Record
	Dispatches store.Dispatches
	Log        Log
	Export     func(ctx context.Context, findingID string, w io.Writer) error
	Patience   time.Duration // after which a pack without an answer is overdue
	Logger     *slog.Logger
}

// Open returns a service over a house, and the library that tells what
// platforms answered. What the options cannot do is an error.
func Open(o standing.Options, h House) (*Service, *api.Library, error) {
	packs := pack.New(pack.Deps{Record: h.Packs, Gather: h.Library.Entry, Now: h.Library.Now, Patience: h.Patience})
	library := h.Library.WithPlatforms(packs)
	gather := func(ctx context.Context, title, query string) (report.Document, error) {
		return library.Document(ctx, api.DocumentRequest{Title: title, Query: query})
	}
	reports, err := standing.New(o, standing.Deps{Record: h.Dispatches, Gather: gather, Now: library.Now, Logger: h.Logger})
	if err != nil {
		return nil, nil, err
	}
	return New(Deps{Reports: reports, Packs: packs, Log: h.Log, Export: h.Export}), library, nil
}
