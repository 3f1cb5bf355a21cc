package intake

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/warc"
	"github.com/qalxan/qalxan/monitor/order"
)

// source is the one that an address belongs to: the one named, the configured
// site of that host, or one made for the host.
func (i *intake) source(ctx context.Context, address string) (qalxan.Source, error) {
	host := frontier.Host(address)
	if i.fixed != nil {
		return *i.fixed, nil
	}
	if s, ok := i.hosts[host]; ok {
		return s, nil
	}
	s, err := i.sourceOfHost(ctx, host)
	if err == nil {
		i.hosts[host] = s
	}
	return s, err
}

func (i *intake) sourceOfHost(ctx context.Context, host string) (qalxan.Source, error) {
	for _, s := range i.Sources() {
		if s.Kind == qalxan.KindSite && frontier.Host(s.URL) == host {
			return s, nil
		}
	}
	s, err := order.Source("https://"+host+"/", qalxan.KindSite, qalxan.Policy{})
	if err != nil {
		return s, fmt.Errorf("%w: %w", errAddress, err)
	}
	if known, err := i.Record.Source(ctx, s.ID); err == nil {
		return known, nil
	}
	return s, i.Record.SaveSource(ctx, s)
}

// errAddress: an address that no source can be made of.
var errAddress = errors.New("the address cannot be kept")

// read reads a page. A panic, where foreign bytes are read, costs the page and
// not the import.
func (i *intake) read(s qalxan.Source, r warc.Response, p *fetch.Page) (h source.Harvest, failed bool) {
	defer func() {
		if cause := recover(); cause != nil {
			i.Logger.Error("reading a page panicked", "url", r.URL, "panic", cause, "stack", string(debug.Stack()))
			failed = true
		}
	}()
	h.Result.Time = r.Time
	i.reader.Read(&h, s, frontier.Task{SourceID: s.ID, URL: r.URL}, p)
	return h, false
}
