package evidence

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
)

// The ways in which a capture can repeat an earlier one (ISO 28500 section
// 6.7).
const (
	ProfileSame        = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	ProfileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// draft is a record before it is written.
type draft struct {
	fields Fields
	block  [][]byte // the parts of the block, one after another
}

func newID() string { return "urn:uuid:" + uuid.NewString() }

// stamp writes a time as WARC-Date holds it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// event is an exchange with what its records have in common.
type event struct {
	Exchange
	id     string // of the response or revisit record
	sum    [sha256.Size]byte
	before *original // what was recorded for the same address before
	info   string    // id of the file's warcinfo record
}

// drafts composes the records of one exchange.
func (e event) drafts() []draft {
	first := e.response()
	if e.notModified() || e.repeats() {
		first = e.revisit()
	}
	if e.Method == "" { // nobody here sent a request
		return []draft{first, e.metadata()}
	}
	return []draft{first, e.request(), e.metadata()}
}

func (e event) notModified() bool { return e.Status == http.StatusNotModified }

// original reports whether later captures can refer to this one.
func (e event) original() bool { return !e.notModified() && !e.Truncated && !e.repeats() }

// repeats reports whether the payload is one that is kept already. A cut
// payload proves nothing about the rest, and an empty one saves nothing.
func (e event) repeats() bool {
	return e.before != nil && e.before.sum == e.sum && len(e.Body) > 0 && !e.Truncated
}

// fields are those that every record of the event begins with.
func (e event) fields(kind, id string) Fields {
	return Fields{}.with("WARC-Type", kind).
		with("WARC-Record-ID", "<"+id+">").
		with("WARC-Date", stamp(e.Time)).
		with("WARC-Target-URI", target(e.URL)).
		with("WARC-IP-Address", e.IP).
		with("WARC-Warcinfo-ID", "<"+e.info+">")
}

func (e event) response() draft {
	f := e.fields("response", e.id).
		with("WARC-Payload-Digest", labelled(e.sum)).
		with("Content-Type", "application/http;msgtype=response")
	switch { // the reasons of ISO 28500 section 5.13
	case e.Withheld:
		f = f.with("WARC-Truncated", "unspecified")
	case e.Truncated:
		f = f.with("WARC-Truncated", "length")
	}
	return draft{f, [][]byte{e.head(), e.Body}}
}

func (e event) revisit() draft {
	f := e.fields("revisit", e.id)
	if e.notModified() {
		f = f.with("WARC-Profile", ProfileNotModified)
	} else {
		f = f.with("WARC-Profile", ProfileSame).with("WARC-Truncated", "length")
	}
	if e.before != nil {
		f = f.with("WARC-Refers-To", "<"+e.before.id+">").
			with("WARC-Refers-To-Target-URI", target(e.URL)).
			with("WARC-Refers-To-Date", stamp(e.before.time)).
			with("WARC-Payload-Digest", labelled(e.before.sum))
	}
	f = f.with("Content-Type", "application/http;msgtype=response")
	return draft{f, [][]byte{e.head()}}
}

func (e event) request() draft {
	f := e.fields("request", newID()).
		with("WARC-Concurrent-To", "<"+e.id+">").
		with("Content-Type", "application/http;msgtype=request")
	path, header := "/", e.RequestHeader.Clone()
	if u, err := url.Parse(e.URL); err == nil {
		path = u.RequestURI()
		if header.Get("Host") == "" { // Go's client keeps it elsewhere
			header = withHost(header, u.Host)
		}
	}
	line := fmt.Sprintf("%s %s %s\r\n", oneLine(e.Method), target(path), protocol(e.Proto))
	return draft{f, [][]byte{message(line, header)}}
}

func (e event) metadata() draft {
	f := e.fields("metadata", newID()).
		with("WARC-Concurrent-To", "<"+e.id+">").
		with("Content-Type", "application/warc-fields")
	block := append(Fields{}.with("source", e.SourceID), notes(e.Note)...)
	return draft{f, [][]byte{block.bytes()}}
}
