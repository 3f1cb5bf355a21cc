package qalxan

import "time"

// Translation is what a machine made of the words of an item in another
// language. It is a help for readers and never evidence.
type Translation struct {
	// Digest is the ItemHash of the title and text that were translated.
	Digest string `json:"digest"`
	// Source and Target are ISO 639 codes; Source is "auto" where the language
	// was not known.
	Source string `json:"source"`
	Target string `json:"target"`
	// Server is the host that translated, and Time when it did.
	Server string    `json:"server"`
	Time   time.Time `json:"time"`
	Title  string    `json:"title,omitempty"`
	// Parts are the paragraphs, in order.
	Parts []TranslatedPart `json:"parts"`
	// Rest says that the text is longer than what was translated.
	Rest bool `json:"rest,omitempty"`
}

// TranslatedPart is a passage of the text, in code points from From to before
// To, in the other language.
type TranslatedPart struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

// Of is the passage in the text that was translated; nothing where the text has
// no such place.
func (p TranslatedPart) Of(text []rune) string {
	if p.From < 0 || p.To < p.From || p.To > len(text) {
		return ""
	}
	return string(text[p.From:p.To])
}
