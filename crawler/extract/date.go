package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDates bounds the dates that are kept of one kind.
const maxDates = 6

// Names of meta elements that carry a date, most trusted first.
var (
	publishedNames = []string{
		"article:published_time", "og:article:published_time", "og:published_time", "article:published",
		"datepublished", "date_published", "published_time", "publishdate", "publish-date", "publish_date",
		"published-date", "pubdate", "publication_date", "publicationdate", "article.published",
		"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "mediator_published_time",
		"rnews:datepublished", "bt:pubdate", "citation_publication_date", "article_date_original",
		"analyticsattributes.articledate", "dc.date.issued", "dcterms.issued", "dc.date.created",
		"dcterms.created", "dc.date", "dcterms.date", "datecreated", "date",
	}
	modifiedNames = []string{
		"article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time",
		"article:modified", "datemodified", "date_modified", "modified_time", "modificationdate", "lastmod",
		"last-modified", "parsely-mod-date", "dc.date.modified", "dcterms.modified", "updated_time",
	}
)

// calendar collects dates in order of trust.
type calendar struct {
	latest time.Time // a claim of a later day is dropped
	dates  []qalxan.Date
}

// oldest is the first year that a page of the web can have been published in.
const oldest = 1990

// dates are all dates that the page claims: published before modified, each
// in order of trust.
func (p *page) dates(now time.Time) []qalxan.Date {
	c := calendar{latest: now.AddDate(0, 0, 2)}
	for _, key := range []string{"datePublished", "dateCreated"} {
		c.add(qalxan.DatePublished, p.story.text(key), "json-ld "+key)
	}
	c.add(qalxan.DateModified, p.story.text("dateModified"), "json-ld dateModified")
	for _, name := range publishedNames {
		c.add(qalxan.DatePublished, p.meta(name), "meta "+name)
	}
	for _, name := range modifiedNames {
		c.add(qalxan.DateModified, p.meta(name), "meta "+name)
	}
	p.markup(&c)
	c.add(qalxan.DatePublished, pathDate(p.url.Path), "url path")
	c.add(qalxan.DatePublished, p.dateline(), "date line")
	c.add(qalxan.DatePublished, p.opened(), "first words")
	slices.SortStableFunc(c.dates, func(a, b qalxan.Date) int { return strings.Compare(string(b.Kind), string(a.Kind)) })
	return c.dates
}

func (c *calendar) add(kind qalxan.DateKind, raw, origin string) {
	t, ok := parseDate(raw)
	if !ok || t.Year() < oldest || t.After(c.latest) {
		return
	}
	count := 0
	for _, d := range c.dates {
		if d.Kind != kind {
			continue
		}
		if count++; d.Time.Equal(t) || count >= maxDates {
			return
		}
	}
	c.dates = append(c.dates, qalxan.Date{Kind: kind, Time: t, Origin: origin})
}

// markup reads dates that are marked up in the page: microdata, then time
// elements of the story.
func (p *page) markup(c *calendar) {
	for n := range p.doc.Descendants() {
		switch attr(n, "itemprop") {
		case "datePublished":
			c.add(qalxan.DatePublished, dateOf(n), "microdata datePublished")
		case "dateModified":
			c.add(qalxan.DateModified, dateOf(n), "microdata dateModified")
		}
	}
	scope := p.scope()
	if scope == nil {
		return
	}
	for n := range scope.Descendants() {
		if isTimeOfStory(n) {
			c.add(timeKind(n), attr(n, "datetime"), "time element")
			return
		}
	}
}

// isTimeOfStory reports whether n is a time element that can date the story.
func isTimeOfStory(n *html.Node) bool {
	return is(n, atom.Time) && attr(n, "datetime") != "" && attr(n, "itemprop") == "" && inside(n, atom.Aside, atom.Footer, atom.Nav, atom.Li) == nil
}

// scope is where the story's own time elements stand: the article around the
// headline, the only article, or a page without articles; nil for a list.
func (p *page) scope() *html.Node {
	if p.h1 != nil {
		if a := inside(p.h1, atom.Article); a != nil {
			return a
		}
	}
	var articles []*html.Node
	times := 0
	for n := range p.doc.Descendants() {
		if is(n, atom.Article) {
			articles = append(articles, n)
		} else if is(n, atom.Time) {
			times++
		}
	}
	const maxTimes = 3 // more of them date other stories
	switch {
	case len(articles) == 1:
		return articles[0]
	case times <= maxTimes:
		return p.doc
	}
	return nil
}

