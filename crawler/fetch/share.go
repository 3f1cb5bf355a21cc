package fetch

import "net/url"

// With is a client that shares everything with c but the recorder: the turns
// and gaps of all hosts, and what hosts said in their files. So two who keep
// what they get in different places are one guest.
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
