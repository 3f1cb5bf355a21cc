package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/highlight"
)

// Changed is how one version of an item became the next.
type Changed struct {
	From, To    Version
	Title, Text []highlight.Change
}

// Changes says how every version of an item became the next, first to last.
// Beyond the last ten they are left out.
func (l *Library) Changes(ctx context.Context, identity string) ([]Changed, error) {
	versions, err := l.store.Versions(ctx, identity)
	if err != nil {
		return nil, fmt.Errorf("read the versions of %s: %w", identity, err)
	}
	changes := []Changed{}
	for i := max(1, len(versions)-changesMost); i < len(versions); i++ {
		a, b := versions[i-1], versions[i]
		changes = append(changes, Changed{
			From: versionOf(a), To: versionOf(b),
			Title: highlight.Diff(a.Title, b.Title), Text: highlight.Diff(a.Text, b.Text),
		})
	}
	return changes, nil
}

const changesMost = 10

func versionOf(i qalxan.Item) Version { return Version{i.ID, i.Version, i.Seen} }
