package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
)

type serveCmd struct {
	Addr string `placeholder:"HOST:PORT" help:"Where the desk and the API answer; loopback only. Overrides the configuration."`
}

// Help is shown by --help.
func (serveCmd) Help() string { return "Example:\n  qalxan serve --config qalxan.yaml" }

// Run serves until it is told to stop, then ends cleanly.
func (c serveCmd) Run(a *app) error {
	config, err := a.config()
	if err != nil {
		return err
	}
	if c.Addr != "" {
		config.Listen = c.Addr
		if err := config.Validate(); err != nil {
			return usageError{err}
		}
	}
	h, err := a.hold(config, monitor.Options{})
	if err != nil {
		return err
	}
	defer h.Close()
	group, ctx := errgroup.WithContext(a)
	if err := a.answer(ctx, group, h, config.Listen, config.Data); err != nil {
		return err
	}
	scheduled := 0
	for _, s := range config.Sources {
		if s.Schedule != "" {
			scheduled++
		}
	}
	fmt.Fprintf(a.err, "%d of %d sources have a schedule (UTC). Stop with Ctrl-C.\n", scheduled, len(config.Sources))
	group.Go(func() error { return h.monitor.RunSchedules(ctx) })
	if err := group.Wait(); err != nil && a.Err() == nil {
		return err
	}
	return nil
}

// answer opens the desk and the API on a network address, and the socket for
// commands, until ctx ends.
func (a *app) answer(ctx context.Context, group *errgroup.Group, h *holder, listen, data string) error {
	public, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("opening the desk: %w; choose another address with --addr", err)
	}
	socket, err := control.Listen(data)
	if err != nil {
		public.Close()
		return err
	}
	serveUntil(ctx, group, public, h.public)
	serveUntil(ctx, group, socket, h.handler)
	fmt.Fprintf(a.err, "The desk is at http://%s/ and the API at http://%s/api/v1/\n", public.Addr(), public.Addr())
	fmt.Fprintln(a.err, "It has no users yet, so it answers this machine only.")
	return nil
}

// shutdown is how long requests under way may take to end.
const shutdown = 10 * time.Second

func serveUntil(ctx context.Context, group *errgroup.Group, l net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	group.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serving %s: %w", l.Addr(), err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdown)
		defer cancel()
		return server.Shutdown(end)
	})
}
