package monitor_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// A child of the crash test is told by these where its data and its web are.
const (
	childData   = "QALXAN_CRASH_DATA"
	childPlain  = "QALXAN_CRASH_PLAIN"
	childSecure = "QALXAN_CRASH_SECURE"
	childCA     = "QALXAN_CRASH_CA"
)

func TestMain(m *testing.M) {
	if os.Getenv(childData) != "" {
		if err := crawlAsChild(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// Bleve's workers are no leak of ours: it never ends them.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// crawlAsChild crawls the parent's web once, to the end or until it is killed.
func crawlAsChild(ctx context.Context) error {
	config, err := demoConfig(os.Getenv(childData))
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(os.Getenv(childCA)))
	m, err := monitor.Open(ctx, config, monitor.Options{RootCAs: pool, Dial: dialParent})
	if err != nil {
		return err
	}
	_, err = m.Crawl(ctx, monitor.CrawlRequest{}, nil)
	return errors.Join(err, m.Close())
}

func dialParent(ctx context.Context, network, address string) (net.Conn, error) {
	at := os.Getenv(childPlain)
	if strings.HasSuffix(address, ":443") {
		at = os.Getenv(childSecure)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, at)
}

func demoConfig(data string) (configs.Config, error) {
	fsys, err := configs.Demo()
	if err != nil {
		return configs.Config{}, err
	}
	c, err := configs.LoadFS(fsys, "qalxan.yaml", func(string) string { return "" })
	c.Data = data
	return c, err
}

// TestKilledAtRandomMoments kills a crawl ten times where it stands and starts
// it again. In the end no item is there twice, none is missing, and index and
// evidence agree with the record.
func TestKilledAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("starts eleven processes")
	}
	web, scenario := endOfWeek(t)
	data := filepath.Join(t.TempDir(), "data")
	for i := range 10 {
		child := startChild(t, web, data)
		// A whole crawl takes a second or two; the start alone some tenths.
		time.Sleep(200*time.Millisecond + time.Duration(rand.Int64N(int64(1200*time.Millisecond))))
		killed := child.Process.Kill() == nil
		err := child.Wait()
		t.Logf("run %d: killed %t, %v", i, killed, err)
	}
	if out, err := startChild(t, web, data).wait(); err != nil {
		t.Fatalf("the last run failed: %v\n%s", err, out)
	}
	checkFolder(t, data, scenario)
}

// checkFolder opens a folder that a child has left and holds it to what the
// web publishes.
func checkFolder(t *testing.T, data string, scenario *fakeweb.Scenario) {
	t.Helper()
	config, err := demoConfig(data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := monitor.Open(t.Context(), config, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkDoctor(t, m)
	checkItems(t, m, scenario)
	if err := m.Close(); err != nil {
		t.Error(err)
	}
}

// endOfWeek is the demo's web as it stands when all is published.
func endOfWeek(t *testing.T) (*fakeweb.Web, *fakeweb.Scenario) {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	fsys, err := configs.Demo()
	if err != nil {
		t.Fatal(err)
	}
	scenario, err := fakeweb.Load(fsys, web)
	if err != nil {
		t.Fatal(err)
	}
	web.Clock().Set(scenario.End)
	return web, scenario
}

type child struct {
	*exec.Cmd
	out *strings.Builder
}

func (c child) wait() (string, error) {
	err := c.Wait()
	return c.out.String(), err
}

func startChild(t *testing.T, web *fakeweb.Web, data string) child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	plain, secure := web.Addresses()
	c := child{exec.Command(self), &strings.Builder{}}
	c.Env = append(os.Environ(), childData+"="+data, childPlain+"="+plain, childSecure+"="+secure, childCA+"="+string(web.Certificate()))
	c.Stdout, c.Stderr = c.out, c.out
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

func checkDoctor(t *testing.T, m *monitor.Monitor) {
	t.Helper()
	d, err := m.Doctor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !d.Healthy {
		t.Errorf("the doctor found:\nindex %v\nrecord %v\nevidence %v", d.Index, d.Record, d.Evidence)
	}
	if d.Indexed != d.Totals.Versions {
		t.Errorf("%d documents are indexed of %d versions", d.Indexed, d.Totals.Versions)
	}
}

// checkItems holds the record to what the web publishes: every article once.
func checkItems(t *testing.T, m *monitor.Monitor, scenario *fakeweb.Scenario) {
	t.Helper()
	times := map[string]int{}
	for _, url := range scenario.URLs() {
		identity, err := frontier.Normalize(url)
		if err != nil {
			t.Fatal(err)
		}
		times[identity] = 0
	}
	for page := (store.Page{Limit: 1000}); ; {
		items, next, err := m.Record().Items(t.Context(), store.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			times[item.Identity]++
			checkChain(t, m, item)
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	for _, url := range slices.Sorted(maps.Keys(times)) {
		if times[url] != 1 {
			t.Errorf("%s is in the record %d times", url, times[url])
		}
	}
}

// checkChain holds an item to one version, for nothing on the web changes
// while it is crawled; a wiki gives all its revisions.
func checkChain(t *testing.T, m *monitor.Monitor, latest qalxan.Item) {
	t.Helper()
	versions, err := m.Record().Versions(t.Context(), latest.Identity)
	if err != nil {
		t.Fatal(err)
	}
	if len(versions) > 1 && !strings.Contains(latest.Identity, "/wiki/") {
		t.Errorf("%s has %d versions and never changed", latest.Identity, len(versions))
	}
}
