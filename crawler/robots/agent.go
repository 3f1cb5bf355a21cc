package robots

import "strings"

// anyone is the token of the group for agents that no group names.
const anyone = "*"

// token is the product token that a User-agent value begins with, in lower
// case (RFC 9309 section 2.2.1). Digits are let in because agents in the wild
// have them; anything else ends the token, so that "Bot/2.1" is "bot".
func token(value string) string {
	if value == anyone || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t") {
		return anyone
	}
	end := strings.IndexFunc(value, func(c rune) bool { return !isToken(c) })
	if end < 0 {
		end = len(value)
	}
	return strings.ToLower(value[:end])
}

func isToken(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// tokens are the product tokens by which an agent may be named. A bare token
// stands for itself. A whole User-Agent line names products before a slash or
// after "compatible;"; the "Mozilla" that nearly all of them begin with names
// nobody then. What looks like neither names nothing.
func tokens(agent string) []string {
	agent = strings.TrimSpace(agent)
	if !strings.ContainsAny(agent, "/(") {
		if t := token(agent); t != anyone && len(t) == len(agent) {
			return []string{t}
		}
		return nil
	}
	var found []string
	for _, f := range products(agent) {
		if t := token(f); t != "" && t != anyone && t != "mozilla" {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return []string{token(agent)}
	}
	return found
}

func products(agent string) []string {
	fields := strings.FieldsFunc(agent, func(c rune) bool { return strings.ContainsRune(" \t();,", c) })
	var found []string
	for i, f := range fields {
		name, _, versioned := strings.Cut(f, "/")
		named := versioned || i > 0 && strings.EqualFold(fields[i-1], "compatible")
		if named && !strings.ContainsFunc(name, func(c rune) bool { return !isToken(c) }) {
			found = append(found, name)
		}
	}
	return found
}
