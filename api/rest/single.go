package rest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// one asks for one thing.
type one struct {
	ID          string `path:"id" minLength:"1" maxLength:"128"`
	IfNoneMatch string `header:"If-None-Match" doc:"Entity tags that the caller holds; where one is current the answer is 304."`
}

// single is one thing with its entity tag.
type single[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// getter answers one with what get finds.
func getter[T any](s *service, get func(context.Context, string) (T, error)) func(context.Context, *one) (*single[T], error) {
	return func(ctx context.Context, in *one) (*single[T], error) {
		value, err := get(ctx, in.ID)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		tag, err := tagOf(value)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		if matches(in.IfNoneMatch, tag) {
			return nil, huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"Etag": {tag}})
		}
		return &single[T]{ETag: tag, Body: value}, nil
	}
}

// tagOf is a strong entity tag: a digest of the answer.
func tagOf(value any) (string, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("make an entity tag: %w", err)
	}
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`, nil
}

// matches compares weakly, as If-None-Match asks (RFC 9110, 13.1.2).
func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
			return true
		}
	}
	return false
}
