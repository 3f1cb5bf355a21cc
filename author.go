package qalxan

import "regexp"

// PseudonymPrefix stands before the digits of a pseudonym.
const PseudonymPrefix = "person-"

var pseudonym = regexp.MustCompile(`^` + PseudonymPrefix + `[0-9a-f]{12}$`)

// IsPseudonym reports whether an author's label is one pseudonym, like
// person-7f3a9c2e41d0. What a page claims in this form is never kept as it
// stands.
func IsPseudonym(label string) bool { return pseudonym.MatchString(label) }
