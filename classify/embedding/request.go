package embedding

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of an answer.
const (
	maxDimensions = 8192
	maxVector     = maxDimensions * 32 // bytes of JSON
	attempts      = 3
)

// question and answer are the bodies of the protocol.
type (
	question struct {
		Model          string   `json:"model"`
		Input          []string `json:"input"`
		EncodingFormat string   `json:"encoding_format"`
	}
	answer struct {
		Data []struct {
			Index     *int      `json:"index"`
			Embedding []float64 `json:"embedding"`
		} `json:"data"`
	}
)

// refusal is an answer with an error status.
type refusal struct {
	status int
	after  time.Duration // that the server asks to wait
}

func (r refusal) Error() string { return fmt.Sprintf("the server answered %d", r.status) }

// passing reports whether a failure may be over in a moment.
func passing(err error) bool {
	var r refusal
	if errors.As(err, &r) {
		return r.status == http.StatusTooManyRequests || r.status >= 500
	}
	return !errors.Is(err, errAnswer)
}

// ofText reports whether the server refused the texts and not the asking, as
// some do with texts that are too long. Nobody's text may silence the server
// for others.
func ofText(err error) bool {
	var r refusal
	return errors.As(err, &r) && slices.Contains([]int{
		http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity,
	}, r.status)
}

// errAnswer says that an answer came and is of no use.
var errAnswer = errors.New("the answer is of no use")

// request asks until there is an answer, three times at most.
func (c *Client) request(ctx context.Context, batch []asked) ([][]float32, error) {
	q := question{Model: c.options.Model, EncodingFormat: "float"}
	for _, one := range batch {
		q.Input = append(q.Input, strings.ToValidUTF8(one.text, "\uFFFD"))
	}
	body, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("writing the question: %w", err)
	}
	pause := c.options.Pause
	for attempt := 1; ; attempt++ {
		vectors, err := c.ask(ctx, body, len(batch))
		if err == nil || attempt == attempts || !passing(err) {
			return vectors, err
		}
		var r refusal
		errors.As(err, &r)
		if wait(ctx, max(pause, r.after)) != nil {
			return nil, err
		}
		pause *= 2
	}
}

// wait returns early where the time does not suffice.
func wait(ctx context.Context, pause time.Duration) error {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < pause {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask sends one request.
func (c *Client) ask(ctx context.Context, body []byte, count int) ([][]float32, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if c.options.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.options.Key)
	}
	response, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("asking the server: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		return nil, refusal{response.StatusCode, time.Duration(min(max(0, seconds), 3600)) * time.Second}
	}
	limit := int64(count)*maxVector + 64<<10
	data, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: it is longer than %d bytes", errAnswer, limit)
	}
	return c.read(data, count)
}

// read checks an answer: one vector for each text, all of the same width.
func (c *Client) read(data []byte, count int) ([][]float32, error) {
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, fmt.Errorf("%w: %w", errAnswer, err)
	}
	if len(a.Data) != count {
		return nil, fmt.Errorf("%w: %d vectors for %d texts", errAnswer, len(a.Data), count)
	}
	vectors := make([][]float32, count)
	for i, one := range a.Data {
		at := i
		if one.Index != nil {
			at = *one.Index
		}
		if at < 0 || at >= count || vectors[at] != nil {
			return nil, fmt.Errorf("%w: index %d is wrong", errAnswer, at)
		}
		v, err := unit(one.Embedding)
		if err != nil {
			return nil, err
		}
		if err := c.fits(v); err != nil {
			return nil, err
		}
		vectors[at] = v
	}
	return vectors, nil
}

// fits checks the width of a vector; the first decides for all.
func (c *Client) fits(v []float32) error {
	if len(v) == 0 || len(v) > maxDimensions {
		return fmt.Errorf("%w: a vector of %d dimensions", errAnswer, len(v))
	}
	c.width.CompareAndSwap(0, int64(len(v)))
	if width := c.width.Load(); width != int64(len(v)) {
		return fmt.Errorf("%w: a vector of %d dimensions, where others have %d", errAnswer, len(v), width)
	}
	return nil
}

// unit makes a vector of length one.
func unit(v []float64) ([]float32, error) {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	length := math.Sqrt(sum)
	if length == 0 || math.IsNaN(length) || math.IsInf(length, 0) {
		return nil, fmt.Errorf("%w: a vector without a direction", errAnswer)
	}
	short := make([]float32, len(v))
	for i, x := range v {
		short[i] = float32(x / length)
	}
	return short, nil
}
