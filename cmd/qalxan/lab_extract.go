package main

import (
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch/charset"
)

type labExtractCmd struct {
	Paths []string `arg:"" optional:"" name:"path" help:"HTML files (.html, .htm, .gz) and folders of them; one page on standard input without."`
	URL   string   `help:"The page's address, for its relative links."`
}

// Help is shown by --help.
func (labExtractCmd) Help() string {
	return "Writes {file,url,title,text,author,published,modified,language,canonical,site}, a line each. A file that is no page is an error; in a folder it is told and passed over.\nExample:\n  qalxan lab extract pages/ > articles.jsonl"
}

// noAddress stands in for the address of a page that has none; the name can
// never exist (RFC 2606 section 2).
const noAddress = "https://page.invalid/page"

// errNoPage: a file holds pictures, an archive or the like.
var errNoPage = errors.New("this is no page")

// extracted is one line of output.
type extracted struct {
	File      string    `json:"file"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Author    string    `json:"author"`
	Published time.Time `json:"published,omitzero"`
	Modified  time.Time `json:"modified,omitzero"`
	Language  string    `json:"language"`
	Canonical string    `json:"canonical"`
	Site      string    `json:"site"`
}

// Run extracts pages.
func (c labExtractCmd) Run(a *app) error {
	extractor := extract.New(extract.Options{})
	encode, flush := a.lineWriter()
	page := func(name string, r io.Reader) error {
		line, err := c.extract(extractor, name, r)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return encode(line)
	}
	if len(c.Paths) == 0 {
		if err := page("-", a.in); err != nil {
			return err
		}
		return flush()
	}
	for _, root := range c.Paths {
		if err := walkPages(root, a.passing(root, page)); err != nil {
			return err
		}
	}
	return flush()
}

// passing goes on where a file of a folder is no page, and says so. What was
// named itself has to be one.
func (a *app) passing(root string, page func(string, io.Reader) error) func(string, io.Reader) error {
	return func(name string, r io.Reader) error {
		err := page(name, r)
		if name == root || !errors.Is(err, errNoPage) {
			return err
		}
		fmt.Fprintln(a.err, "qalxan:", plain(err.Error()))
		return nil
	}
}

func walkPages(root string, page func(string, io.Reader) error) error {
	return filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return usageError{err}
		}
		if err != nil || d.IsDir() || !isPage(name) && name != root {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return page(name, f)
	})
}

func isPage(name string) bool {
	name = strings.TrimSuffix(name, ".gz")
	return strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm")
}

func (c labExtractCmd) extract(x *extract.Extractor, name string, r io.Reader) (extracted, error) {
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(r)
		if err != nil {
			return extracted{}, err
		}
		r = z
	}
	body, err := io.ReadAll(io.LimitReader(r, qalxan.DefaultMaxBody))
	if err != nil {
		return extracted{}, err
	}
	if media := http.DetectContentType(body); !strings.HasPrefix(media, "text/") {
		return extracted{}, fmt.Errorf("%w: it holds %s and not text; give HTML", errNoPage, media)
	}
	body, _ = charset.UTF8(body, "text/html")
	article, err := x.Extract(body, cmp.Or(c.URL, noAddress))
	if err != nil {
		return extracted{}, err
	}
	item := qalxan.Item{Dates: article.Dates}
	return extracted{
		File: name, URL: c.URL, Title: article.Title, Text: article.Text, Author: article.Author,
		Published: item.Published(), Modified: item.Modified(),
		Language: article.Language, Canonical: article.Canonical, Site: article.Site,
	}, nil
}
