package rest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// schema is the part of JSON Schema 2020-12 that the document uses.
type schema struct {
	Ref        string `json:"$ref"`
	Type       types
	Format     string
	Enum       []any
	Items      *schema
	Properties map[string]schema
	Required   []string
	// AdditionalProperties is false or the schema of every further value.
	AdditionalProperties json.RawMessage
	Minimum              *float64
}

// types is one type, or a list with null in it.
type types []string

func (t *types) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*t = types{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// validate reports where a value breaks the schema.
func (s schema) validate(t *testing.T, all map[string]schema, at string, value any) {
	t.Helper()
	if s.Ref != "" {
		target, known := all[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		if !known {
			t.Fatalf("%s: %s leads nowhere", at, s.Ref)
		}
		s = target
	}
	if len(s.Type) > 0 && !slices.Contains(s.Type, typeOf(value)) && !(typeOf(value) == "integer" && slices.Contains(s.Type, "number")) {
		t.Errorf("%s is %s, want %v", at, typeOf(value), s.Type)
		return
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, value) {
		t.Errorf("%s is %v, want one of %v", at, value, s.Enum)
	}
	switch v := value.(type) {
	case string:
		if _, err := time.Parse(time.RFC3339Nano, v); s.Format == "date-time" && err != nil {
			t.Errorf("%s is %q, want a time", at, v)
		}
	case float64:
		if s.Minimum != nil && v < *s.Minimum {
			t.Errorf("%s is %v, want %v or more", at, v, *s.Minimum)
		}
	case []any:
		for i, e := range v {
			s.Items.validate(t, all, fmt.Sprintf("%s[%d]", at, i), e)
		}
	case map[string]any:
		s.validateObject(t, all, at, v)
	}
}

func (s schema) validateObject(t *testing.T, all map[string]schema, at string, object map[string]any) {
	t.Helper()
	for _, name := range s.Required {
		if _, there := object[name]; !there {
			t.Errorf("%s lacks %s", at, name)
		}
	}
	for name, value := range object {
		property, known := s.Properties[name]
		if !known {
			if string(s.AdditionalProperties) == "false" {
				t.Errorf("%s has %s, which is not described", at, name)
				continue
			}
			property = schema{}
			_ = json.Unmarshal(s.AdditionalProperties, &property) // nothing is anything
		}
		property.validate(t, all, at+"."+name, value)
	}
}

func typeOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if v == float64(int64(v)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
