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
// between its tags or in them.
func (n *needles) stands(m *evidence.Message) bool {
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
	return len(n.find(text)) > 0 || len(n.find(tag.ReplaceAllString(text, " "))) > 0 || len(n.find(tag.ReplaceAllString(text, ""))) > 0
}

// eraseLoose erases captures without items of sources, or says how many it
// would be: pages that were looked at again and brought nothing new, front
// pages, feeds.
func (s *Service) eraseLoose(ctx context.Context, id string, n *needles, sources map[string]bool, yes bool) (int, error) {
	count := 0
	for c, err := range s.record.Loose(ctx, slices.Sorted(maps.Keys(sources))) {
		if err != nil {
			return count, err
		}
		done, err := s.eraseNamed(ctx, id, n, c, yes)
		if err != nil {
			return count, err
		}
		count += done
	}
	return count, nil
}

func (s *Service) eraseNamed(ctx context.Context, id string, n *needles, c qalxan.Capture, yes bool) (int, error) {
	m, err := s.evidence.Answer(c)
	if err != nil || m == nil || !n.stands(m) {
		return 0, err
	}
	if !yes {
		return 1, nil
	}
	return s.evidence.Erase(ctx, id, []qalxan.Capture{c})
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
		if _, err := s.eraseNamed(ctx, n.request, n, c, true); err != nil {
			return err
		}
	}
	return nil
}
