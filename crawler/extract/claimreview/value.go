package claimreview

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// is reports whether the object has a schema.org type.
func (o object) is(kind string) bool {
	for _, v := range several(o["@type"]) {
		s, _ := v.(string)
		if s[strings.LastIndexAny(s, "/#:")+1:] == kind {
			return true
		}
	}
	return false
}

// several is a list, or a value as a list of one.
func several(v any) []any {
	if list, ok := v.([]any); ok {
		return list[:min(len(list), 20)]
	}
	return []any{v}
}

// object is the first object under a property; empty where there is none.
func (o object) object(key string) object {
	for _, v := range several(o[key]) {
		if m, ok := v.(map[string]any); ok {
			return m
		}
	}
	return nil
}

// text is the first text under a property.
func (o object) text(key string) string {
	for _, v := range several(o[key]) {
		switch v := v.(type) {
		case string:
			return v
		case map[string]any:
			if s, ok := v["@value"].(string); ok {
				return s
			}
		}
	}
	return ""
}

// number is a number, or a text that is one; 0 for anything else.
func (o object) number(key string) float64 {
	switch v := o[key].(type) {
	case float64:
		return v
	case string:
		return parseNumber(v)
	}
	return 0
}

func parseNumber(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// layouts are how dates are written (ISO 8601), the longest first.
var layouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly}

// day reads a date; zero where it is none, or cannot be that of a review.
func day(s string) time.Time {
	for _, layout := range layouts {
		t, err := time.Parse(layout, strings.TrimSpace(s))
		if err == nil && t.Year() >= 1990 && t.Year() < 2100 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// hostOf is the host of an http or https address.
func hostOf(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxURL || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	return strings.ToLower(u.Hostname()), true
}
