package control

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
)

// InProcess carries requests to a handler of this process, without a network.
// Answers stream: the round trip returns when the handler sends its header.
type InProcess struct {
	handler http.Handler
	running sync.WaitGroup
}

var _ http.RoundTripper = (*InProcess)(nil)

// NewInProcess returns a transport to the handler.
func NewInProcess(h http.Handler) *InProcess { return &InProcess{handler: h} }

// Wait returns when no handler runs any more. What they work on may be closed
// after it, and not before: a handler may go on for a while after its asker
// has gone.
func (t *InProcess) Wait() { t.running.Wait() }

// RoundTrip runs the handler in a goroutine that ends when the handler does.
// Closing the body of the answer ends the request's context.
func (t *InProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(r.Context())
	reader, writer := io.Pipe()
	w := &pipeWriter{header: http.Header{}, body: writer, ready: make(chan struct{})}
	request := r.Clone(ctx)
	if request.Body == nil {
		request.Body = http.NoBody
	}
	t.running.Go(func() {
		defer cancel()
		defer request.Body.Close()
		defer func() {
			if fault := recover(); fault != nil && fault != http.ErrAbortHandler {
				panic(fault)
			} else if fault != nil {
				writer.CloseWithError(errBrokenOff)
			}
		}()
		t.handler.ServeHTTP(w, request)
		w.WriteHeader(http.StatusOK)
		writer.Close()
	})
	select {
	case <-w.ready:
	case <-ctx.Done():
		// A handler may have answered in the same moment.
		select {
		case <-w.ready:
		default:
			reader.CloseWithError(context.Cause(ctx))
			return nil, context.Cause(ctx)
		}
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: &pipeBody{reader, cancel}, ContentLength: -1, Request: r,
	}, nil
}

// pipeWriter is the handler's side. Its header is copied when it is sent, so
// that the reader's side never shares a map with the handler.
type pipeWriter struct {
	header http.Header
	body   *io.PipeWriter
	once   sync.Once
	ready  chan struct{}
	sent   http.Header
	status int
}

var _ http.Flusher = (*pipeWriter)(nil)

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.sent, w.status = w.header.Clone(), status
		close(w.ready)
	})
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush sends the header; a pipe holds nothing back.
func (w *pipeWriter) Flush() { w.WriteHeader(http.StatusOK) }

// pipeBody is the reader's side.
type pipeBody struct {
	*io.PipeReader
	cancel context.CancelFunc
}

var (
	errBodyClosed = errors.New("the answer's body was closed")
	errBrokenOff  = errors.New("the answer was broken off")
)

func (b *pipeBody) Close() error {
	b.cancel()
	return b.CloseWithError(errBodyClosed)
}
