package frontier

import (
	"slices"
	"strings"
)

// tracking are the parameters that tell where a visitor came from.
var tracking = []string{
	"fbclid", "gclid", "yclid", "dclid", "msclkid", "_openstat", "mc_cid", "mc_eid", "igshid",
}

// sessions are the parameters that tell one visitor from another.
var sessions = []string{"phpsessid", "jsessionid", "sid"}

// follows reports whether a query parameter follows a visitor.
func follows(name, value string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "utm_") || slices.Contains(tracking, name) || isSession(name, value)
}

// isSession reports whether a parameter is a session. Old news systems number
// their stories with sid, so that a short one stays.
func isSession(name, value string) bool {
	if name == "sid" {
		return len(value) >= 16
	}
	return slices.Contains(sessions, name)
}

// withoutSession removes session parameters from a segment of a path, as in
// /news;jsessionid=1A2B.
func withoutSession(segment string) string {
	parts := strings.Split(segment, ";")
	kept := parts[:1]
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		if !isSession(strings.ToLower(name), value) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ";")
}
