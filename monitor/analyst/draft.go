package analyst

import (
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor/detect"
	"github.com/qalxan/qalxan/monitor/privacy"
)

// draft is an item that was not yet judged, without what may not be kept of
// persons.
type draft struct {
	detect.Draft
	screened privacy.Screened
}

// screen leaves of a draft what may be kept of persons.
func (a *Analyst) screen(d *draft) {
	d.screened = a.privacy.Screen(d.Source, &d.Item)
	d.Item.Hash = qalxan.ItemHash(d.Item.Title, d.Item.Text)
	a.blankReviews(d)
}

// renew screens a draft again where somebody was erased since it was read, and
// reports whether that was so.
func (a *Analyst) renew(d *draft) (again bool) {
	if d.screened, again = a.privacy.Renew(d.Source, &d.Item, d.screened); !again {
		return false
	}
	d.Item.Hash = qalxan.ItemHash(d.Item.Title, d.Item.Text)
	d.Reading = nil
	a.blankReviews(d)
	return true
}

func (a *Analyst) blankReviews(d *draft) {
	for i := range d.Reviews {
		d.Reviews[i].Claim = a.privacy.Blank(d.Reviews[i].Claim)
	}
}
