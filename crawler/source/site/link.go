package site

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// maxLinks bounds the links that are followed from one page.
const maxLinks = 1000

// files are the endings of addresses that are no pages.
var files = []string{
	".7z", ".apk", ".avi", ".bmp", ".css", ".csv", ".doc", ".docx", ".eot", ".epub", ".exe", ".gif", ".gz", ".ico", ".jpeg",
	".jpg", ".js", ".json", ".m3u8", ".m4a", ".mov", ".mp3", ".mp4", ".mpeg", ".ogg", ".pdf", ".png", ".ppt", ".pptx", ".rar",
	".rtf", ".svg", ".tar", ".tgz", ".tif", ".tiff", ".ttf", ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".xml", ".zip",
}

// worthwhile reports whether an address may be a page, and not a file.
func worthwhile(link string) bool {
	u, err := url.Parse(link)
	return err == nil && !slices.Contains(files, strings.ToLower(path.Ext(u.Path)))
}

// aboutComments reports whether a feed is of what readers write.
func aboutComments(link string) bool {
	u, err := url.Parse(link)
	return err != nil || strings.Contains(strings.ToLower(u.Path), "comment")
}
