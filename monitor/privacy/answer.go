package privacy

import (
	"bytes"
	"context"
	"html"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/fetch/inflate"
)

// maxAnswer bounds what is looked through of one answer, in bytes.
const maxAnswer = 32 << 20

var (
	tag    = regexp.MustCompile(`<[^<>]*>`)
	escape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}`)
)

// stands reports whether a name stands in an answer of the web as it came,
// between its tags or in them, and the request that erased it.
func (n *needles) stands(m *evidence.Message) (request string, yes bool) {
	body := inflate.Body(m.Body, strings.Join(m.Header.Values("Content-Encoding"), ","), maxAnswer).Body
	if utf, err := charset.NewReader(bytes.NewReader(body), m.Header.Get("Content-Type")); err == nil {
		if all, err := io.ReadAll(io.LimitReader(utf, maxAnswer)); err == nil {
			body = all
		}
	}
	text := escape.ReplaceAllStringFunc(html.UnescapeString(string(body)), func(e string) string {
		r, _ := strconv.ParseUint(e[2:], 16, 16)
		return string(rune(r))
	})
	// A tag within a name parts nothing, one between two words does.
	for _, form := range []string{text, tag.ReplaceAllString(text, " "), tag.ReplaceAllString(text, "")} {
		if found := n.find(form); len(found) > 0 {
			return found[0].request, true
		}
	}
	return "", false
}

// eraseLoose erases captures without items of sources, or says how many it
// would be: pages that were looked at again and brought nothing new, front
// pages, feeds.
func (s *Service) eraseLoose(ctx context.Context, n *needles, sources map[string]bool, yes bool) (int, error) {
	count := 0
	for c, err := range s.record.Loose(ctx, slices.Sorted(maps.Keys(sources))) {
		if err != nil {
			return count, err
		}
		done, err := s.eraseNamed(ctx, n, c, yes)
		if err != nil {
			return count, err
		}
		count += done
	}
	return count, nil
}

func (s *Service) eraseNamed(ctx context.Context, n *needles, c qalxan.Capture, yes bool) (int, error) {
	m, err := s.evidence.Answer(c)
	if err != nil || m == nil {
		return 0, err
	}
	switch request, named := n.stands(m); {
	case !named:
		return 0, nil
	case !yes:
		return 1, nil
	default:
		return s.evidence.Erase(ctx, request, []qalxan.Capture{c})
	}
}

// eraseStrays erases what was captured of those who were erased and was not yet
// in the record when the process was killed.
func (s *Service) eraseStrays(ctx context.Context) error {
	n := s.needles.Load()
	if len(n.firsts) == 0 {
		return nil
	}
	strays, err := s.evidence.Strays(ctx, func(id string) (bool, error) { return s.record.HasCapture(ctx, id) })
	if err != nil {
		return err
	}
	for _, c := range strays {
		if _, err := s.eraseNamed(ctx, n, c, true); err != nil {
			return err
		}
	}
	return nil
}
