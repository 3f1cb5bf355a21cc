package alert

import (
	"html"
	"strings"
	"unicode/utf16"
)

// markup is how a kind of room writes texts that are not its own. Foreign text
// goes through one of its functions, always.
type markup struct {
	text   func(string) string
	strong func(string) string
	link   func(label, address string) string
}

func plainText() markup {
	return markup{text: isolated, strong: isolated, link: func(label, address string) string {
		return strings.TrimSpace(isolated(label) + "\n  " + address)
	}}
}

func telegramHTML() markup {
	text := func(s string) string { return html.EscapeString(isolated(s)) }
	return markup{
		text: text, strong: func(s string) string { return "<b>" + text(s) + "</b>" },
		link: func(label, address string) string {
			return `<a href="` + html.EscapeString(address) + `">` + text(label) + "</a>"
		},
	}
}

// slackText is for rooms that read Slack's own markup, and those that read
// Markdown besides. Neither has a way to write every sign as itself, so signs
// that could mark up are written as their wide forms.
func slackText() markup {
	wide := strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "*", "＊", "_", "＿", "~", "～", "`", "｀",
		"[", "［", "]", "］", "(", "（", ")", "）", "!", "！", "#", "＃", "|", "｜", "@", "＠", "\\", "＼",
	)
	text := func(s string) string { return wide.Replace(isolated(s)) }
	return markup{
		text: text, strong: func(s string) string { return "*" + text(s) + "*" },
		link: func(label, address string) string { return "<" + wideless.Replace(address) + "|" + text(label) + ">" },
	}
}

// wideless keeps an address from ending its own link.
var wideless = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", "&", "&amp;")

// subject is what the letter is about, on one line.
func (w words) subject(d Digest) string {
	switch {
	case d.reports():
		return clean(w.line("subject.report", "title", d.Groups[0].Entries[0].Title), maxTitle)
	case d.Test:
		return w.line("subject.test", "rule", d.Rule)
	case d.System && len(d.Groups) > 0 && len(d.Groups[0].Entries) > 0:
		return clean(w.line("subject.system", "title", d.Groups[0].Entries[0].Title, "rule", d.Rule), maxTitle)
	}
	return w.line("subject", "count", w.Say("unit.finding", "count", d.Total), "rule", d.Rule)
}

// footer says by what the letter came.
func (w words) footer(d Digest, id string) string {
	if d.reports() {
		return w.line("footer.report", "name", d.Rule, "id", id)
	}
	return w.line("footer", "rule", d.Rule, "id", id)
}

// about says of an entry how high and why it is told.
func (w words) about(e Entry) string {
	parts := []string{w.texts["news."+string(e.News)]}
	if e.Level != "" {
		parts = append([]string{w.Word("level", string(e.Level))}, parts...)
	}
	if e.Returned {
		parts = append(parts, w.texts["dismissed"])
	}
	return strings.Join(parts, ", ")
}

// heading is what stands above a group.
func (w words) heading(d Digest, g Group) string {
	switch {
	case d.System:
		return w.texts["system"]
	case d.reports():
		return w.texts["report"]
	case g.Campaign == "":
		return w.texts["alone"]
	}
	return w.line("campaign", "title", g.Title)
}

func (w words) entry(e Entry, m markup) string {
	text := "• " + w.about(e) + "\n"
	if e.Link == "" {
		text += m.text(e.Title)
	} else {
		text += m.link(e.Title, e.Link)
	}
	why := e.Reason
	if e.Source != "" {
		why = strings.TrimSpace(e.Source + ": " + why)
	}
	if why != "" {
		text += "\n" + m.text(why)
	}
	return text + "\n\n"
}

// write is the letter as text, of at most limit signs that can be seen, as
// UTF-16 counts them; 0 for no limit. What does not fit is counted.
func (w words) write(d Digest, id string, m markup, limit int) string {
	head := ""
	if d.Test {
		head += w.texts["test"] + "\n\n"
	}
	if d.Loud {
		head += w.texts["loud"] + "\n\n"
	}
	foot := w.footer(d, id)
	if d.Link != "" {
		foot = w.line("desk", "link", d.Link) + "\n" + foot
	}
	used, more := units(head)+units(foot)+units(w.line("more", "count", "0000000"))+2, d.More
	var body strings.Builder
	body.WriteString(head)
	for _, g := range d.Groups {
		above, seen := m.strong(w.heading(d, g))+"\n\n", isolated(w.heading(d, g))+"\n\n"
		for _, e := range g.Entries {
			if size := units(seen + w.entry(e, plainText())); limit == 0 || used+size <= limit {
				body.WriteString(above + w.entry(e, m))
				used, above, seen = used+size, "", ""
			} else {
				more++
			}
		}
	}
	if more > 0 {
		body.WriteString(w.line("more", "count", w.Number(more)) + "\n")
	}
	return body.String() + foot
}

func units(text string) int { return len(utf16.Encode([]rune(text))) }
