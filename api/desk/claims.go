package desk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report/say"
)

// claimsAge is how long the narratives that were read last are good enough to
// be said: a page says many, and they seldom change.
const claimsAge = 10 * time.Second

// claims are what the watched narratives claim, as the record has it. It is
// safe for concurrent use.
type claims struct {
	library *api.Library
	log     *slog.Logger

	mu   sync.Mutex
	all  say.Watched
	read time.Time
}

var _ say.Claims = (*claims)(nil)

// Claim implements [say.Claims]. Where the record cannot be read, ids are said.
func (c *claims) Claim(id, language string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); c.read.IsZero() || now.Sub(c.read) > claimsAge {
		c.read = now
		all, err := c.library.Claims(context.Background())
		if err != nil {
			c.log.Error("the narratives cannot be read", slog.Any("error", err))
		} else {
			c.all = all
		}
	}
	return c.all.Claim(id, language)
}
