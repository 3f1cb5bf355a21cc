package trial

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/crawler/frontier"
)

func TestQueue(t *testing.T) {
	of := func(name string, role frontier.Role, depth int, origin string) frontier.Task {
		return frontier.Task{URL: "https://a.example/" + name, Role: role, Depth: depth, Hint: frontier.Hint{Origin: origin}}
	}
	q := newQueue([]frontier.Task{of("", frontier.RolePage, 0, "")})
	q.add([]frontier.Task{
		of("deep", frontier.RolePage, 2, ""), of("linked", frontier.RolePage, 1, ""), of("announced", frontier.RolePage, 1, "feed"),
		of("map", frontier.RoleSitemap, 0, ""), of("feed", frontier.RoleFeed, 0, ""), of("feed", frontier.RoleFeed, 0, ""),
	})
	for i := range maxLists {
		q.add([]frontier.Task{of(fmt.Sprint("map-", i), frontier.RoleSitemap, 1, "")})
	}
	var got []string
	for task, ok := q.next(); ok; task, ok = q.next() {
		got = append(got, task.URL[len("https://a.example/"):])
	}
	want := []string{"feed", "map", "map-0", "map-1", "announced", "", "linked", "deep"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if left := q.left("a.example", 9); len(left) != 2 || len(q.left("b.example", 9)) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestQueueIsBounded(t *testing.T) {
	q := newQueue(nil)
	for i := range maxKnown + 10 {
		q.add([]frontier.Task{{URL: fmt.Sprint(i)}})
	}
	if len(q.known) != maxKnown {
		t.Errorf("%d addresses are known", len(q.known))
	}
}
