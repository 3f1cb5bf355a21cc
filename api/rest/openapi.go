package rest

import (
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
)

// describe writes the OpenAPI document. The library never answers null for a
// list; that huma says it may is set right here, for its own switch holds for
// the whole process.
func describe(o *huma.OpenAPI) ([]byte, error) {
	for _, schema := range o.Components.Schemas.Map() {
		listsAreNotNull(schema)
	}
	document, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return document, nil
}

func listsAreNotNull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	listsAreNotNull(s.Items)
	if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
		listsAreNotNull(values)
	}
	for _, property := range s.Properties {
		listsAreNotNull(property)
	}
}
