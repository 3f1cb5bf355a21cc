package monitor

import (
	"context"
	"sync"
)

// background runs something beside the rest until it is stopped. Stop waits
// for its end; the context is that of all that it does.
func background(run func(ctx context.Context)) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { run(ctx) })
	return ctx, func() {
		cancel()
		done.Wait()
	}
}
