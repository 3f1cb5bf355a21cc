package fakeweb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Route says what is answered at a moment of the web's clock.
type Route func(now time.Time, r *http.Request) Answer

// Answer is one HTTP answer. A status of 0 means 200.
type Answer struct {
	Status int
	Type   string // Content-Type, exactly as sent; empty for none
	Body   []byte
	// Modified is Last-Modified; zero for none.
	Modified time.Time
	// Header is sent beside what follows from the other fields.
	Header http.Header
	Fault  Fault
}

// Fault is a way of failing that is not an HTTP status.
type Fault string

// The faults.
const (
	FaultReset    Fault = "reset"    // the connection ends without an answer
	FaultTruncate Fault = "truncate" // it ends in the middle of the body
	FaultHang     Fault = "hang"     // nothing comes until the client gives up
	FaultDrip     Fault = "drip"     // the body comes a byte at a time, ten a second, without end
	FaultEndless  Fault = "endless"  // the body comes again and again, without end
	FaultRaw      Fault = "raw"      // the body is the whole answer, from the status line on, whatever it is
)

// Text is a page of that content type.
func Text(contentType, body string) Answer {
	return Answer{Type: contentType, Body: []byte(body)}
}

// Gone is a page that was deleted.
func Gone() Answer { return Answer{Status: http.StatusGone} }

// Redirect points elsewhere, with a status of 301 to 308.
func Redirect(status int, location string) Answer {
	return Answer{Status: status, Header: http.Header{"Location": {location}}}
}

// Fail breaks off the way the fault says.
func Fail(f Fault) Answer { return Answer{Fault: f, Body: bytes.Repeat([]byte("half "), 400)} }

// Always is the route that never changes.
func Always(a Answer) Route {
	return func(time.Time, *http.Request) Answer { return a }
}

// respond sends an answer. A whole page gets a strong ETag and answers
// conditional requests (RFC 9110, section 13).
func respond(w http.ResponseWriter, r *http.Request, a Answer) {
	switch a.Fault {
	case FaultHang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case FaultReset:
		panic(http.ErrAbortHandler)
	case FaultRaw:
		raw(w, a.Body)
		return
	}
	header := w.Header()
	for name, values := range a.Header {
		header[name] = values
	}
	switch {
	case a.Type != "":
		header.Set("Content-Type", a.Type)
	case header.Get("Content-Type") == "":
		header["Content-Type"] = nil // net/http would guess one
	}
	switch {
	case a.Fault == FaultTruncate:
		truncate(w, a.Body)
	case a.Fault == FaultDrip:
		pour(w, r, a.Body, 1, time.Second/10)
	case a.Fault == FaultEndless:
		pour(w, r, a.Body, len(a.Body), 0)
	case a.Status == 0 || a.Status == http.StatusOK:
		serve(w, r, a)
	default:
		w.WriteHeader(a.Status)
		w.Write(a.Body)
	}
}

func serve(w http.ResponseWriter, r *http.Request, a Answer) {
	header := w.Header()
	header.Set("Vary", "Accept-Encoding")
	body, tag := a.Body, digest(a.Body)
	if header.Get("Content-Encoding") == "" && acceptsGzip(r.Header.Get("Accept-Encoding")) && len(body) > 0 {
		// A strong validator belongs to one encoding (RFC 9110, section 8.8.3.3).
		body, tag = compress(body), tag+"-gzip"
		header.Set("Content-Encoding", "gzip")
	}
	if header.Get("Etag") == "" {
		header.Set("Etag", `"`+tag+`"`)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	http.ServeContent(w, r, "", a.Modified, bytes.NewReader(body))
}

func truncate(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body[:len(body)/2])
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// compress keeps no window, which would cost 800 KB a page.
func compress(body []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.StatelessCompression) // a level that exists
	z.Write(body)                                              // a buffer takes everything
	z.Close()
	return b.Bytes()
}

// acceptsGzip reads Accept-Encoding (RFC 9110, section 12.5.3), without *.
func acceptsGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
		return err != nil || q > 0
	}
	return false
}
