package store

import (
	"context"

	"github.com/qalxan/qalxan"
)

// Standings reads what stands where in review.
type Standings interface {
	// Standing lists the findings of a level and a status, with their signals
	// and decisions, up to limit, the first created first.
	Standing(ctx context.Context, w Whose, level qalxan.Level, status qalxan.Status, limit int) ([]qalxan.Finding, error)
	// Unseconded lists the critical findings that need a second person
	// (qalxan.Finding.NeedsSecond), with their signals and decisions, up to
	// limit, the first created first.
	Unseconded(ctx context.Context, w Whose, limit int) ([]qalxan.Finding, error)
	// Unreviewed counts the findings that are new by level, the highest first.
	Unreviewed(ctx context.Context, w Whose) ([]Count, error)
}

// Whose is the person whose work is asked for (qalxan.Finding.Assignee); empty
// for that of all, and what nobody was named for.
type Whose string
