package hostile

import (
	"encoding/json"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// outgoing writes what a person wrote of the campaign, and what left the house.
func (w *writer) outgoing() {
	campaign := qalxan.CampaignID(w.identity("a"))
	part := qalxan.BriefParts()[w.number%len(qalxan.BriefParts())]
	brief, err := json.Marshal(qalxan.BriefText{
		Part: part, Texts: map[string]string{"az": w.text, "en": w.text, "ru": w.text, "fa": w.text}, Facts: w.text, By: w.text, Time: w.now,
	})
	w.do(err)
	_, err = w.record.Keep(w.ctx, store.Kept{
		Kind: store.KeptBrief, Subject: campaign + "/" + string(part), Version: 1, Time: w.now, By: w.text, Why: w.text, Doc: brief,
	})
	w.do(err)
	w.do(w.record.AddPack(w.ctx, full(store.Pack{
		ID: w.packID(), Subject: campaign, Platform: "youtube", Made: w.now, Findings: []string{qalxan.FindingID(w.identity("b"))},
		State: store.PackAnswered, Outcome: store.OutcomeKept, Sent: w.now, Answered: w.now, Parts: []store.PackPart{{Fields: []store.PackField{{}}}},
		Rows: []store.PackRow{{}}, Events: []store.PackEvent{{State: store.PackSent, Outcome: store.OutcomeKept, Time: w.now, On: w.now}},
	}, w.text)))
	w.do(w.record.SaveDispatch(w.ctx, full(store.Dispatch{
		ID: w.reportID(), Made: w.now, State: store.DispatchFailed, Tries: 1, Kind: "weekly", Format: "csv", Languages: []string{"en"}, File: w.reportID() + ".csv",
	}, w.text), nil))
}
