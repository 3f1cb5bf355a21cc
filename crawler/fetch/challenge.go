package fetch

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
)

// challengeSize is the longest page that can be a test for browsers; the real
// ones have little to show. Pages of news are longer, and may speak of tests.
const challengeSize = 24 << 10

// challengeMarks are found in the tests of the services that many sites use,
// and in nothing else that is short.
var challengeMarks = []string{
	"window._cf_chl_opt", "cf-chl-widget", "cf-browser-verification", "<title>just a moment...</title>",
	"<title>attention required! | cloudflare</title>",
	"incapsula incident id", "_incapsula_resource?swudnsai",
	"<title>ddos-guard</title>", "/.well-known/ddos-guard/js-challenge",
	"captcha-delivery.com/c.js", "geo.captcha-delivery.com",
	"_px-captcha", "px-captcha-wrapper",
	"/_sec/cp_challenge/", "sec-if-cpt-container",
	"/.well-known/sgcaptcha", "awswafcookiedomainlist", "window.gokuprops",
	"checking your browser before accessing", "verify you are human by completing the action below",
	"<title>проверка браузера</title>", "проверяем ваш браузер", "servicepipe.ru/static/checkjs",
}

// challengeOf says what kind of test for browsers an answer is; empty where it
// is none. It leaves the answer readable from its beginning.
func challengeOf(res *http.Response) string {
	if strings.EqualFold(res.Header.Get("Cf-Mitigated"), "challenge") || res.Header.Get("X-Amzn-Waf-Action") != "" {
		return "a test for browsers"
	}
	if !strings.Contains(strings.ToLower(res.Header.Get("Content-Type")), "html") || res.Body == nil || res.ContentLength > challengeSize {
		return ""
	}
	r := bufio.NewReaderSize(res.Body, challengeSize+1)
	head, err := r.Peek(challengeSize + 1)
	res.Body = io.NopCloser(r)
	if err == nil { // it is longer
		return ""
	}
	head = bytes.ToLower(head)
	for _, mark := range challengeMarks {
		if bytes.Contains(head, []byte(mark)) {
			return "a test for browsers"
		}
	}
	return ""
}
