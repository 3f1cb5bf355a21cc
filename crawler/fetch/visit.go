package fetch

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/robots"
)

// visit is what the layers have to know of the request that they work on, and
// what they have to say of it. It travels with the context through every hop;
// hops follow one another, so one goroutine at a time has it.
type visit struct {
	sourceID string
	evidence Recorder // that keeps what comes of it
	policy   qalxan.Policy
	verbatim bool   // text keeps its encoding
	isAside  bool   // it is one of the files that say how a host wants to be treated
	text     bool   // words of the answer are to be kept
	api      string // address without query that robots.txt is not asked about

	// Of the hop under way:
	gap       time.Duration     // to the request before, at least
	note      map[string]string // for the evidence
	truncated bool
	broken    bool     // it could not be unpacked to its end, and not because we cut it
	peer      string   // address that answered
	names     []string // on its certificate
	// reservation is what the host said before the page was asked for, and
	// terms are all that was said with the answer.
	reservation *terms.Reservation
	terms       terms.Terms

	captures []qalxan.Capture // of all hops so far
}

func newVisit(r Request, evidence Recorder) *visit {
	policy := r.Policy.WithDefaults()
	v := &visit{sourceID: r.SourceID, evidence: evidence, policy: policy, text: r.Text, gap: policy.Delay}
	if r.API {
		v.api, _, _ = strings.Cut(r.URL, "?")
	}
	return v
}

// isAPI reports whether the address is the interface that was asked for.
func (v *visit) isAPI(u *url.URL) bool {
	return v.api != "" && v.api == (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// aside is the visit to robots.txt, or another such file, on behalf of v. Its
// captures are no hops of v. One byte more than is parsed tells a file that is
// longer.
func (v *visit) aside(path string) *visit {
	policy := v.policy
	policy.MaxBody = robots.MaxSize + 1
	return &visit{
		sourceID: v.sourceID,
		evidence: v.evidence,
		policy:   policy,
		verbatim: true,
		isAside:  true,
		gap:      max(policy.Delay, v.gap),
		note:     map[string]string{"robots": strings.TrimPrefix(path, "/") + " itself"},
	}
}

type visitKey struct{}

func withVisit(ctx context.Context, v *visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// visitOf returns the visit that Get or the robots guard put into the context.
func visitOf(ctx context.Context) *visit {
	return ctx.Value(visitKey{}).(*visit)
}
