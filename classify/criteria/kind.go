package criteria

import "github.com/qalxan/qalxan"

// kind is what a detector's signals can be taken for. It is not for a file to
// say.
type kind string

const (
	// behaviour is what is done with a text: copying, disguise and the like.
	behaviour kind = "behaviour"
	// circumstance is what is said, how, how much it is said, and what a site
	// runs on. It may stand beside behaviour, but everybody is free to it.
	circumstance kind = "circumstance"
	// stakes is what could come of it. It indicates no manipulation at all.
	stakes kind = "stakes"
)

// kindOf is the kind of a detector's signals, and false for one that is not
// known.
func kindOf(d qalxan.Detector) (kind, bool) {
	switch d {
	case qalxan.DetectDuplicate, qalxan.DetectEdit, qalxan.DetectCoordination, qalxan.DetectLookalike:
		return behaviour, true
	case qalxan.DetectNarrative, qalxan.DetectFactcheck, qalxan.DetectTechnique, qalxan.DetectBurst,
		qalxan.DetectInfrastructure:
		return circumstance, true
	case qalxan.DetectHarm:
		return stakes, true
	}
	return "", false
}
