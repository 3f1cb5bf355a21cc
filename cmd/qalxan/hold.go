package main

import (
	"errors"
	"net/http"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/api/rest"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
)

// holder is this process holding a data folder, with everything that answers
// about it.
type holder struct {
	monitor *monitor.Monitor
	// public is what may be reached by network: the API and the desk. handler
	// adds what only the socket and this process may ask.
	public, handler http.Handler
}

// hold opens the data folder in this process.
func (a *app) hold(c configs.Config, o monitor.Options) (*holder, error) {
	o.Logger, o.Version = a.log, readBuild().Version
	m, err := monitor.Open(a, c, o)
	if errors.Is(err, monitor.ErrConfig) {
		return nil, usageError{err}
	}
	if err != nil {
		return nil, err
	}
	h := &holder{monitor: m}
	if err := h.mount(); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return h, nil
}

func (h *holder) mount() error {
	library := api.NewLibrary(h.monitor.Record(), h.monitor.Index(), h.monitor.Now).WithExplainer(h.monitor)
	restHandler, err := rest.New(rest.Options{Version: readBuild().Version}, library)
	if err != nil {
		return err
	}
	deskHandler, err := desk.New(desk.Options{}, library)
	if err != nil {
		return err
	}
	public := http.NewServeMux()
	for _, path := range rest.Paths() {
		public.Handle(path, restHandler)
	}
	public.Handle("/", deskHandler)
	all := http.NewServeMux()
	all.Handle("/control/", control.New(h.monitor, library))
	all.Handle("/", public)
	h.public, h.handler = public, all
	return nil
}

// Close closes the data folder.
func (h *holder) Close() error { return h.monitor.Close() }
