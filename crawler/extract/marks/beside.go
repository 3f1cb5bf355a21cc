package marks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// FromHeader reads the marks of an answer's header.
func FromHeader(h http.Header) []Mark {
	var l list
	for _, name := range []string{"Server", "X-Powered-By", "X-Generator"} {
		if v := h.Get(name); v != "" {
			l.add(Server, strings.ToLower(name+" "+v))
		}
	}
	return l.marks
}

// FromCertificate reads the registered names on a certificate (its DNS names)
// that are not the site's own. More than 20 are those of a company that holds
// many strangers' sites, and tell nothing.
func FromCertificate(host string, names []string) []Mark {
	const most = 20
	var l list
	own := frontier.SiteOf(host)
	for _, n := range names {
		if site := frontier.SiteOf(strings.TrimPrefix(n, "*.")); site != own && strings.Contains(site, ".") {
			l.add(Certificate, site)
		}
	}
	if len(l.marks) == 0 || len(l.marks) > most {
		return nil
	}
	l.add(Certificate, own)
	return l.marks
}

// FromFavicon is the mark of an icon as it came. Icons of fewer than 100 bytes
// are empty pictures.
func FromFavicon(body []byte) []Mark {
	const fewest = 100
	if len(body) < fewest {
		return nil
	}
	sum := sha256.Sum256(body)
	return []Mark{{Favicon, hex.EncodeToString(sum[:])}}
}
