package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

const (
	// maxLine bounds one line: eight times the longest address that browsers
	// took. The rest of a longer line is dropped, which only makes a rule
	// shorter and so wider.
	maxLine = 8*2083 - 1
	// maxDelay bounds a Crawl-delay, so that it fits a duration.
	maxDelay = 365 * 24 * time.Hour
)

// Parse reads a robots.txt. It never fails: what it does not understand, a
// page of HTML for one, says nothing (RFC 9309 section 2.2). Lines end in LF,
// CR or both; at most MaxSize bytes are read.
func Parse(body []byte) *Rules {
	body = bytes.TrimPrefix(bound(body), []byte("\xef\xbb\xbf"))
	p := parser{rules: &Rules{delays: map[string]time.Duration{}}}
	for number := 1; len(body) > 0; number++ {
		var line []byte
		line, body = cutLine(body)
		p.read(string(line[:min(len(line), maxLine)]), number)
	}
	p.settleDelays()
	return p.rules
}

// bound cuts a body that is too long before the line that the bound falls on.
func bound(body []byte) []byte {
	if len(body) <= MaxSize {
		return body
	}
	body = body[:MaxSize]
	return body[:bytes.LastIndexAny(body, "\r\n")+1]
}

func cutLine(body []byte) (line, rest []byte) {
	i := bytes.IndexAny(body, "\r\n")
	if i < 0 {
		return body, nil
	}
	line, rest = body[:i], body[i+1:]
	if body[i] == '\r' && len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	return line, rest
}

type parser struct {
	rules *Rules
	// ruled says that the last group has a rule, so that the next User-agent
	// line begins another. No other line does that (section 2.2.1).
	ruled     bool
	signalled int // signals taken so far
	delays    []delay
}

// delay is a Crawl-delay of the open group, and how many agents the group named
// before it.
type delay struct {
	named int
	wait  time.Duration
}

func (p *parser) read(line string, number int) {
	key, value, ok := cutRecord(line)
	if !ok {
		return
	}
	value = strings.Clone(value) // what is kept of it must not keep the line
	switch name(key) {
	case "user-agent":
		p.agent(value)
	case "allow":
		p.rule(true, value, number)
	case "disallow":
		p.rule(false, value, number)
	case "crawl-delay":
		p.delay(value)
	case "content-signal":
		p.signal(value, number)
	case "sitemap":
		if value != "" {
			p.rules.sitemaps = append(p.rules.sitemaps, value)
		}
	}
}

// cutRecord parts a line into key and value. A missing colon is forgiven where
// exactly two words stand.
func cutRecord(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	if !ok {
		words := strings.Fields(line)
		if len(words) != 2 {
			return "", "", false
		}
		key, value = words[0], words[1]
	}
	return strings.TrimSpace(key), strings.TrimSpace(value), true
}

// name is the record that a key means. Spellings that are common in the wild
// count, because their authors meant to be heard.
func name(key string) string {
	switch key = strings.ToLower(key); key {
	case "useragent", "user agent":
		return "user-agent"
	case "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
		return "disallow"
	case "crawldelay", "crawl delay":
		return "crawl-delay"
	case "site-map":
		return "sitemap"
	case "content-signals":
		return "content-signal"
	}
	return key
}

func (p *parser) agent(value string) {
	if p.ruled || len(p.rules.groups) == 0 {
		p.settleDelays()
		p.rules.groups = append(p.rules.groups, group{})
		p.ruled = false
	}
	if t := token(value); t != "" {
		g := p.group()
		g.agents = append(g.agents, t)
	}
}

func (p *parser) group() *group { return &p.rules.groups[len(p.rules.groups)-1] }

// rule takes a rule of the open group. Rules before any group are nobody's; an
// empty value matches nothing but ends the group's list of agents.
func (p *parser) rule(allow bool, value string, number int) {
	if len(p.rules.groups) == 0 {
		return
	}
	p.ruled = true
	if value == "" {
		return
	}
	g := p.group()
	g.rules = append(g.rules, rule{allow: allow, pattern: newPattern(value), text: value, line: number})
	if dir, ok := indexOf(value); ok && allow {
		g.rules = append(g.rules, rule{allow: true, pattern: newPattern(dir + "$"), text: value, line: number})
	}
}

// indexOf is the folder whose index page a path is. Who allows the page allows
// the folder's address, which shows the same.
func indexOf(path string) (string, bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 || !strings.HasPrefix(path[i+1:], "index.htm") {
		return "", false
	}
	return path[:i+1], true
}

// delay takes a delay for the agents named so far in the open group.
func (p *parser) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds >= 0) || len(p.rules.groups) == 0 {
		return
	}
	wait := time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
	p.delays = append(p.delays, delay{len(p.group().agents), wait})
}

// settleDelays gives each agent of the open group the longest of the delays that
// came after its name, and no other: in many files a block of one agent holds
// nothing but its delay, and the next block would share it otherwise. It looks
// at each name and delay once, however many there are.
func (p *parser) settleDelays() {
	if len(p.delays) == 0 {
		return
	}
	var longest time.Duration
	agents, left := p.group().agents, p.delays
	for i := len(agents) - 1; i >= 0; i-- {
		for ; len(left) > 0 && left[len(left)-1].named > i; left = left[:len(left)-1] {
			longest = max(longest, left[len(left)-1].wait)
		}
		if len(left) < len(p.delays) {
			p.rules.delays[agents[i]] = max(p.rules.delays[agents[i]], longest)
		}
	}
	p.delays = p.delays[:0]
}
