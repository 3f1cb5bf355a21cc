package fakeweb

import (
	"fmt"
	"net/http"
	"time"
)

// raw writes bytes to the connection as they are, and closes it.
func raw(w http.ResponseWriter, answer []byte) {
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 has no bytes of one answer
	}
	defer conn.Close()
	out.Write(answer)
	out.Flush()
}

// Raw is an answer of bytes as they stand on the wire.
func Raw(format string, values ...any) Answer {
	return Answer{Fault: FaultRaw, Body: fmt.Appendf(nil, format, values...)}
}

// pour sends a body over and over, so many bytes at a time, until the client
// has enough.
func pour(w http.ResponseWriter, r *http.Request, body []byte, portion int, pause time.Duration) {
	out := http.NewResponseController(w)
	for at := 0; ; at = (at + portion) % len(body) {
		if _, err := w.Write(body[at:min(at+portion, len(body))]); err != nil || out.Flush() != nil {
			panic(http.ErrAbortHandler)
		}
		select {
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		case <-time.After(pause):
		}
	}
}
