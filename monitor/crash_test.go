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
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
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
	childSites  = "QALXAN_CRASH_SITES" // how many made-up sites; the demo's week where empty
)

func TestMain(m *testing.M) {
	if os.Getenv(childData) != "" {
		work := crawlAsChild
		if os.Getenv(childPrivacy) != "" {
			work = removeAsChild
		}
		if err := work(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// Bleve's workers are no leak of ours: it never ends them.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// atWork is what a child says when it has carried out its first task.
const atWork = "at work\n"

// crawlAsChild crawls the parent's web once, to the end or until it is killed.
func crawlAsChild(ctx context.Context) error {
	sites, _ := strconv.Atoi(os.Getenv(childSites))
	config, err := crashConfig(os.Getenv(childData), sites)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(os.Getenv(childCA)))
	m, err := monitor.Open(ctx, config, monitor.Options{RootCAs: pool, Dial: dialParent})
	if err != nil {
		return err
	}
	var first sync.Once
	_, err = m.Crawl(ctx, monitor.CrawlRequest{}, func(crawler.Event) { first.Do(func() { fmt.Print(atWork) }) })
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

// crashConfig watches so many made-up sites; the demo's where there are none.
func crashConfig(data string, sites int) (configs.Config, error) {
	if sites == 0 {
		return demoConfig(data)
	}
	c := configs.Default()
	c.Data = data
	for i := range sites {
		c.Sources = append(c.Sources, madeUpSource(i))
	}
	return c, nil
}

// TestKilledAtRandomMoments kills a crawl where it stands and starts it again:
// ten times over 60 sites, with QALXAN_LONG=1 fifty times over 300. In the end
// no item is there twice, none is missing, index and record agree, and the
// evidence and its chain are whole.
func TestKilledAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("starts eleven processes")
	}
	kills, sites := 10, 60
	if os.Getenv("QALXAN_LONG") == "1" {
		kills, sites = 50, 300
	}
	web, urls := manySites(t, sites)
	data, env := filepath.Join(t.TempDir(), "data"), fmt.Sprint(childSites, "=", sites)
	killed, slowest := 0, time.Duration(0)
	for range kills {
		child := startChild(t, web, data, env)
		slowest = max(slowest, child.awaitWork())
		time.Sleep(time.Duration(rand.Int64N(int64(300 * time.Millisecond))))
		if err := child.Process.Kill(); err != nil {
			t.Log(err)
		}
		if child.Wait() != nil {
			killed++
		}
	}
	t.Logf("%d of %d were killed at work; back at work after at most %s", killed, kills, slowest.Round(time.Millisecond))
	if killed < kills*3/4 {
		t.Errorf("only %d of %d were killed at work: the test proves too little", killed, kills)
	}
	if out, err := startChild(t, web, data, env).wait(); err != nil {
		t.Fatalf("the last run failed: %v\n%s", err, out)
	}
	checkFolder(t, data, urls)
}

// checkFolder opens a folder that a child has left and holds it to what the
// web publishes.
func checkFolder(t *testing.T, data string, urls []string) {
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
	checkItems(t, m, urls)
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	summary, err := evidence.Verify(t.Context(), filepath.Join(data, "evidence"), func(f evidence.Fault) {
		t.Errorf("evidence: %s at %d: %s", f.File, f.Offset, f.Reason)
	})
	if err != nil || summary.Records == 0 {
		t.Errorf("evidence: %+v, %v", summary, err)
	}
}

// manySites is a web of made-up sites, and the addresses of their articles.
func manySites(t *testing.T, n int) (*fakeweb.Web, []string) {
	t.Helper()
	start := time.Now().UTC().Add(-48 * time.Hour)
	web, err := fakeweb.New(fakeweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	var urls []string
	for i := range n {
		site := madeUpSite(i, start)
		web.Host(site.Host).News(site)
		for _, a := range site.Articles {
			urls = append(urls, site.URL(a.Path))
		}
	}
	return web, urls
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
	begun time.Time
	out   *output
}

// output is what a child says, for two goroutines.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// awaitWork waits until the child has carried out a task, or for ten seconds,
// and returns how long it took.
func (c child) awaitWork() time.Duration {
	for time.Since(c.begun) < 10*time.Second && !strings.Contains(c.out.String(), atWork) {
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(c.begun)
}

func (c child) wait() (string, error) {
	err := c.Wait()
	return c.out.String(), err
}

func startChild(t *testing.T, web *fakeweb.Web, data string, env ...string) child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	plain, secure := web.Addresses()
	c := child{Cmd: exec.Command(self), begun: time.Now(), out: &output{}}
	c.Env = append(os.Environ(), childData+"="+data, childPlain+"="+plain, childSecure+"="+secure, childCA+"="+string(web.Certificate()))
	c.Env = append(c.Env, env...)
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
func checkItems(t *testing.T, m *monitor.Monitor, urls []string) {
	t.Helper()
	times := map[string]int{}
	for _, url := range urls {
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
