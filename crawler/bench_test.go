//go:build unix

package crawler_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/source"
)

// BenchmarkDispatch hands out ten pages of every lane. Its hosts rest for a
// moment after each, so that most lanes have to wait at any time.
func BenchmarkDispatch(b *testing.B) {
	for _, lanes := range []int{200, 2000} {
		b.Run(fmt.Sprintf("lanes=%d", lanes), func(b *testing.B) {
			const pages = 10
			begun := cpu(b)
			for b.Loop() {
				w := &crowd{pages: pages, rest: 100 * time.Millisecond, taken: map[string]int{}, ready: map[string]time.Time{}}
				c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
				if err != nil {
					b.Fatal(err)
				}
				tasks := 0
				if err := c.Run(b.Context(), sites(lanes, 100), func(crawler.Event) { tasks++ }); err != nil {
					b.Fatal(err)
				}
				if tasks != lanes*pages {
					b.Fatalf("%d tasks were carried out, want %d", tasks, lanes*pages)
				}
			}
			b.ReportMetric(float64((cpu(b)-begun).Microseconds())/float64(b.N*lanes*pages), "cpu-µs/task")
		})
	}
}

// cpu is the processor time that the process has used. Most of what a dispatch
// takes by the clock is the hosts' rest.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
