package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/account/openid"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/api/rest"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
)

// holder is this process holding a data folder, with everything that answers
// about it.
type holder struct {
	monitor  *monitor.Monitor
	accounts *account.Accounts
	log      *audit.Log
	outgoing *outgoing.Service
	// public is what may be reached by network: the API and the desk. handler
	// adds what only the socket and this process may ask, who may all.
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
	h := &holder{monitor: m, log: audit.New(m.Ledger())}
	if err := h.mount(a, c); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return h, nil
}

func (h *holder) mount(a *app, c configs.Config) (err error) {
	if h.accounts, err = account.New(a, account.Options{Logger: a.log}, h.monitor.Accounts(), h.log); err != nil {
		return err
	}
	library := api.NewLibrary(h.monitor.Record(), h.monitor.Index(), h.monitor.Now).WithExplainer(h.monitor).WithVerifier(h.monitor).WithConfiguration(h.monitor)
	keeper := control.Audited(h.monitor, h.log)
	if library, err = h.send(a, c, library, keeper); err != nil {
		return err
	}
	if h.public, err = h.open(a, c, library, keeper); err != nil {
		return err
	}
	all, commands := http.NewServeMux(), control.New(keeper, library)
	all.Handle("/control/", commands)
	all.Handle("/control/report", h.log.Watch("report.export", commands))
	for _, path := range control.OfficePaths() {
		all.Handle(path, control.NewOffice(h.accounts, h.log))
	}
	for _, path := range control.OutgoingPaths() {
		all.Handle(path, control.NewOutgoing(h.outgoing, library))
	}
	all.Handle("/", h.public)
	h.handler = guard.Socket(all)
	return nil
}

// open makes what answers by network.
func (h *holder) open(a *app, c configs.Config, library *api.Library, keeper control.Keeper) (http.Handler, error) {
	gate := guard.NewGate(guard.Options{
		Accounts: h.accounts, Closed: c.Exposed(), Secure: c.Web.TLS.On(), Proxy: c.Web.TLS.Proxy, Names: c.Web.Names, Logger: a.log,
	})
	decider := guard.Seconded(keeper, h.monitor.Record())
	restHandler, err := rest.New(rest.Options{
		Version: readBuild().Version, Logger: a.log, Gate: gate, Office: rest.Office{
			Decider: decider, Users: h.accounts, Audit: h.log, Ruler: keeper, Learner: keeper, Alerter: keeper,
		},
	}, library)
	if err != nil {
		return nil, err
	}
	o := desk.Options{Logger: a.log, Gate: gate, Reviewer: decider, Writer: keeper, Accounts: h.accounts, Audit: h.log, Shelves: h.monitor.Shelves(), Ruler: keeper, Learner: keeper, Alerter: keeper, Guardian: keeper, Outgoing: h.outgoing}
	if o.Translator, err = h.translator(c); err != nil {
		return nil, err
	}
	if c.OpenID.Issuer != "" {
		if o.Issuer, err = issuer(c); err != nil {
			return nil, err
		}
	}
	deskHandler, err := desk.New(o, library)
	if err != nil {
		return nil, err
	}
	public := http.NewServeMux()
	for _, path := range rest.Paths() {
		public.Handle(path, restHandler)
	}
	public.Handle("/", deskHandler)
	return public, nil
}

// issuer is the configured OpenID Connect issuer.
func issuer(c configs.Config) (*openid.Provider, error) {
	o, secret := c.OpenID, c.OpenID.Secret
	if secret == "" {
		data, err := os.ReadFile(o.SecretFile)
		if err != nil {
			return nil, usageError{fmt.Errorf("openid.secret_file: %w", err)}
		}
		secret = strings.TrimSpace(string(data))
	}
	groups := map[string]account.Role{}
	for name, role := range o.Groups {
		groups[name] = account.Role(role)
	}
	return openid.New(openid.Options{
		Issuer: o.Issuer, ClientID: o.ClientID, Secret: secret, Redirect: strings.TrimSuffix(c.Web.Address, "/") + "/openid/back",
		Domains: o.Domains, Groups: groups, Role: account.Role(o.Role),
	}), nil
}

// Close closes the data folder.
func (h *holder) Close() error { return h.monitor.Close() }
