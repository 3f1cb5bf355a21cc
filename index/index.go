// Package index says what a search index is. Implementations live below it
// and must pass indextest. An index is derived: it holds nothing that cannot
// be rebuilt from the record.
package index

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// Errors that callers act on.
var (
	// ErrFull: the disk has no room. What was to be written may be missing.
	ErrFull = errors.New("the disk is full")
	// ErrLocked: another process has the index open.
	ErrLocked = errors.New("the index is in use by another process")
	// ErrDamaged: the index cannot be read; it has to be made anew.
	ErrDamaged = errors.New("the index is damaged; run qalxan reindex")
)

// Index answers searches. All methods are safe for concurrent use.
type Index interface {
	// Put adds or replaces documents as one batch; up to 1,000 at a time.
	Put(ctx context.Context, docs []Document) error
	Delete(ctx context.Context, ids []string) error
	Search(ctx context.Context, r Request) (Result, error)
	// Stamps yields the stamp of every document, in order of id.
	Stamps(ctx context.Context) iter.Seq2[Stamp, error]
	Count(ctx context.Context) (int, error)
	Close() error
}

// Document is what is searchable of one version of an item.
type Document struct {
	ID         string
	Latest     bool
	Title      string
	Text       string
	Author     string
	URL        string
	Host       string
	Language   string // chooses the stemmed field
	Source     string
	Narratives []string
	Level      string
	Status     string
	Campaign   string
	When       time.Time
	// Stamp is a digest of all of the above. The doctor compares it.
	Stamp string
}

// Stamp is the id and the stamp of a document.
type Stamp struct{ ID, Stamp string }

// NewDocument makes the document of a searchable item, with its stamp.
func NewDocument(s store.Searchable) Document {
	d := Document{
		ID: s.Item.ID, Latest: s.Latest,
		Title: s.Item.Title, Text: s.Item.Text, Author: s.Item.Author,
		URL: s.Item.URL, Host: host(s.Item.URL),
		Language: s.Item.Language.Code, Source: s.Item.SourceID,
		Narratives: s.Narratives, Level: string(s.Level), Status: string(s.Status),
		Campaign: s.CampaignID, When: s.Item.When().UTC(),
	}
	d.Stamp = d.stamp()
	return d
}

func (d Document) stamp() string {
	h := sha256.New()
	for _, part := range []string{
		d.ID, fmt.Sprint(d.Latest), d.Title, d.Text, d.Author, d.URL, d.Language, d.Source,
		strings.Join(d.Narratives, ","), d.Level, d.Status, d.Campaign, d.When.Format(time.RFC3339Nano),
	} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// Sort is the order of hits.
type Sort string

// The orders.
const (
	SortRelevance Sort = "relevance"
	SortNewest    Sort = "newest"
)

// Request is one search. From plus Size is at most 10,000.
type Request struct {
	Query query.Node
	From  int
	Size  int
	Sort  Sort // empty for relevance
	// Matches asks for the places of the matched words.
	Matches bool
	// Facets asks for the counts of everything that matches.
	Facets bool
}

// Result is one page of hits.
type Result struct {
	Total  int
	Hits   []Hit
	Facets store.Facets
}

// Hit is one document found.
type Hit struct {
	ID      string
	Score   float64
	Matches []Match
}

// Match is the place of a matched word, in bytes of the field's UTF-8.
type Match struct {
	Field    string // "title" or "text"
	From, To int
}
