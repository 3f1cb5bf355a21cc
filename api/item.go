package api

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Brief is an item without its text.
type Brief struct {
	ID         string    `json:"id"`
	Version    int       `json:"version"`
	SourceID   string    `json:"source"`
	SourceName string    `json:"source_name"`
	Title      string    `json:"title"`
	URL        string    `json:"url"`
	Language   string    `json:"language"` // ISO 639-1, or und
	When       time.Time `json:"when"`     // Item.When
	// Withheld says why the item has no text; absent where nothing was withheld.
	Withheld *qalxan.Reason `json:"withheld,omitempty"`
}

// briefs returns a maker of briefs that reads the name of a source only once.
func (l *Library) briefs() func(context.Context, qalxan.Item) (Brief, error) {
	names := make(map[string]string)
	return func(ctx context.Context, i qalxan.Item) (Brief, error) {
		if _, known := names[i.SourceID]; !known {
			source, err := optional(l.store.Source(ctx, i.SourceID))
			if err != nil {
				return Brief{}, fmt.Errorf("read the source of item %s: %w", i.ID, err)
			}
			names[i.SourceID] = i.SourceID
			if source != nil {
				names[i.SourceID] = cmp.Or(source.Name, i.SourceID)
			}
		}
		return Brief{
			ID: i.ID, Version: i.Version, SourceID: i.SourceID, SourceName: names[i.SourceID],
			Title: i.Title, URL: i.URL, Language: i.Language.Code, When: i.When(), Withheld: withheld(i),
		}, nil
	}
}

// withheld is why an item has no text; nil where nothing was withheld.
func withheld(i qalxan.Item) *qalxan.Reason {
	if i.Withheld == nil {
		return nil
	}
	r := i.Withheld.Reason()
	return &r
}

// ItemView is an item with everything that is known of it.
type ItemView struct {
	Item     qalxan.Item      `json:"item"`
	Source   *qalxan.Source   `json:"source,omitempty"`
	Versions []Version        `json:"versions"` // first to last
	Captures []qalxan.Capture `json:"captures"` // of all versions, in their order
	Signals  []qalxan.Signal  `json:"signals"`  // of all versions, oldest first
	Finding  *qalxan.Finding  `json:"finding,omitempty"`
}

// Version is one version in the chain of an identity.
type Version struct {
	ID      string    `json:"id"`
	Version int       `json:"version"`
	Seen    time.Time `json:"seen"`
}

// Item returns one version of an item, by its id.
func (l *Library) Item(ctx context.Context, id string) (ItemView, error) {
	item, err := l.item(ctx, id)
	if err != nil {
		return ItemView{}, err
	}
	view := ItemView{Item: item}
	versions, err := l.store.Versions(ctx, item.Identity)
	if err != nil {
		return ItemView{}, fmt.Errorf("read the versions of item %s: %w", id, err)
	}
	for _, v := range versions {
		view.Versions = append(view.Versions, Version{v.ID, v.Version, v.Seen})
	}
	if view.Captures, err = l.captures(ctx, versions...); err != nil {
		return ItemView{}, err
	}
	if view.Signals, err = l.store.Signals(ctx, item.Identity); err != nil {
		return ItemView{}, fmt.Errorf("read the signals of item %s: %w", id, err)
	}
	if view.Finding, err = optional(l.store.FindingOf(ctx, item.Identity)); err != nil {
		return ItemView{}, fmt.Errorf("read the finding about item %s: %w", id, err)
	}
	if view.Source, err = optional(l.store.Source(ctx, item.SourceID)); err != nil {
		return ItemView{}, fmt.Errorf("read the source of item %s: %w", id, err)
	}
	view.Versions, view.Signals = filled(view.Versions), filled(view.Signals)
	return view, nil
}

func (l *Library) item(ctx context.Context, id string) (qalxan.Item, error) {
	item, err := l.store.Item(ctx, id)
	if err != nil {
		return item, fmt.Errorf("item %s: %w", id, err)
	}
	item.Dates = filled(item.Dates)
	return item, nil
}

// captures lists the captures of items, each once, leaving out what retention
// removed.
func (l *Library) captures(ctx context.Context, items ...qalxan.Item) ([]qalxan.Capture, error) {
	captures, seen := []qalxan.Capture{}, make(map[string]bool)
	for _, i := range items {
		if i.CaptureID == "" || seen[i.CaptureID] {
			continue
		}
		seen[i.CaptureID] = true
		c, err := optional(l.store.Capture(ctx, i.CaptureID))
		if err != nil {
			return nil, fmt.Errorf("read the capture of item %s: %w", i.ID, err)
		}
		if c != nil {
			captures = append(captures, *c)
		}
	}
	return captures, nil
}

// Items lists the latest versions that the filter lets through, newest first.
func (l *Library) Items(ctx context.Context, f store.Filter, p store.Page) (ItemList, error) {
	items, next, err := l.store.Items(ctx, f, p)
	if err != nil {
		return ItemList{}, fmt.Errorf("list items: %w", err)
	}
	list, brief := ItemList{Items: []Brief{}, Next: next}, l.briefs()
	for _, i := range items {
		b, err := brief(ctx, i)
		if err != nil {
			return ItemList{}, err
		}
		list.Items = append(list.Items, b)
	}
	return list, nil
}

// ItemList is one page of items.
type ItemList struct {
	Items []Brief `json:"items"`
	Next  string  `json:"next,omitempty"` // cursor of the next page
}
