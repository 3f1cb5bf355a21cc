package api

import (
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// filterOf says a query as a filter of the record, and false where the record
// cannot answer it alone. What it answers needs no index and is exact.
func filterOf(node query.Node) (store.Filter, bool) {
	asked, ok := query.AsFilters(node)
	if !ok {
		return store.Filter{}, false
	}
	f := store.Filter{After: asked.After, Before: asked.Before}
	sets := map[query.Field]*[]string{
		query.FieldLanguage: &f.Languages, query.FieldSource: &f.Sources, query.FieldNarrative: &f.Narratives,
		query.FieldLevel: &f.Levels, query.FieldStatus: &f.Statuses, query.FieldCampaign: &f.Campaigns,
	}
	for field, values := range asked.Values {
		set, known := sets[field]
		if !known {
			return store.Filter{}, false
		}
		*set = values
	}
	return f, true
}
