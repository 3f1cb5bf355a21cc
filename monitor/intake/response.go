package intake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/warc"
	"github.com/qalxan/qalxan/monitor/analyst"
	"github.com/qalxan/qalxan/store"
)

// Why a response of an archive is left out.
const (
	skipStatus   = "answered with another status than 200"
	skipAddress  = "at an address that cannot be kept"
	skipReserved = "its owner reserves the text, or forbids copies"
	skipPage     = "not a web page that can be read"
	skipStory    = "no article"
	skipKnown    = "known already, or older than what is known"
	skipFault    = "reading it failed inside the program; please report the file"
)

// response takes one response in, or says why not.
func (i *intake) response(ctx context.Context, r warc.Response) (skip string, err error) {
	if r.Status != http.StatusOK {
		return skipStatus, nil
	}
	s, err := i.source(ctx, r.URL)
	if errors.Is(err, errAddress) {
		return skipAddress, nil
	}
	if err != nil {
		return "", err
	}
	p := r.Page(s.Policy.MaxBody)
	if p.Terms.Withhold() {
		return skipReserved, nil
	}
	h, failed := i.read(s, r, p)
	switch {
	case failed:
		return skipFault, nil
	case h.Result.State == frontier.StateFailed:
		return skipPage, nil
	case len(h.Items) == 0:
		return skipStory, nil
	}
	fresh, err := i.fresh(ctx, h.Items[0])
	if err != nil || !fresh {
		return skipKnown, err
	}
	return "", i.take(ctx, s, r, h)
}

// fresh reports whether an item of an archive is a version that is not known:
// later than the latest, and with other words.
func (i *intake) fresh(ctx context.Context, item qalxan.Item) (bool, error) {
	previous, err := i.Record.Latest(ctx, item.Identity)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading %s: %w", item.Identity, err)
	}
	item.Hash = qalxan.ItemHash(item.Title, item.Text)
	return item.Seen.After(previous.Seen) && analyst.Supersedes(item, previous), nil
}

// take records the response as a capture and hands the item on. The harvest is
// that of no task: what is queued for the address stays as it is.
func (i *intake) take(ctx context.Context, s qalxan.Source, r warc.Response, h source.Harvest) error {
	capture, err := i.Evidence.Record(ctx, evidence.Exchange{
		SourceID: s.ID, URL: r.URL, Time: r.Time, IP: r.IP,
		Proto: r.Proto, Status: r.Status, StatusText: r.StatusText, Header: r.Header, Body: r.Body, Truncated: r.Truncated,
		Note: map[string]string{"note": "imported from " + filepath.Base(i.now.File), "imported-record": r.ID},
	})
	if err != nil {
		return fmt.Errorf("recording %s: %w", r.URL, err)
	}
	item := h.Items[0]
	item.CaptureID, item.Seen = capture.ID, capture.Time
	gain, err := i.Sink.Take(ctx, s, source.Harvest{Captures: []qalxan.Capture{capture}, Items: []qalxan.Item{item}, Marks: h.Marks, Reviews: h.Reviews})
	if err != nil {
		return err
	}
	i.now.Items += gain.Items
	i.now.Findings += gain.Findings
	return nil
}
