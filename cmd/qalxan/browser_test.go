package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/qalxan/qalxan/internal/demo"
	"github.com/qalxan/qalxan/store"
)

// TestDeskInBrowser reads the desk of the demo in Debian's Chromium as somebody
// at a machine without users: no request leaves the desk, the console stays empty
// and nothing is wider than the screen. With QALXAN_AXE set to the file axe.js of
// the package axe-core, every page is held to its rules. With QALXAN_IMAGES set
// to a folder it leaves a picture of each page there.
func TestDeskInBrowser(t *testing.T) {
	b, h, account := demoInBrowser(t)
	pages := map[string]string{
		"inbox": "/", "search": "/search", "results": "/search?" + url.Values{"q": {"su anbarı"}}.Encode(),
		"finding": "/findings/" + account.Findings[0].ID, "item": "/items/" + edited(t, h),
		"campaigns": "/campaigns", "spread": "/campaigns/" + account.Campaigns[0].ID + "#spread", "campaign": "/campaigns/" + account.Campaigns[0].ID,
		"sources": "/sources", "source": "/sources/" + account.Crawled[0].Source, "coverage": "/coverage", "quality": "/quality",
		"narratives": "/narratives?try=zehirli+su", "since": "/since?span=2000h", "findings": "/findings",
		"reports": "/reports", "packs": "/packs", "pack-new": "/packs/new?subject=" + account.Campaigns[0].ID,
	}
	b.speak("en")
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		b.visit(pages[name])
		b.held(name)
		b.picture(name)
	}
	b.visit(pages["results"])
	b.need("mark", "no found word is marked")
	b.visit(pages["finding"])
	b.need("mark", "no reason is marked in the text")
	b.dark()
	b.visit(pages["finding"])
	b.held("the finding in the dark")
	b.picture("finding-dark")
	b.narrow(func() {
		b.visit(pages["inbox"])
		b.held("the inbox on a narrow screen")
		b.picture("inbox-narrow")
	})
	b.finish()
}

// edited is the id of an item that has more than one version.
func edited(t *testing.T, h *holder) string {
	t.Helper()
	items, _, err := h.monitor.Record().Items(t.Context(), store.Filter{}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		if i.Version > 1 && i.Text != "" {
			return i.ID
		}
	}
	t.Fatal("no page of the demo changed")
	return ""
}

// TestDeskByKeyboard decides about findings of the demo with keys alone.
func TestDeskByKeyboard(t *testing.T) {
	b, _, _ := demoInBrowser(t)
	b.speak("en")
	b.visit("/")
	rows := b.count("[data-row]")
	b.keys("j", "j", "k", "x", "d")
	b.focused("by")
	if other := b.count("optgroup:disabled"); other != 2 {
		b.t.Errorf("%d kinds of reasons are set aside, want those of the two other decisions", other)
	}
	b.keys("Leyla", kb.Tab, "Sat") // who, then the reason that begins so
	b.enter("option:checked[value=Satire]")
	b.need(".done", "the page does not say what was done")
	if left := b.count("[data-row]"); left != rows-1 {
		b.t.Errorf("%d findings wait, want %d", left, rows-1)
	}
	b.leave("u")
	if left := b.count("[data-row]"); left != rows {
		b.t.Errorf("%d findings wait after taking it back, want %d", left, rows)
	}
	b.finish()
}

// demoInBrowser plays the demo and opens a browser on its desk.
func demoInBrowser(t *testing.T) (*browser, *holder, demo.Account) {
	t.Helper()
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
	return openBrowser(t, path, desk.URL), h, account
}

// browser is one tab and what it did that it should not have.
type browser struct {
	t      *testing.T
	ctx    context.Context
	desk   string
	axe    string // the rules of accessibility; empty for none
	mu     sync.Mutex
	faults []string
}

// axe is the script of axe-core, which is MPL-2.0 and does not come with us.
func axe(t *testing.T) string {
	t.Helper()
	path := os.Getenv("QALXAN_AXE")
	if path == "" {
		t.Log("QALXAN_AXE is not set: pages are not held to the rules of axe-core")
		return ""
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
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
	b := &browser{t: t, ctx: ctx, desk: desk, axe: axe(t)}
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

// noted counts the faults so far, and pardon takes back that the browser logged
// the status of an answer since.
func (b *browser) noted() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.faults)
}

func (b *browser) pardon(since int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults[:since], slices.DeleteFunc(b.faults[since:], func(f string) bool {
		return strings.Contains(f, "Failed to load resource: the server responded with a status of 40")
	})...)
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

func (b *browser) count(selector string) int {
	b.t.Helper()
	return evaluate[int](b, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
}

func evaluate[T any](b *browser, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("evaluating %.200s: %v", expression, err)
	}
	return value
}

// speak chooses the language of the desk with its own buttons.
func (b *browser) speak(language string) {
	b.t.Helper()
	b.visit("/search")
	// The page may speak it already: what to wait for is the answer.
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(`.languages button[value="`+language+`"]`))); err != nil {
		b.t.Fatalf("choosing a language: %v", err)
	}
	b.need(`html[lang="`+language+`"] main h1`, "the desk does not speak "+language)
}

// dark makes the reader one who likes dark pages.
func (b *browser) dark() {
	b.t.Helper()
	b.do("making it dark", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return err
	}))
}

// narrow does something on a screen as wide as a telephone's.
func (b *browser) narrow(something func()) {
	b.t.Helper()
	b.do("making the screen narrow", chromedp.EmulateViewport(360, 740))
	something()
}

// fits holds the page to the screen's width.
func (b *browser) fits(page string) {
	b.t.Helper()
	if wide := evaluate[int](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
		b.t.Errorf("%s is %d px wider than the screen", page, wide)
	}
}

// held holds the page to the rules of accessibility, and to the screen's width.
func (b *browser) held(page string) {
	b.t.Helper()
	b.fits(page)
	if b.axe == "" {
		return
	}
	evaluate[bool](b, b.axe+"\ntrue")
	broken := chromedp.Evaluate[[]string](`axe.run().then(r => r.violations.map(v =>
		v.id + " " + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(" | ")))`, chromedp.EvalAwaitPromise)
	found, err := chromedp.Run(b.ctx, broken)
	if err != nil {
		b.t.Fatalf("asking axe about %s: %v", page, err)
	}
	for _, f := range found {
		b.t.Errorf("%s: %s", page, f)
	}
}

func (b *browser) keys(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.do("pressing "+k, chromedp.KeyEvent(k))
	}
}

func (b *browser) focused(id string) {
	b.t.Helper()
	if got := evaluate[string](b, "document.activeElement.id"); got != id {
		b.t.Fatalf("%q has the focus, want %q", got, id)
	}
}

// enter sends the form once a reason is chosen, and waits for the next page.
func (b *browser) enter(chosen string) {
	b.t.Helper()
	b.need(chosen, "no reason was chosen by its first letters")
	b.leave(kb.Enter)
}

// leave presses a key that leads to another page.
func (b *browser) leave(key string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatalf("pressing %q: %v", key, err)
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
