package terms

import (
	"net/http"
	"strings"
	"time"
)

// OfHeader are the terms that the headers of an answer give an agent, a product
// token; read is when it came. Several X-Robots-Tag headers add up. A robot's
// name before a colon scopes what follows it on its line; what is for others
// is left alone.
func OfHeader(h http.Header, agent string, read time.Time) Terms {
	var t Terms
	for _, line := range h.Values("X-Robots-Tag") {
		ours := true
		for part := range strings.SplitSeq(line, ",") {
			if name, rest, ok := strings.Cut(part, ":"); ok && isRobot(name) {
				ours, part = isFor(name, agent), rest
			}
			if ours {
				t.obey("X-Robots-Tag", SourceHeader, part, read)
			}
		}
	}
	if reserved(h.Values("Tdm-Reservation")) {
		t = t.And(Terms{Reservation: &Reservation{
			Source: SourceHeader, Rule: "tdm-reservation: 1", Policy: h.Get("Tdm-Policy"), Time: read,
		}})
	}
	return t
}

// reserved reports whether any of the values of tdm-reservation reserves. Where
// statements differ the one that reserves counts: the other may be older.
func reserved(values []string) bool {
	for _, v := range values {
		for one := range strings.SplitSeq(v, ",") {
			if strings.Trim(one, " \t\"") == "1" {
				return true
			}
		}
	}
	return false
}

func isFor(name, agent string) bool {
	name = strings.TrimSpace(name)
	return strings.EqualFold(name, agent) || name == "*" || strings.EqualFold(name, "robots")
}

// isRobot reports whether what stands before a colon names a robot. Some
// directives have a colon of their own, as in max-snippet: 20.
func isRobot(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return name != "" && !strings.ContainsAny(name, " \t") && name != "unavailable_after" && !strings.HasPrefix(name, "max-")
}

// obey takes one directive. noai is no standard, but what it means is plain.
func (t *Terms) obey(key string, from Source, directive string, read time.Time) {
	switch strings.ToLower(strings.TrimSpace(directive)) {
	case "none":
		t.NoIndex, t.NoFollow = true, true
	case "noindex":
		t.NoIndex = true
	case "nofollow":
		t.NoFollow = true
	case "noarchive":
		*t = t.And(Terms{NoArchive: true, NoCopy: &Reservation{Source: from, Rule: key + ": noarchive", Time: read}})
	case "noai":
		*t = t.And(Terms{Reservation: &Reservation{Source: from, Rule: key + ": noai", Time: read}})
	}
}
