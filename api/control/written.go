package control

import (
	"context"
	"net/http"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// Writer keeps what people write beside decisions: *monitor.Monitor.
type Writer interface {
	SaveBrief(ctx context.Context, c watchlist.BriefChange) (store.Kept, error)
	SaveNarrative(ctx context.Context, c watchlist.NarrativeChange) (store.Kept, error)
	SaveSource(ctx context.Context, c watchlist.SourceChange) (store.Kept, error)
	TrySource(ctx context.Context, s qalxan.Source) (trial.Result, error)
}

// written adds the routes of what people write.
func (h *handler) written(mux *http.ServeMux) {
	mux.HandleFunc("GET /control/campaigns/{id}/brief", h.brief)
	mux.HandleFunc("GET /control/narratives/{id}", h.narrative)
	mux.HandleFunc("GET /control/sources/{id}", h.source)
	mux.HandleFunc("POST /control/briefs", taken(h.keeper.SaveBrief))
	mux.HandleFunc("POST /control/narratives", taken(h.keeper.SaveNarrative))
	mux.HandleFunc("POST /control/narratives/try", h.tryWordings)
	mux.HandleFunc("POST /control/sources", taken(h.keeper.SaveSource))
	mux.HandleFunc("POST /control/sources/test", taken(h.keeper.TrySource))
}

// taken is a handler that hands what is sent to take, and answers what that
// returns.
func taken[In, Out any](take func(context.Context, In) (Out, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in In
		if !read(w, r, &in) {
			return
		}
		out, err := take(r.Context(), in)
		answer(w, out, err)
	}
}

func (h *handler) brief(w http.ResponseWriter, r *http.Request) {
	ref, err := h.library.Resolve(r.Context(), r.PathValue("id"))
	if err != nil {
		fail(w, status(err), err)
		return
	}
	view, err := h.library.Campaign(r.Context(), ref.ID)
	if err != nil {
		fail(w, status(err), err)
		return
	}
	b, err := h.library.Summary(r.Context(), view)
	answer(w, b, err)
}

func (h *handler) narrative(w http.ResponseWriter, r *http.Request) {
	n, err := h.library.WrittenNarrative(r.Context(), r.PathValue("id"))
	answer(w, n, err)
}

func (h *handler) source(w http.ResponseWriter, r *http.Request) {
	s, err := h.library.WrittenSource(r.Context(), r.PathValue("id"))
	answer(w, s, err)
}

// TriedWording is what a wording would find in the last month.
type TriedWording struct {
	Wording string           `json:"wording"`
	Found   api.SearchResult `json:"found"` // items with all of its words
	Near    api.SearchResult `json:"near"`  // items that lack one
}

// maxTried bounds the wordings of one request.
const maxTried = 50

func (h *handler) tryWordings(w http.ResponseWriter, r *http.Request) {
	var wordings []string
	if !read(w, r, &wordings) {
		return
	}
	all := []TriedWording{}
	for _, wording := range wordings[:min(len(wordings), maxTried)] {
		found, err := h.library.Try(r.Context(), wording)
		if err != nil {
			fail(w, status(err), err)
			return
		}
		near, err := h.library.Near(r.Context(), wording)
		if err != nil {
			fail(w, status(err), err)
			return
		}
		all = append(all, TriedWording{wording, found, near})
	}
	answer(w, all, nil)
}

// SaveBrief implements [Keeper].
func (k *audited) SaveBrief(ctx context.Context, c watchlist.BriefChange) (store.Kept, error) {
	kept, err := k.Keeper.SaveBrief(ctx, c)
	return kept, k.wrote(ctx, "brief.write", watchlist.BriefSubject(c.Campaign, c.Text.Part), c.Author, word(c.Filled, "fills itself again", "written"), err)
}

// SaveNarrative implements [Keeper].
func (k *audited) SaveNarrative(ctx context.Context, c watchlist.NarrativeChange) (store.Kept, error) {
	kept, err := k.Keeper.SaveNarrative(ctx, c)
	return kept, k.wrote(ctx, "narrative.write", c.Narrative.ID, c.Author, word(c.Retired, "retired", "watched"), err)
}

// SaveSource implements [Keeper].
func (k *audited) SaveSource(ctx context.Context, c watchlist.SourceChange) (store.Kept, error) {
	kept, err := k.Keeper.SaveSource(ctx, c)
	return kept, k.wrote(ctx, "source.write", c.Source.ID, c.Author, word(c.Off, "off", "on")+" "+c.Source.URL, err)
}

// TrySource implements [Keeper].
func (k *audited) TrySource(ctx context.Context, s qalxan.Source) (trial.Result, error) {
	result, err := k.Keeper.TrySource(ctx, s)
	return result, k.enter(ctx, store.Entered{Verb: "source.try", Object: s.URL}, err)
}

func (k *audited) wrote(ctx context.Context, verb, object string, a watchlist.Author, detail string, err error) error {
	if a.Why != "" {
		detail += ": " + a.Why
	}
	return k.enter(ctx, store.Entered{Verb: verb, By: a.By, Object: object, Detail: detail}, err)
}

func word(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
