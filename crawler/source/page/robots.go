package page

import (
	"net/http"
	"strings"

	"github.com/qalxan/qalxan/crawler/extract"
)

// obey adds what the X-Robots-Tag headers forbid to what the page does. A line
// may begin with the name of the robot that it is for; those for others are
// left alone.
func obey(a *extract.Article, h http.Header) {
	for _, line := range h.Values("X-Robots-Tag") {
		if name, rules, ok := strings.Cut(line, ":"); ok && isRobot(name) {
			if !strings.EqualFold(strings.TrimSpace(name), "qalxan") {
				continue
			}
			line = rules
		}
		for rule := range strings.SplitSeq(line, ",") {
			forbid(a, strings.ToLower(strings.TrimSpace(rule)))
		}
	}
}

// isRobot reports whether what stands before a colon names a robot. Some rules
// have a colon of their own, as in max-snippet: 20.
func isRobot(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return !strings.ContainsAny(name, ", ") && name != "unavailable_after" && !strings.HasPrefix(name, "max-")
}

func forbid(a *extract.Article, rule string) {
	switch rule {
	case "none":
		a.NoIndex, a.NoFollow = true, true
	case "noindex":
		a.NoIndex = true
	case "nofollow":
		a.NoFollow = true
	case "noarchive":
		a.NoArchive = true
	}
}
