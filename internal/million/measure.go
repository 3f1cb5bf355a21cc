package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// figure is how long the pages of a kind took, in milliseconds.
type figure struct {
	Kind  string  `json:"kind"`
	First float64 `json:"first_ms"` // of the first page of the kind since the start
	P50   float64 `json:"p50_ms"`
	P95   float64 `json:"p95_ms"`
	P99   float64 `json:"p99_ms"`
	CPU   float64 `json:"cpu_p95_ms"` // the 95th percentile of processor time, asking and answering together
	Size  int     `json:"bytes"`      // of the largest page
	Bar   float64 `json:"bar_ms,omitempty"`
	Slow  string  `json:"slowest"` // address
}

func (f figure) missed() bool { return f.Bar > 0 && f.P95 > f.Bar }

// measure opens the folder, puts the desk on a loopback address as serve does,
// logs in, and asks for pages of all kinds in turn: rounds of one of each, so
// that what one kind leaves in memory does not help its next page.
func measure(ctx context.Context, o options) (err error) {
	w := newWorld(o.seed, o.items)
	w.made = cmp.Or(o.made, o.items)
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	config := configs.Default()
	config.Data = o.dir
	opened := time.Now()
	m, err := monitor.Open(ctx, config, monitor.Options{Version: "million", Logger: log, Now: func() time.Time { return w.until }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	fmt.Fprintf(os.Stderr, "opened in %s\n", time.Since(opened).Round(time.Millisecond))
	handler, err := mount(ctx, m, log)
	if err != nil {
		return err
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := login(server.URL)
	if err != nil {
		return err
	}
	if o.profile != "" {
		file, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	figures, err := ask(ctx, w, o, client, server.URL)
	if err != nil {
		return err
	}
	return report(figures, o.json)
}

const measurer, password = "measurer", "a long made-up password"

// mount makes what answers, with one user who may all.
func mount(ctx context.Context, m *monitor.Monitor, log *slog.Logger) (http.Handler, error) {
	entries := audit.New(m.Ledger())
	accounts, err := account.New(ctx, account.Options{Logger: log}, m.Accounts(), entries)
	if err != nil {
		return nil, err
	}
	if _, err := accounts.User(ctx, measurer); errors.Is(err, store.ErrNotFound) {
		if err := accounts.Add(ctx, measurer, account.Admin, password); err != nil {
			return nil, err
		}
	}
	library := api.NewLibrary(m.Record(), m.Index(), m.Now).WithExplainer(m).WithVerifier(m)
	gate := guard.NewGate(guard.Options{Accounts: accounts, Logger: log})
	return desk.New(desk.Options{Logger: log, Gate: gate, Reviewer: m, Accounts: accounts, Audit: entries}, library)
}

func login(site string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar}
	answer, err := client.PostForm(site+"/login", url.Values{"name": {measurer}, "password": {password}})
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("logging in: %s", answer.Status)
	}
	return client, nil
}

// ask asks for pages and sorts out how long they took.
func ask(ctx context.Context, w *world, o options, client *http.Client, site string) ([]figure, error) {
	kinds := slices.DeleteFunc(w.kinds(), func(k kind) bool { return !strings.HasPrefix(k.name, o.only) })
	times, cpu, figures := make([][]float64, len(kinds)), make([][]float64, len(kinds)), make([]figure, len(kinds))
	r := rand.New(rand.NewPCG(w.seed, 1<<60))
	for range o.rounds + 1 {
		for i, k := range kinds {
			path := k.make(r)
			before := used()
			took, size, err := get(ctx, client, site+path)
			if err != nil {
				return nil, err
			}
			f := &figures[i]
			if f.Size = max(f.Size, size); f.Kind == "" {
				*f = figure{Kind: k.name, First: took, Size: size, Bar: float64(k.bar.Milliseconds())}
				continue
			}
			cpu[i] = append(cpu[i], float64((used()-before).Microseconds())/1000)
			if times[i] = append(times[i], took); took == slices.Max(times[i]) {
				f.Slow = path
			}
		}
	}
	for i, all := range times {
		slices.Sort(all)
		slices.Sort(cpu[i])
		figures[i].CPU = at(cpu[i], 95)
		figures[i].P50, figures[i].P95, figures[i].P99 = at(all, 50), at(all, 95), at(all, 99)
	}
	return figures, nil
}

// at is a percentile by the nearest rank.
func at(sorted []float64, percent int) float64 {
	return sorted[max((len(sorted)*percent+99)/100, 1)-1]
}

// get asks for a page and reads all of it.
func get(ctx context.Context, client *http.Client, address string) (milliseconds float64, size int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err
	}
	started := time.Now()
	answer, err := client.Do(request)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, answer.Status)
	}
	return float64(time.Since(started).Microseconds()) / 1000, int(n), err
}

// report prints the figures, and fails where a bar is missed.
func report(figures []figure, asJSON bool) error {
	var missed []string
	for _, f := range figures {
		if f.missed() {
			missed = append(missed, f.Kind)
		}
	}
	if asJSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(figures); err != nil {
			return err
		}
	} else if err := table(figures); err != nil {
		return err
	}
	if len(missed) > 0 {
		return fmt.Errorf("too slow: %s", strings.Join(missed, "; "))
	}
	return nil
}

func table(figures []figure) error {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "kind\tfirst\tp50\tp95\tp99 ms\tcpu p95\tKB\tbar\t")
	for _, f := range figures {
		bar := map[bool]string{true: fmt.Sprintf("%.0f", f.Bar)}[f.Bar > 0]
		if f.missed() {
			bar += " missed"
		}
		fmt.Fprintf(out, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%d\t%s\t\n", f.Kind, f.First, f.P50, f.P95, f.P99, f.CPU, f.Size/1024, cmp.Or(bar, "-"))
	}
	return out.Flush()
}
