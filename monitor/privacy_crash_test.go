package monitor_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// childPrivacy tells a child of the crash test what to remove: erase or retain.
const childPrivacy = "QALXAN_CRASH_PRIVACY"

// muchLater is when everything in the town is past its time.
var muchLater = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)

func retaining(c *configs.Config) { c.Privacy.Retention.Text, c.Privacy.Retention.Evidence = 30, 30 }

// removeAsChild opens a folder, which takes up what was broken off, and removes
// what it was told, to the end or until it is killed.
func removeAsChild(ctx context.Context) error {
	config := configs.Default()
	config.Data = os.Getenv(childData)
	retaining(&config)
	fmt.Print(atWork)
	m, err := monitor.Open(ctx, config, monitor.Options{Now: func() time.Time { return muchLater }})
	if err != nil {
		return err
	}
	if os.Getenv(childPrivacy) == "erase" {
		_, err = m.ErasePerson(ctx, request(true))
	} else {
		_, err = m.Retain(ctx, "kamran", false)
	}
	return errors.Join(err, m.Close())
}

// TestKilledWhileRemoving kills erasures, then retentions, where they stand,
// and lets the last of each go to its end: record, index, evidence and chain
// are whole, and nothing is left of what was to go.
func TestKilledWhileRemoving(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a dozen processes")
	}
	x := newTown(t, func(*configs.Config) {})
	x.grow(t, 40)
	for _, what := range []string{"erase", "retain"} {
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		env, killed := childPrivacy+"="+what, 0
		for n := range 6 {
			child := startChild(t, x.web, x.data, env)
			child.awaitWork()
			time.Sleep(time.Duration(20+n*40)*time.Millisecond + time.Duration(rand.Int64N(int64(40*time.Millisecond))))
			if err := child.Process.Kill(); err != nil {
				t.Log(err)
			}
			if child.Wait() != nil {
				killed++
			}
		}
		t.Logf("%s: %d of 6 were killed at work", what, killed)
		if killed == 0 {
			t.Errorf("%s: none was killed at work: the test shows nothing", what)
		}
		if out, err := startChild(t, x.web, x.data, env).wait(); err != nil {
			t.Fatalf("%s: %v\n%s", what, err, out)
		}
		x.open(t, func(*configs.Config) {})
		checkDoctor(t, x.Monitor)
		x.removed(t)
		if files := named(t, x.data); len(files) > 0 {
			t.Errorf("%s: the person stands in %q", what, files)
		}
	}
	for p, err := range x.Record().(store.Privacy).Passages(t.Context()) {
		if err != nil || p.Place == "item.text" && p.Text != "" {
			t.Fatalf("%+v, %v", p, err)
		}
	}
}

// grow publishes and crawls more stories of the person.
func (x *town) grow(t *testing.T, n int) {
	t.Helper()
	var targets []string
	for i := range n {
		name := fmt.Sprint("house-", i)
		body := fmt.Sprintf(storyOf, name, person, storyWords(name))
		x.web.Host("town.example").Publish("/2026/"+name, fakeweb.Revision{From: x.web.Clock().Now(), Answer: page(body)})
		targets = append(targets, address(name))
	}
	if _, err := x.Crawl(t.Context(), monitor.CrawlRequest{Targets: targets, Policy: qalxan.Policy{Delay: time.Millisecond}}, nil); err != nil {
		t.Fatal(err)
	}
}