func timeKind(n *html.Node) qalxan.DateKind {
	for m := n; m != nil && m != n.Parent.Parent; m = m.Parent {
		class := strings.ToLower(attr(m, "class"))
		if strings.Contains(class, "modified") || strings.Contains(class, "updated") && !strings.Contains(class, "published") {
			return qalxan.DateModified
		}
	}
	return qalxan.DatePublished
}

func dateOf(n *html.Node) string {
	for _, key := range []string{"content", "datetime", "title"} {
		if v := attr(n, key); v != "" {
			return v
		}
	}
	return textOf(n)
}

var (
	numbers = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?`)
	dayPath = regexp.MustCompile(`/((?:19|20)\d\d|13[7-9]\d|14[0-4]\d)([-/]?)(0[1-9]|1[0-2])([-/]?)(0[1-9]|[12]\d|3[01])(?:[-/_.]|$)`)
	epoch   = regexp.MustCompile(`^1\d{9}(?:\d{3})?$`)
	// daylight is what browsers add to the zone of a date, as in (Central
	// European Time).
	daylight = regexp.MustCompile(`\s*\([^)]*\)$`)
)

// layouts are the spellings of dates that do not begin with the year.
var layouts = []string{
	time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, "Mon, 2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan 2 2006 15:04:05 MST-0700", "Mon Jan 2 15:04:05 MST 2006",
	"January 2, 2006 15:04", "January 2, 2006", "Jan 2, 2006 15:04", "Jan 2, 2006", "2 January 2006",
	"2 Jan 2006", "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006, 15:04", "02.01.2006", "20060102",
	"20060102T150405Z", "20060102T150405-0700",
}

// parseDate reads the spellings of dates that pages use for machines, and those
// in words that some put there. A date without a zone is taken as UTC; one that can be read in two ways (03/02/2026)
// is not read.
func parseDate(raw string) (time.Time, bool) {
	raw = daylight.ReplaceAllString(strings.TrimSpace(clip(raw, 80)), "")
	if m := numbers.FindStringSubmatch(foldings.Replace(raw)); m != nil {
		return fromNumbers(m)
	}
	if epoch.MatchString(raw) {
		seconds, err := strconv.ParseInt(raw[:10], 10, 64)
		return time.Unix(seconds, 0).UTC(), err == nil
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, raw); err == nil {
			return t.UTC(), true
		}
	}
	day, ok := dayInWords(raw)
	if m := clock.FindStringSubmatch(fold(raw)); ok && m != nil {
		day = day.Add(time.Duration(number(m[1]))*time.Hour + time.Duration(number(m[2]))*time.Minute)
	}
	return day, ok
}

// fromNumbers builds the time of a match of numbers.
func fromNumbers(m []string) (time.Time, bool) {
	n := make([]int, 7)
	for i := 1; i < 7; i++ {
		n[i], _ = strconv.Atoi(m[i])
	}
	day, ok := makeDay(n[1], n[2], n[3])
	if !ok || n[4] > 24 || n[5] > 59 || n[6] > 60 {
		return time.Time{}, false
	}
	t := day.Add(time.Duration(n[4])*time.Hour + time.Duration(n[5])*time.Minute + time.Duration(n[6])*time.Second)
	return t.Add(-offset(m[7])), true
}

// offset is the distance of a zone such as +04:00 from UTC.
func offset(zone string) time.Duration {
	digits := strings.Replace(zone, ":", "", 1)
	if len(digits) < 3 || (digits[0] != '+' && digits[0] != '-') {
		return 0
	}
	hours, _ := strconv.Atoi(digits[1:3])
	minutes, _ := strconv.Atoi(digits[3:])
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if digits[0] == '-' {
		return -d
	}
	return d
}

// pathDate is the day in an address such as /2026/03/02/story.
func pathDate(path string) string {
	m := dayPath.FindStringSubmatch(path)
	if m == nil || m[2] != m[4] {
		return ""
	}
	return m[1] + "-" + m[3] + "-" + m[5]
}
