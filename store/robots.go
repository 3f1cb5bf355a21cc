package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// RobotsAge is how long an answer about robots is kept.
const RobotsAge = 30 * 24 * time.Hour

// Robots keeps the files by which hosts say how they want to be treated, so
// that a restart asks nobody again.
type Robots interface {
	// LoadRobots returns the answer that was saved last for an authority and a
	// path; found is false where there is none, which is no error.
	LoadRobots(ctx context.Context, authority, path string) (a robots.Answer, found bool, err error)
	// SaveRobots adds or replaces the answer of its authority and path, and
	// drops answers that were fetched more than RobotsAge before it.
	SaveRobots(ctx context.Context, a robots.Answer) error
}
