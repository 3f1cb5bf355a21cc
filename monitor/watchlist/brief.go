package watchlist

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// BriefChange writes a part of a campaign's brief.
type BriefChange struct {
	Author
	Campaign string           `json:"campaign"`
	Text     qalxan.BriefText `json:"text"`
	// Filled lets the part fill itself again; the text then needs its part alone.
	Filled bool `json:"filled,omitempty"`
}

// BriefSubject is under what a part of a brief is kept.
func BriefSubject(campaign string, part qalxan.BriefPart) string {
	return campaign + "/" + string(part)
}

// maxID bounds the id of a campaign, in bytes.
const maxID = 64

// SaveBrief keeps what was written for a part of a brief. An error is ErrUnfit,
// or store.ErrConflict where somebody wrote meanwhile.
func (l *List) SaveBrief(ctx context.Context, c BriefChange) (store.Kept, error) {
	if err := errors.Join(c.validate(), c.fit()); err != nil {
		return store.Kept{}, unfit(err)
	}
	c.Text.By, c.Text.Time = strings.TrimSpace(c.By), l.now().UTC()
	return l.keep(ctx, store.KeptBrief, BriefSubject(c.Campaign, c.Text.Part), c.Author, c.Filled, c.Text)
}

func (c BriefChange) fit() error {
	if c.Campaign == "" || len(c.Campaign) > maxID || strings.ContainsRune(c.Campaign, '/') {
		return fmt.Errorf("%.100q is no campaign", c.Campaign)
	}
	if c.Filled && len(c.Text.Texts) == 0 {
		return c.Text.Part.Validate()
	}
	return c.Text.Validate()
}
