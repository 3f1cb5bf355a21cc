package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"

	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor"
)

// session is a conversation with whatever holds the data folder: a server that
// runs already, or this process. A command does not see the difference.
type session struct {
	client *http.Client
	close  func() error
}

// begin begins a session over the configured data folder, which is made where
// there is none: for commands that people start with.
func (a *app) begin() (*session, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	return a.openWith(c, monitor.Options{})
}

// open begins a session over the configured data folder. One that is not there
// is a slip in its name, and is left so.
func (a *app) open() (*session, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no data folder at %s: crawl or serve first, or name another folder with --data", c.Data)
	}
	return a.openWith(c, monitor.Options{})
}

// openRecord begins a session that only reads: a folder that holds nothing yet
// is a slip in its name too.
func (a *app) openRecord() (*session, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.Data); err == nil && !monitor.Recorded(c.Data) {
		return nil, fmt.Errorf("the data folder %s holds no record yet: crawl something first, or name another folder with --data", c.Data)
	}
	return a.open()
}

func (a *app) openWith(c configs.Config, o monitor.Options) (*session, error) {
	if transport, ok := control.Dial(c.Data); ok {
		return &session{client: &http.Client{Transport: transport}, close: func() error {
			transport.CloseIdleConnections()
			return nil
		}}, nil
	}
	h, err := a.hold(c, o)
	if err != nil {
		return nil, err
	}
	transport := control.NewInProcess(h.handler)
	return &session{client: &http.Client{Transport: transport}, close: func() error {
		transport.Wait()
		return h.Close()
	}}, nil
}

// get asks for a JSON answer.
func (s *session) get(ctx context.Context, path string, into any) error {
	return s.call(ctx, http.MethodGet, path, nil, into)
}

func (s *session) call(ctx context.Context, method, path string, body, into any) error {
	answer, err := s.stream(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer answer.Close()
	if raw, ok := into.(*json.RawMessage); ok {
		*raw, err = io.ReadAll(answer)
		return err
	}
	if err := json.NewDecoder(answer).Decode(into); err != nil {
		return fmt.Errorf("reading the answer to %s: %w", path, err)
	}
	return nil
}

// stream asks and returns the body of a good answer, to be read as it comes.
func (s *session) stream(ctx context.Context, method, path string, body any) (io.ReadCloser, error) {
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, reader)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return nil, unwrapURL(err)
	}
	if answer.StatusCode >= http.StatusBadRequest {
		defer answer.Body.Close()
		return nil, problem(answer)
	}
	return answer.Body, nil
}

// absentError says that there is no such thing.
type absentError struct{ error }

// named says of what is not there where its name can be looked up.
func named(err error, what, name, see string) error {
	if errors.As(err, new(absentError)) {
		return fmt.Errorf("there is no %s %q; see: qalxan %s", what, name, see)
	}
	return err
}

// getIfThere is get that leaves into as it is where there is no such thing.
func (s *session) getIfThere(ctx context.Context, path string, into any) error {
	err := s.get(ctx, path, into)
	if errors.As(err, new(absentError)) {
		return nil
	}
	return err
}

// unwrapURL drops the address that net/http puts before an error: inside one
// machine it says nothing.
func unwrapURL(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// problem reads an RFC 9457 answer into an error. What the caller asked wrong
// is a usage error.
func problem(answer *http.Response) error {
	var p struct{ Title, Detail string }
	_ = json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&p)
	text := p.Detail
	if text == "" {
		text = p.Title
	}
	if text == "" {
		text = answer.Status
	}
	switch answer.StatusCode {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return usageError{errors.New(text)}
	case http.StatusNotFound:
		return absentError{errors.New(text)}
	}
	return errors.New(text)
}
