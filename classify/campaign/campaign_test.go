package campaign

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

func day(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }

func member(name string, when time.Time, narratives ...string) Member {
	return Member{FindingID: "f-" + name, Identity: name, Title: "Title of " + name, When: when, Narratives: narratives}
}

var claims = map[string]string{"wells": "The wells were poisoned."}

func TestPlace(t *testing.T) {
	copied := member("b", day(3))
	copied.Tied = []string{"a"}
	inOld, inYoung := member("a", day(1), "wells"), member("c", day(2), "dam")
	inOld.CampaignID, inYoung.CampaignID = "c-old", "c-young"
	splitOff := member("c", day(2), "wells")
	splitOff.CampaignID = "c-young"
	old := qalxan.Campaign{ID: "c-old", Title: "Old", Narratives: []string{"wells"}, First: day(1), Last: day(1)}
	young := qalxan.Campaign{ID: "c-young", Title: "Young", Narratives: []string{"dam"}, First: day(2), Last: day(9)}
	for _, test := range []struct {
		name   string
		member Member
		known  Known
		want   *Placement
	}{
		{"alone", member("b", day(3), "wells"), Known{}, nil},
		{"unrelated", member("b", day(3), "wells"), Known{Others: []Member{member("a", day(1), "dam")}}, nil},
		{"itself", member("b", day(3), "wells"), Known{Others: []Member{member("b", day(3), "wells")}}, nil},
		{"a narrative too long ago", member("b", day(30).AddDate(0, 1, 0), "wells"), Known{Others: []Member{member("a", day(1), "wells")}}, nil},
		{"a copy", copied, Known{Others: []Member{member("a", day(1))}}, &Placement{
			Campaign: qalxan.Campaign{ID: qalxan.CampaignID("a"), Title: "Title of a", First: day(1), Last: day(3)},
			Joined:   []string{"f-a", "f-b"},
		}},
		{"a narrative", member("b", day(3), "wells"), Known{Others: []Member{member("a", day(4), "wells", "dam")}}, &Placement{
			Campaign: qalxan.Campaign{ID: qalxan.CampaignID("b"), Title: "The wells were poisoned.", Narratives: []string{"wells", "dam"}, First: day(3), Last: day(4)},
			Joined:   []string{"f-b", "f-a"},
		}},
		{"an earlier member joins: the id stays", member("b", day(1).AddDate(0, 0, -2), "wells"), Known{Others: []Member{inOld}, Campaigns: []qalxan.Campaign{old}}, &Placement{
			Campaign: qalxan.Campaign{ID: "c-old", Title: "The wells were poisoned.", Narratives: []string{"wells"}, First: day(1).AddDate(0, 0, -2), Last: day(1)},
			Joined:   []string{"f-b"},
		}},
		{"two become one", member("b", day(3), "wells", "dam"), Known{Others: []Member{inYoung, inOld}, Campaigns: []qalxan.Campaign{young, old}}, &Placement{
			Campaign: qalxan.Campaign{ID: "c-old", Title: "The wells were poisoned.", Narratives: []string{"wells", "dam"}, First: day(1), Last: day(9)},
			Joined:   []string{"f-c", "f-b"},
			Merged:   []string{"c-young"},
		}},
		{"two that were parted stay two", member("b", day(3), "wells", "dam"), Known{
			Others: []Member{inYoung, inOld}, Campaigns: []qalxan.Campaign{young, old}, Apart: [][2]string{{"c-old", "c-young"}},
		}, &Placement{
			Campaign: qalxan.Campaign{ID: "c-old", Title: "The wells were poisoned.", Narratives: []string{"wells", "dam"}, First: day(1), Last: day(3)},
			Joined:   []string{"f-b"},
		}},
		{"one that was split off stays where it is", splitOff, Known{
			Others: []Member{inOld}, Campaigns: []qalxan.Campaign{young, old}, Apart: [][2]string{{"c-old", "c-young"}},
		}, &Placement{
			Campaign: qalxan.Campaign{ID: "c-young", Title: "The wells were poisoned.", Narratives: []string{"dam", "wells"}, First: day(2), Last: day(9)},
		}},
		{"raised within its campaign", inOld, Known{Campaigns: []qalxan.Campaign{old}}, &Placement{
			Campaign: qalxan.Campaign{ID: "c-old", Title: "The wells were poisoned.", Narratives: []string{"wells"}, First: day(1), Last: day(1)},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.known.Claims, test.known.Now = claims, day(20)
			got, ok := New(Options{}).Place(test.member, test.known)
			if test.want == nil {
				if ok {
					t.Fatalf("got %+v, want none", got)
				}
				return
			}
			test.want.Campaign.Updated = day(20)
			if diff := cmp.Diff(*test.want, got); diff != "" {
				t.Error(diff)
			}
			slices.Reverse(test.known.Others)
			slices.Reverse(test.known.Campaigns)
			if again, _ := New(Options{}).Place(test.member, test.known); !cmp.Equal(again, got) {
				t.Errorf("another order gives %+v", again)
			}
		})
	}
}

// TestPlaceTwice places a finding again after its placement was written:
// nothing may change.
func TestPlaceTwice(t *testing.T) {
	m, other := member("b", day(3), "wells"), member("a", day(1), "wells")
	known := Known{Others: []Member{other}, Claims: claims, Now: day(20)}
	first, _ := New(Options{}).Place(m, known)
	m.CampaignID, known.Others[0].CampaignID = first.Campaign.ID, first.Campaign.ID
	known.Campaigns = []qalxan.Campaign{first.Campaign}
	second, _ := New(Options{}).Place(m, known)
	if !cmp.Equal(first.Campaign, second.Campaign) || len(second.Joined)+len(second.Merged) > 0 {
		t.Errorf("first %+v, then %+v", first, second)
	}
}
