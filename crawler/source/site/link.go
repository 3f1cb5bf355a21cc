package site

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

const (
	// maxLinks bounds the links that are followed from one page.
	maxLinks = 1000
	// A path in which the same name comes back, or with so many names, is one
	// that a site makes up without end.
	maxRepeats  = 2
	maxSegments = 16
)

// files are the endings of addresses that are no pages.
var files = []string{
	".7z", ".apk", ".avi", ".bmp", ".css", ".csv", ".doc", ".docx", ".eot", ".epub", ".exe", ".gif", ".gz", ".ico", ".jpeg",
	".jpg", ".js", ".json", ".m3u8", ".m4a", ".mov", ".mp3", ".mp4", ".mpeg", ".ogg", ".pdf", ".png", ".ppt", ".pptx", ".rar",
	".rtf", ".svg", ".tar", ".tgz", ".tif", ".tiff", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".xml", ".zip",
}

// worthwhile reports whether an address may be a page, and not a file or the
// inside of a trap.
func worthwhile(link string) bool {
	u, err := url.Parse(link)
	if err != nil || slices.Contains(files, strings.ToLower(path.Ext(u.Path))) {
		return false
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(segments) > maxSegments {
		return false
	}
	times := map[string]int{}
	for _, s := range segments {
		if times[s]++; times[s] > maxRepeats {
			return false
		}
	}
	return true
}

// aboutComments reports whether a feed is of what readers write.
func aboutComments(link string) bool {
	u, err := url.Parse(link)
	return err != nil || strings.Contains(strings.ToLower(u.Path), "comment")
}
