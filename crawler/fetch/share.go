package fetch

import "net/url"

// With is a client that shares everything with c but the recorder: the turns
// and gaps of all hosts, what hosts said in their files, connections. So two
// who keep what they get in different places are one guest. Closing either
// ends the idle connections of both.
func (c *Client) With(evidence Recorder) *Client {
	shared := *c
	shared.evidence = evidence
	return &shared
}

// Authority is scheme, host and port of an address, spelled as robots.Answer
// does; empty for what is no web address.
func Authority(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil || !isWeb(u) {
		return ""
	}
	return authority(u)
}
