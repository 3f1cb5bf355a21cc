package frontier

import (
	"strings"
	"time"
)

// Place is where a task stands among those of its source that are due: lower
// places are worked off first. Within a place, shallow comes before deep.
type Place int

// The places.
const (
	PlaceNews  Place = iota // feeds, and sitemaps for news
	PlaceMap                // other sitemaps
	PlaceAPI                // calls of an interface
	PlaceStart              // where a source starts
	PlaceHint               // pages that were announced as fresh
	PlacePage               // other pages
	PlaceLate               // pages like those that brought nothing
)

// fresh is how old a page may be by its hint to be taken before others.
const fresh = 30 * 24 * time.Hour

// Place is the task's place at a time.
func (t Task) Place(now time.Time) Place {
	switch {
	case t.Role == RoleFeed, t.Role == RoleSitemap && strings.Contains(strings.ToLower(t.URL), "news"):
		return PlaceNews
	case t.Role == RoleSitemap:
		return PlaceMap
	case t.Role == RoleAPI:
		return PlaceAPI
	case t.Late:
		return PlaceLate
	case t.Depth == 0:
		return PlaceStart
	case t.Hint.Origin != "" && now.Sub(t.Hint.Published) < fresh:
		return PlaceHint
	}
	return PlacePage
}
