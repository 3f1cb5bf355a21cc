// Package pack writes what a person sends to a platform about a finding or a
// campaign: the text in the form that the platform takes, with addresses, times
// and the digests of the evidence, and keeps track of what came of it.
//
// The program sends nothing. A pack speaks of behaviour only: of what was
// published where and when, never of an opinion and never of who is behind it.
// It holds no author, no title but that of a wiki's article, and no words of a
// text.
package pack

import (
	"errors"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
)

// Platform is whom something is reported to.
type Platform string

// The platforms.
const (
	Wikipedia Platform = "wikipedia"
	YouTube   Platform = "youtube"
	Facebook  Platform = "facebook"
	Maps      Platform = "maps"
)

// Platforms lists every platform.
func Platforms() []Platform { return []Platform{Wikipedia, YouTube, Facebook, Maps} }

// ErrRequest: a pack like this cannot be made; the sentence says why.
var ErrRequest = errors.New("the pack cannot be made")

// Why says why a platform is not offered; empty where one is.
type Why string

// The reasons.
const (
	WhySite      Why = "site"      // it stands on a site of its own: there is no platform to report it to
	WhyWiki      Why = "wiki"      // it stands on a wiki that is not Wikipedia
	WhyBehaviour Why = "behaviour" // nothing that was observed is behaviour
	WhyDismissed Why = "dismissed" // a person dismissed it
)

// behaviours are the detectors that see behaviour, in the order in which a
// pack tells what they saw. What a text claims, and how it is worded, is none.
var behaviours = []qalxan.Detector{
	qalxan.DetectCoordination, qalxan.DetectDuplicate, qalxan.DetectEdit,
	qalxan.DetectLookalike, qalxan.DetectBurst, qalxan.DetectInfrastructure,
}

// Offered is the platform to which a finding can be reported, or why there is
// none.
func Offered(e report.Entry) (Platform, Why) {
	p, why := platformOf(e.Item.URL, e.Source.Kind)
	switch {
	case why != "":
		return "", why
	case e.Finding.Status == qalxan.StatusDismissed:
		return "", WhyDismissed
	case len(observed(e.Finding.Signals)) == 0:
		return "", WhyBehaviour
	}
	return p, ""
}

// observed are the behaviours that signals show, in order, each once.
func observed(signals []qalxan.Signal) (all []qalxan.Detector) {
	for _, d := range behaviours {
		if slices.ContainsFunc(signals, func(s qalxan.Signal) bool { return s.Detector == d }) {
			all = append(all, d)
		}
	}
	return all
}
