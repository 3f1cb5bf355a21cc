package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestDeskInBrowser reads the desk of the demo in Debian's Chromium: search,
// open a finding, its campaign and the other pages; no request leaves the desk
// and the console stays empty. With QALXAN_IMAGES set to a folder it leaves a
// picture of each page there.
func TestDeskInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: the desk is not read in a browser")
	}
	h, account := playedDemo(t)
	desk := httptest.NewServer(h.public)
	t.Cleanup(desk.Close)
	b := openBrowser(t, path, desk.URL)

	b.visit("/")
	b.picture("search")
	b.search("su anbarı")
	b.picture("results")
	b.need("mark", "no found word is marked")

	first := account.Findings[0]
	b.visit("/findings/" + first.ID)
	b.picture("finding")
	b.need("mark", "no reason is marked in the text")
	b.visit("/campaigns")
	b.visit("/campaigns/" + account.Campaigns[0].ID)
	b.picture("campaign")
	b.visit("/sources")
	b.picture("sources")
	b.visit("/sources/" + account.Crawled[0].Source)
	b.picture("source")
	b.visit("/narratives")
	b.finish()
}

// browser is one tab and what it did that it should not have.
type browser struct {
	t      *testing.T
	ctx    context.Context
	desk   string
	mu     sync.Mutex
	faults []string
}

func openBrowser(t *testing.T, path, desk string) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, desk: desk}
	b.do("starting the browser")
	if err := chromedp.Listen(ctx, b.watch); err != nil {
		t.Fatal(err)
	}
	b.do("watching the browser", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, netErr := cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
		_, logErr := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
		return errors.Join(netErr, logErr)
	}))
	return b
}

func (b *browser) watch(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || !strings.HasPrefix(e.Request.URL, b.desk) && u.Scheme != "data" && u.Scheme != "about" {
			b.fault("a request went to %s", e.Request.URL)
		}
	case *runtime.EventConsoleAPICalled:
		b.fault("the console says %v", e.Args)
	case *runtime.EventExceptionThrown:
		b.fault("a script failed: %v", e.ExceptionDetails)
	case *log.EventEntryAdded:
		b.fault("the log says %s: %s (%s)", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	}
}

func (b *browser) fault(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

// patience bounds one step; the first also starts the browser.
const patience = time.Minute

func (b *browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx := b.ctx
	if len(steps) > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(b.ctx, patience)
		defer cancel()
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *browser) visit(path string) {
	b.t.Helper()
	response, err := chromedp.RunResponse(b.ctx, chromedp.Navigate(b.desk+path))
	if err != nil {
		b.t.Fatalf("opening %s: %v", path, err)
	}
	if response.Status != 200 {
		b.t.Errorf("%s answers %d", path, response.Status)
	}
	b.need("main h1", path+" has no heading")
}

// search types a query as a person would.
func (b *browser) search(query string) {
	b.t.Helper()
	b.do("typing a query", chromedp.SendKeys(chromedp.CSS(`input[name="q"]`), query+"\r"))
	b.do("waiting for hits", chromedp.WaitVisible(chromedp.CSS("main mark")))
}

func (b *browser) need(selector, otherwise string) {
	b.t.Helper()
	count, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](fmt.Sprintf("document.querySelectorAll(%q).length", selector)))
	if err != nil {
		b.t.Fatalf("looking for %s: %v", selector, err)
	}
	if count == 0 {
		b.t.Error(otherwise)
	}
}

func (b *browser) picture(name string) {
	folder := os.Getenv("QALXAN_IMAGES")
	if folder == "" {
		return
	}
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("taking a picture of %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) finish() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
}
