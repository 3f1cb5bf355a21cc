package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// Summary is a campaign in the order of the ABCDE framework: what the record
// knows of its actors, behaviour, content, degree and effect, and what people
// wrote in its place.
type Summary struct {
	Campaign   string          `json:"campaign"`
	Actors     []Actor         `json:"actors"`
	Behaviours []store.Count   `json:"behaviours"` // detectors that saw behaviour, with how many publications
	Techniques []string        `json:"techniques"` // DISARM ids
	Claims     []NarrativeView `json:"claims"`
	Stakes     []qalxan.Reason `json:"stakes"`
	Critical   int             `json:"critical"` // publications
	Reached    Reached         `json:"reached"`
	Parts      []SummaryPart   `json:"parts"` // all, in order
}

// Actor is who published, never who is behind it.
type Actor struct {
	Source       qalxan.Source `json:"source"`
	Publications int           `json:"publications"`
	First        bool          `json:"first,omitempty"`
}

// Reached is how far a campaign went.
type Reached struct {
	Publications int `json:"publications"`
	Sources      int `json:"sources"`
	Languages    int `json:"languages"`
	Breakout     int `json:"breakout"`
}

// SummaryPart is what people wrote for a part.
type SummaryPart struct {
	Part qalxan.BriefPart `json:"part"`
	// Facts is the digest of what the record knows now.
	Facts string `json:"facts"`
	// Text is what is in force; nil where the part fills itself.
	Text *qalxan.BriefText `json:"text,omitempty"`
	// Changed says that the record knows other things than when it was written.
	Changed bool `json:"changed,omitempty"`
	// Versions are what was written last, oldest first.
	Versions []store.Kept `json:"versions"`
}

// Seen is the number of the last version; 0 for none.
func (p SummaryPart) Seen() int { return latest(p.Versions) }

// Part is the part of a brief; false where there is none of that name.
func (b Summary) Part(name qalxan.BriefPart) (SummaryPart, bool) {
	for _, p := range b.Parts {
		if p.Part == name {
			return p, true
		}
	}
	return SummaryPart{}, false
}

// Summary fills the brief of a campaign and reads what people wrote for it.
func (l *Library) Summary(ctx context.Context, view CampaignView) (Summary, error) {
	claims, err := l.claimsOf(ctx, view.Campaign)
	if err != nil {
		return Summary{}, err
	}
	b := fill(view, claims)
	for _, part := range qalxan.BriefParts() {
		p, err := l.summaryPart(ctx, view.Campaign.ID, part, b.facts(part))
		if err != nil {
			return b, err
		}
		b.Parts = append(b.Parts, p)
	}
	return b, nil
}

func (l *Library) summaryPart(ctx context.Context, campaign string, part qalxan.BriefPart, facts string) (SummaryPart, error) {
	p := SummaryPart{Part: part, Facts: facts}
	versions, err := l.store.KeptVersions(ctx, store.KeptBrief, campaign+"/"+string(part))
	if err != nil {
		return p, fmt.Errorf("read the brief of campaign %s: %w", campaign, err)
	}
	p.Versions = filled(versions)
	if len(versions) == 0 || versions[len(versions)-1].Ended {
		return p, nil
	}
	p.Text, err = briefText(versions[len(versions)-1])
	p.Changed = err == nil && p.Text.Facts != "" && p.Text.Facts != facts
	return p, err
}

func briefText(k store.Kept) (*qalxan.BriefText, error) {
	var t qalxan.BriefText
	if err := json.Unmarshal(k.Doc, &t); err != nil {
		return nil, fmt.Errorf("read the text of %s: %w", k.Subject, err)
	}
	return &t, nil
}

// written are the texts that people wrote for campaigns, by campaign, the parts
// in order.
func (l *Library) written(ctx context.Context) (map[string][]qalxan.BriefText, error) {
	last, err := l.store.KeptLast(ctx, store.KeptBrief)
	if err != nil {
		return nil, fmt.Errorf("read the briefs: %w", err)
	}
	all := map[string][]qalxan.BriefText{}
	for _, k := range last {
		if k.Ended {
			continue
		}
		text, err := briefText(k)
		if err != nil {
			return nil, err
		}
		campaign, _, _ := strings.Cut(k.Subject, "/")
		all[campaign] = append(all[campaign], *text)
	}
	for _, texts := range all {
		slices.SortFunc(texts, func(a, b qalxan.BriefText) int {
			return slices.Index(qalxan.BriefParts(), a.Part) - slices.Index(qalxan.BriefParts(), b.Part)
		})
	}
	return all, nil
}

// claimsOf are the narratives that a campaign spreads.
func (l *Library) claimsOf(ctx context.Context, c qalxan.Campaign) ([]NarrativeView, error) {
	if len(c.Narratives) == 0 {
		return []NarrativeView{}, nil
	}
	var spread query.Or
	for _, id := range c.Narratives {
		spread.Parts = append(spread.Parts, query.Term{Field: query.FieldNarrative, Value: id})
	}
	list, err := l.narratives(ctx, spread)
	return slices.DeleteFunc(filled(list.Narratives), func(n NarrativeView) bool { return !slices.Contains(c.Narratives, n.Narrative.ID) }), err
}

func fill(view CampaignView, claims []NarrativeView) Summary {
	shown := view.digest.shown
	b := Summary{
		Campaign: view.Campaign.ID, Actors: []Actor{}, Behaviours: []store.Count{}, Techniques: filled(shown.Techniques), Claims: claims,
		Stakes: filled(shown.Stakes), Critical: shown.Critical,
		Reached: Reached{view.Size, len(view.Sources), len(view.Languages), view.Campaign.Breakout.Category},
	}
	for _, c := range view.Sources {
		source := view.sources[c.Value]
		source.ID = c.Value
		b.Actors = append(b.Actors, Actor{source, c.Count, c.Value == view.digest.beginner})
	}
	for _, d := range shown.Detectors {
		if name := qalxan.Detector(d.Value); name != qalxan.DetectNarrative && name != qalxan.DetectHarm {
			b.Behaviours = append(b.Behaviours, d)
		}
	}
	slices.SortFunc(b.Behaviours, func(x, y store.Count) int { return cmp.Or(y.Count-x.Count, cmp.Compare(x.Value, y.Value)) })
	return b
}

// facts is the digest of what a part is filled from.
func (b Summary) facts(part qalxan.BriefPart) string {
	var of []any
	switch part {
	case qalxan.BriefActors:
		for _, a := range b.Actors {
			of = append(of, a.Source.ID, a.Publications, a.First)
		}
	case qalxan.BriefBehaviour:
		of = []any{b.Behaviours, b.Techniques}
	case qalxan.BriefContent:
		for _, c := range b.Claims {
			of = append(of, c.Narrative.ID, c.Narrative.Claim)
		}
	case qalxan.BriefDegree:
		of = []any{b.Reached}
	case qalxan.BriefEffect:
		of = []any{b.Stakes, b.Critical}
	}
	text, _ := json.Marshal(of) // plain values
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
