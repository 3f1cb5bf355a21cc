package newsroom

import "time"

// Canonical is the page's own address.
func (f frame) Canonical() string { return f.Site.URL(f.Path) }

// Teaser is the beginning of the text.
func (s story) Teaser() string {
	if len(s.Paragraphs) == 0 {
		return ""
	}
	return s.Paragraphs[0]
}

// stamp is a time for machines.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// shown is a time for readers.
func shown(t time.Time) string { return t.UTC().Format("02.01.2006, 15:04") }

// PublishedStamp is the date of publication for machines.
func (s story) PublishedStamp() string { return stamp(s.Published) }

// ModifiedStamp is the date of change for machines; empty where the page
// claims none.
func (s story) ModifiedStamp() string {
	if s.Modified.IsZero() {
		return ""
	}
	return stamp(s.Modified)
}

// PublishedShown is the date of publication for readers.
func (s story) PublishedShown() string { return shown(s.Published) }

// ModifiedShown is the date of change for readers; empty where the page
// claims none.
func (s story) ModifiedShown() string {
	if s.Modified.IsZero() {
		return ""
	}
	return shown(s.Modified)
}

// LinkedData is the article as schema.org sees it.
func (f frame) LinkedData() map[string]any {
	data := f.article()
	data["@context"] = "https://schema.org"
	return data
}

// LinkedGraph is the same inside a graph with the site.
func (f frame) LinkedGraph() map[string]any {
	site := map[string]any{"@type": "WebSite", "@id": f.Site.URL("/#site"), "name": f.Site.Outlet}
	return map[string]any{"@context": "https://schema.org", "@graph": []any{site, f.article()}}
}

func (f frame) article() map[string]any {
	data := map[string]any{
		"@type":            "NewsArticle",
		"headline":         f.Title,
		"datePublished":    f.Story.PublishedStamp(),
		"dateModified":     stamp(f.Story.changed()),
		"inLanguage":       f.Site.Language,
		"mainEntityOfPage": f.Canonical(),
		"publisher":        map[string]any{"@type": "Organization", "name": f.Site.Outlet},
	}
	if f.Story.Author != "" {
		data["author"] = map[string]any{"@type": "Person", "name": f.Story.Author}
	}
	return data
}
