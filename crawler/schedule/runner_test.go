package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// during runs a runner for so long on a clock of its own.
func during(t *testing.T, d time.Duration, r *schedule.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := r.Run(ctx); err != nil {
		t.Error(err)
	}
}

func runner(t *testing.T, log *strings.Builder, run func(ctx context.Context, id string) error) *schedule.Runner {
	t.Helper()
	return schedule.New(schedule.Options{Logger: slog.New(slog.NewTextHandler(log, nil))}, run)
}

func add(t *testing.T, r *schedule.Runner, id, spec string) {
	t.Helper()
	if err := r.Add(id, spec); err != nil {
		t.Fatal(err)
	}
}

func TestRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var quick, slow, over, most atomic.Int32
		r := runner(t, &strings.Builder{}, func(ctx context.Context, id string) error {
			if id == "quick" {
				quick.Add(1)
				return nil
			}
			most.Store(max(most.Load(), over.Add(1)))
			defer over.Add(-1)
			slow.Add(1)
			time.Sleep(25 * time.Minute)
			return nil
		})
		add(t, r, "quick", "*/10 * * * *")
		add(t, r, "slow", "*/10 * * * *")
		during(t, time.Hour+time.Minute, r)
		if quick.Load() != 6 || slow.Load() != 2 || most.Load() != 1 {
			t.Errorf("quick %d, slow %d, at once %d", quick.Load(), slow.Load(), most.Load())
		}
	})
}

func TestPanicsAndErrorsEndNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		var runs atomic.Int32
		r := runner(t, &log, func(context.Context, string) error {
			if runs.Add(1) == 1 {
				panic("a detector fell over")
			}
			return errors.New("the disk is full")
		})
		add(t, r, "xeber", "@every 10m")
		during(t, 35*time.Minute, r)
		if runs.Load() != 3 {
			t.Errorf("%d runs", runs.Load())
		}
		for _, want := range []string{"a detector fell over", "the disk is full", "id=xeber"} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log does not say %q:\n%s", want, &log)
			}
		}
	})
}

func TestRunWaitsForJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Bool
		r := runner(t, &strings.Builder{}, func(ctx context.Context, _ string) error {
			<-ctx.Done()
			time.Sleep(time.Minute) // what a crawl does to end in order
			ended.Store(true)
			return ctx.Err()
		})
		add(t, r, "xeber", "@every 1m")
		during(t, 5*time.Minute, r)
		if !ended.Load() {
			t.Error("Run returned before the job")
		}
		if err := r.Run(t.Context()); err == nil {
			t.Error("Run ran twice")
		}
	})
}

func TestChangeWhileRunning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var over, most, runs atomic.Int32
		r := runner(t, &strings.Builder{}, func(context.Context, string) error {
			runs.Add(1)
			most.Store(max(most.Load(), over.Add(1)))
			defer over.Add(-1)
			time.Sleep(30 * time.Minute)
			return nil
		})
		add(t, r, "xeber", "@every 10m")
		go func() {
			time.Sleep(15 * time.Minute)
			if err := r.Add("xeber", "@every 5m"); err != nil {
				t.Error(err)
			}
			time.Sleep(40 * time.Minute)
			r.Remove("xeber")
		}()
		during(t, 3*time.Hour, r)
		if most.Load() != 1 || runs.Load() != 2 {
			t.Errorf("%d runs, %d at once", runs.Load(), most.Load())
		}
	})
}

func TestAddRefuses(t *testing.T) {
	r := runner(t, &strings.Builder{}, func(context.Context, string) error { return nil })
	if err := r.Add("xeber", "TZ=0"); !errors.Is(err, schedule.ErrSpec) || !strings.Contains(err.Error(), "xeber") {
		t.Error(err)
	}
}
