// Package fakeweb is a web of our own on loopback, with a clock that can be
// moved: for tests, the demo and benchmarks.
//
// A [Web] answers on one plain and one TLS listener for as many named hosts as
// a test wants. Whoever fetches through [Web.Dial] reaches these hosts and
// nothing else: every other name does not exist, so that a run is provably
// offline. What a host says depends on the web's clock, not on the time of
// day. [Load] fills a web from a scripted scenario; see docs/fakeweb.md.
//
// Everything here is safe for concurrent use.
package fakeweb
