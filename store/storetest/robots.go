package storetest

import (
	"testing"

	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/store"
)

func robotsOf(host string) robots.Answer {
	return robots.Answer{
		Authority: "https://" + host + ":443", Path: "/robots.txt", Status: 200,
		Body: []byte("User-agent: *\nDisallow: /\xff\x00новости"), ETag: `W/"1"`, Fetched: start, Fault: "robots.txt answered 503",
	}
}

func wantRobots(t *testing.T, s store.Store, what string, want robots.Answer) {
	t.Helper()
	got, found, err := s.LoadRobots(t.Context(), want.Authority, want.Path)
	ok(t, err)
	same(t, what+" found", found, true)
	same(t, what, got, want)
}

func testRobots(t *testing.T, s store.Store) {
	a := robotsOf("a.example")
	_, found, err := s.LoadRobots(t.Context(), a.Authority, a.Path)
	ok(t, err)
	same(t, "found before it was saved", found, false)

	other := a
	other.Path = "/.well-known/tdmrep.json"
	other.Status, other.Body, other.ETag = 404, nil, ""
	ok(t, s.SaveRobots(t.Context(), a))
	ok(t, s.SaveRobots(t.Context(), other))
	wantRobots(t, s, "a file", a)
	wantRobots(t, s, "another of the same host", other)

	a.Body, a.ETag, a.Fetched = make([]byte, robots.MaxSize+1), "", start.AddDate(0, 0, 1)
	ok(t, s.SaveRobots(t.Context(), a))
	wantRobots(t, s, "a file replaced", a)
}

func testOldRobots(t *testing.T, s store.Store) {
	old, young := robotsOf("old.example"), robotsOf("young.example")
	young.Fetched = start.Add(store.RobotsAge)
	ok(t, s.SaveRobots(t.Context(), old))
	ok(t, s.SaveRobots(t.Context(), young))
	wantRobots(t, s, "an answer of the age that is kept", old)
	young.Fetched = young.Fetched.Add(1e6)
	ok(t, s.SaveRobots(t.Context(), young))
	_, found, err := s.LoadRobots(t.Context(), old.Authority, old.Path)
	ok(t, err)
	same(t, "an older one found", found, false)
}
