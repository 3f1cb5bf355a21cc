package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/report/standing"
)

type serveCmd struct {
	Addr string `placeholder:"HOST:PORT" help:"Where the desk and the API answer; beyond this machine only with web.tls. Overrides the configuration."`
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
	if err := a.answer(ctx, group, h, config); err != nil {
		return err
	}
	scheduled, sources := 0, h.monitor.Sources()
	for _, s := range sources {
		if s.Schedule != "" {
			scheduled++
		}
	}
	for _, lack := range standing.Lacking(config.Reports) {
		fmt.Fprintln(a.err, lack)
	}
	fmt.Fprintf(a.err, "%d of %d sources have a schedule (UTC). Stop with Ctrl-C.\n", scheduled, len(sources))
	group.Go(func() error { return h.monitor.RunSchedules(ctx) })
	group.Go(func() error { return h.monitor.RunAlerts(ctx) })
	group.Go(func() error { return h.outgoing.Run(ctx) })
	group.Go(func() error { return h.monitor.RunPrivacy(ctx) })
	if err := group.Wait(); err != nil && a.Err() == nil {
		return err
	}
	return nil
}

// answer opens the desk and the API on a network address, and the socket for
// commands, until ctx ends.
func (a *app) answer(ctx context.Context, group *errgroup.Group, h *holder, config configs.Config) error {
	public, secrecy, err := openPublic(ctx, config)
	if err != nil {
		return err
	}
	socket, err := control.Listen(config.Data)
	if err != nil {
		public.Close()
		return err
	}
	a.serveUntil(ctx, group, public, secrecy, h.public)
	a.serveUntil(ctx, group, socket, nil, h.handler)
	desk := site(config, public)
	fmt.Fprintf(a.err, "The desk is at %s/ and the API at %s/api/v1/\n", desk, desk)
	a.invite(config, h, desk)
	return nil
}

// shutdown is how long requests under way may take to end.
const shutdown = 10 * time.Second

func (a *app) serveUntil(ctx context.Context, group *errgroup.Group, l net.Listener, secrecy *tls.Config, handler http.Handler) {
	server := &http.Server{
		Handler:           handler,
		TLSConfig:         secrecy,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	group.Go(func() error {
		serve := server.Serve
		if secrecy != nil {
			serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
		}
		if err := serve(l); !errors.Is(err, http.ErrServerClosed) {
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
