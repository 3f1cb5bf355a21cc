package qalxan_test

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestWithheldReason(t *testing.T) {
	read := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		w    qalxan.Withheld
		code string
		want string
	}{
		{
			qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "Content-Signal: ai-input=no", Place: "robots.txt", Line: 2, Time: read},
			"withheld.reserved",
			"Text not kept: the site reserves text mining (Content-Signal: ai-input=no in robots.txt line 2, read 2026-11-21 12:00 UTC).",
		},
		{
			qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "X-Robots-Tag: noarchive", Place: "header", Time: read},
			"withheld.nocopy",
			"Text not kept: the site wants no copy to be kept (X-Robots-Tag: noarchive in header, read 2026-11-21 12:00 UTC).",
		},
		{
			qalxan.Withheld{By: qalxan.WithheldPolicy, Rule: "no_text", Place: "policy"},
			"withheld.policy",
			"Text not kept: the policy of the source keeps none (no_text).",
		},
		{
			qalxan.Withheld{By: qalxan.WithheldRest, Rule: "max_body", Place: "policy"},
			"withheld.rest",
			"Text not whole: only the beginning of the page was taken (max_body).",
		},
	}
	for _, test := range tests {
		r := test.w.Reason()
		if r.Code != test.code || r.Text != test.want || r.Facts["rule"] != test.w.Rule {
			t.Errorf("got %+v, want %s", r, test.want)
		}
	}
}
