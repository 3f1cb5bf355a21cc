package monitor

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/report/alert"
)

// From when on something about the system is worth an alert.
const (
	leastDisk    = 1 << 30          // bytes that are left
	longBehind   = 10 * time.Minute // that the index stands still
	longOverdue  = time.Hour        // that a source is not crawled
	longCrawling = 24 * time.Hour   // that one crawl lasts
)

// system looks at what is wrong with the system itself. It is used by one
// goroutine at a time.
type system struct {
	monitor *Monitor
	opened  time.Time
	// oldest is the first change that waits for the index, since when it is.
	oldest int64
	since  time.Time
}

// conditions are what is wrong at present.
func (s *system) conditions(ctx context.Context) ([]alert.Condition, error) {
	m := s.monitor
	judged, err := health.All(ctx, m.record, "", m.options.Now())
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
	for _, fault := range m.stamping.faults() {
		all = append(all, alert.Condition{Key: "stamps", Text: fault})
	}
	return all, nil
}

func (s *system) sources(judged []health.Judged) (all []alert.Condition) {
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
func (s *system) overdue(judged []health.Judged) []alert.Condition {
	now, late, first := s.monitor.options.Now(), 0, time.Time{}
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
func (s *system) lateSince(j health.Judged) (time.Time, bool) {
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
func (s *system) behind(ctx context.Context) ([]alert.Condition, error) {
	pending, err := s.monitor.record.Pending(ctx, 1)
	if err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	now := s.monitor.options.Now()
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
func (s *system) disk() []alert.Condition {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.monitor.config.Data, &disk); err != nil {
		return nil
	}
	free := disk.Bavail * uint64(disk.Bsize)
	if free >= leastDisk {
		return nil
	}
	return []alert.Condition{{Key: "disk", Text: fmt.Sprintf(
		"The disk that holds %s has %d MiB left: free some space before it is full.", s.monitor.config.Data, free>>20,
	)}}
}
