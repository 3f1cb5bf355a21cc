// Package condition looks at what is wrong with the system itself: what its
// people have to be told before they miss something.
package condition

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// From when on something about the system is worth an alert.
const (
	leastDisk    = 1 << 30          // bytes that are left
	longBehind   = 10 * time.Minute // that the index stands still
	longOverdue  = time.Hour        // that a source is not crawled
	longCrawling = 24 * time.Hour   // that one crawl lasts
)

// Options of a system.
type Options struct {
	Now      func() time.Time  // required
	Data     string            // the data folder
	Reports  []standing.Report // those that are made by themselves
	Patience time.Duration     // with platforms that do not answer
	Stamps   func() []string   // faults of the authority that stamps; required
}

// Record is what is looked at: a store is one.
type Record interface {
	health.Record
	store.Dispatches
	store.Packs
	Pending(ctx context.Context, limit int) ([]store.Change, error)
}

// System looks at what is wrong with the system itself. It is used by one
// goroutine at a time.
type System struct {
	options Options
	record  Record
	opened  time.Time
	// oldest is the first change that waits for the index, since when it is.
	oldest int64
	since  time.Time
}

// New returns a system that begins now.
func New(o Options, r Record) *System { return &System{options: o, record: r, opened: o.Now()} }

// Conditions are what is wrong at present.
func (s *System) Conditions(ctx context.Context) ([]alert.Condition, error) {
	judged, err := health.All(ctx, s.record, "", s.options.Now())
	if err != nil {
		return nil, fmt.Errorf("judging sources: %w", err)
	}
	behind, err := s.behind(ctx)
	if err != nil {
		return nil, err
	}
	outgoing, err := s.outgoing(ctx)
	if err != nil {
		return nil, err
	}
	all := append(s.sources(judged), s.overdue(judged)...)
	all = append(all, outgoing...)
	all = append(all, behind...)
	all = append(all, s.disk()...)
	for _, fault := range s.options.Stamps() {
		all = append(all, alert.Condition{Key: "stamps", Text: fault})
	}
	return all, nil
}

func (s *System) sources(judged []health.Judged) (all []alert.Condition) {
	for _, j := range judged {
		if j.Report.Alert {
			all = append(all, alert.Condition{
				Key: "source:" + j.Source.ID, Text: fmt.Sprintf("Source %s is %s: %s", j.Source.ID, j.Report.State, j.Report.Reason.Text),
			})
		}
	}
	return all
}

// overdue tells when crawls stopped to begin, or one does not end. A source that
// is late because it waits its turn has an hour.
func (s *System) overdue(judged []health.Judged) []alert.Condition {
	now, late, first := s.options.Now(), 0, time.Time{}
	for _, j := range judged {
		since, due := s.lateSince(j)
		if !due || now.Before(since) {
			continue
		}
		if late++; first.IsZero() || since.Before(first) {
			first = since
		}
	}
	if late == 0 {
		return nil
	}
	return []alert.Condition{{Key: "crawls", Text: fmt.Sprintf(
		"Crawls stand still: sources that their schedule makes due are not crawled, or a crawl does not end: %d of %d, the first since %s. See: qalxan source",
		late, len(judged), first.UTC().Format("2006-01-02 15:04 UTC"),
	)}}
}

// lateSince is when a source will be late if nothing happens; false where it
// has no schedule.
func (s *System) lateSince(j health.Judged) (time.Time, bool) {
	if j.Source.Schedule == "" {
		return time.Time{}, false
	}
	if !j.Report.Crawling.IsZero() {
		return j.Report.Crawling.Add(longCrawling), true
	}
	times, err := schedule.Parse(j.Source.Schedule)
	if err != nil {
		return time.Time{}, false
	}
	from := s.opened
	if j.LastRun != nil && j.LastRun.Started.After(from) {
		from = j.LastRun.Started
	}
	next := times.Next(from)
	return next.Add(longOverdue), !next.IsZero()
}

// behind tells when the index takes nothing for a while.
func (s *System) behind(ctx context.Context) ([]alert.Condition, error) {
	pending, err := s.record.Pending(ctx, 1)
	if err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	now := s.options.Now()
	switch {
	case len(pending) == 0:
		s.oldest = 0
	case pending[0].Seq != s.oldest:
		s.oldest, s.since = pending[0].Seq, now
	case now.Sub(s.since) >= longBehind:
		return []alert.Condition{{Key: "index", Text: fmt.Sprintf(
			"The index takes nothing since %s, so searches miss what is new. See: qalxan doctor", s.since.UTC().Format("2006-01-02 15:04 UTC"),
		)}}, nil
	}
	return nil, nil
}

// disk tells when there is little room left.
func (s *System) disk() []alert.Condition {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.options.Data, &disk); err != nil {
		return nil
	}
	free := disk.Bavail * uint64(disk.Bsize)
	if free >= leastDisk {
		return nil
	}
	return []alert.Condition{{Key: "disk", Text: fmt.Sprintf(
		"The disk that holds %s has %d MiB left: free some space before it is full.", s.options.Data, free>>20,
	)}}
}

// outgoing are the reports that could not be made, and the packs that wait too
// long for an answer.
func (s *System) outgoing(ctx context.Context) ([]alert.Condition, error) {
	all, err := standing.Faults(ctx, s.record, s.options.Reports)
	if err != nil {
		return nil, err
	}
	waiting, err := pack.Reminders(ctx, s.record, s.options.Now(), s.options.Patience)
	return append(all, waiting...), err
}
