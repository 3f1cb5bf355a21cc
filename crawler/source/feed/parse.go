package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/qalxan/qalxan/crawler/frontier"
)

const (
	// MaxEntries is how many entries of one feed are read, first to last.
	MaxEntries = 1000
	// maxNesting bounds how deep elements may stand in one another. The parser
	// calls itself for each level.
	maxNesting = 200
)

// ErrFeed: the answer is no feed, or one that cannot be read. The error says
// which, in words for people.
var ErrFeed = errors.New("not a feed that can be read")

// Feed is a feed as it was read.
type Feed struct {
	Title   string
	Entries []Entry
	// Pause is how long the feed asks to be left alone between visits; zero
	// where it does not say.
	Pause time.Duration
}

// Entry is one entry of a feed.
type Entry struct {
	ID     string // what the feed calls it; may be empty
	URL    string // absolute; empty where the entry has no address
	Title  string // plain text
	Author string
	HTML   string // the longest text that the feed has of it
	// Published and Updated are zero where absent or unreadable.
	Published, Updated time.Time
}

// Parse reads an RSS, Atom or JSON feed in UTF-8. Relative addresses are
// resolved against the feed's own. An error is ErrFeed.
func Parse(body []byte, address string) (f Feed, err error) {
	defer func() {
		if recover() != nil { // the parser is not ours
			f, err = Feed{}, fmt.Errorf("%w: the parser could not make sense of it", ErrFeed)
		}
	}()
	base, err := url.Parse(address)
	if err != nil {
		return Feed{}, fmt.Errorf("%w: %w", ErrFeed, err)
	}
	body = tidy(body)
	if err := checkNesting(body); err != nil {
		return Feed{}, err
	}
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true // for the ttl
	parsed, err := parser.Parse(bytes.NewReader(body))
	if err != nil {
		return Feed{}, fmt.Errorf("%w: %w", ErrFeed, explain(body, err))
	}
	f.Title, f.Pause = plain(parsed.Title), pause(parsed)
	for _, item := range parsed.Items[:min(len(parsed.Items), MaxEntries)] {
		f.Entries = append(f.Entries, entry(item, base))
	}
	return f, nil
}

// tidy drops the XML declaration, whose encoding is no longer true, and bytes
// that XML cannot hold.
func tidy(body []byte) []byte {
	body = bytes.TrimLeft(bytes.ToValidUTF8(body, []byte("\ufffd")), "\ufeff \t\r\n")
	if bytes.HasPrefix(body, []byte("<?xml")) {
		if _, rest, ok := bytes.Cut(body, []byte("?>")); ok {
			body = rest
		}
	}
	return bytes.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, body)
}

// checkNesting reads the elements as the parser will, but without calling
// itself.
func checkNesting(body []byte) error {
	in := xml.NewDecoder(bytes.NewReader(body))
	in.Strict = false
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for depth := 0; ; {
		token, err := in.Token()
		if err != nil {
			return nil // the parser stops there as well, and says why
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxNesting {
			return fmt.Errorf("%w: its elements are nested more than %d deep", ErrFeed, maxNesting)
		}
	}
}

// explain says what is wrong in words for people.
func explain(body []byte, err error) error {
	start := strings.ToLower(string(body[:min(len(body), 512)]))
	switch {
	case len(body) == 0:
		return errors.New("it is empty")
	case strings.Contains(start, "<!doctype html") || strings.Contains(start, "<html"):
		return errors.New("it is a web page")
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		return errors.New("it is neither RSS nor Atom nor a JSON feed")
	case strings.Contains(err.Error(), "unexpected EOF"):
		return errors.New("it breaks off before its end")
	}
	return err
}

func entry(item *gofeed.Item, base *url.URL) Entry {
	e := Entry{ID: strings.TrimSpace(item.GUID), URL: resolve(base, item.Link), Title: plain(item.Title)}
	if e.URL == "" && isWeb(e.ID) {
		e.URL = resolve(base, e.ID) // a guid is an address unless it says otherwise
	}
	if e.HTML = item.Content; len(e.HTML) < len(item.Description) {
		e.HTML = item.Description
	}
	for _, person := range item.Authors {
		if person != nil && person.Name != "" {
			e.Author = plain(person.Name)
			break
		}
	}
	if item.PublishedParsed != nil {
		e.Published = item.PublishedParsed.UTC()
	}
	if item.UpdatedParsed != nil {
		e.Updated = item.UpdatedParsed.UTC()
	}
	return e
}

func isWeb(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// resolve returns the one spelling of an address in the feed, or nothing.
func resolve(base *url.URL, ref string) string {
	if ref = strings.TrimSpace(ref); ref == "" {
		return ""
	}
	u, err := base.Parse(ref)
	if err != nil {
		return ""
	}
	address, err := frontier.Normalize(u.String())
	if err != nil {
		return ""
	}
	return address
}
