package control_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

func (k keeper) SaveBrief(_ context.Context, c watchlist.BriefChange) (store.Kept, error) {
	return store.Kept{Subject: watchlist.BriefSubject(c.Campaign, c.Text.Part), Version: c.Seen + 1}, k.err
}

func (k keeper) SaveNarrative(_ context.Context, c watchlist.NarrativeChange) (store.Kept, error) {
	return store.Kept{Subject: c.Narrative.ID, Version: c.Seen + 1, Ended: c.Retired}, k.err
}

func (k keeper) SaveSource(_ context.Context, c watchlist.SourceChange) (store.Kept, error) {
	return store.Kept{Subject: c.Source.ID, Version: c.Seen + 1, Ended: c.Off}, k.err
}

func (k keeper) TrySource(_ context.Context, s qalxan.Source) (trial.Result, error) {
	return trial.Result{Source: s}, k.err
}

func TestWritten(t *testing.T) {
	campaign := qalxan.CampaignID(apitest.Original)
	for _, test := range []struct {
		err                error
		method, path, body string
		status             int
		want               string
	}{
		{nil, "GET", "/control/campaigns/" + campaign + "/brief", "", http.StatusOK, `"part":"actors"`},
		{nil, "GET", "/control/campaigns/none/brief", "", http.StatusNotFound, "none"},
		{nil, "GET", "/control/narratives/bridge-closed", "", http.StatusOK, `"versions":[]`},
		{nil, "GET", "/control/narratives/none", "", http.StatusNotFound, "none"},
		{nil, "GET", "/control/sources/ilk", "", http.StatusOK, `"from":"file"`},
		{nil, "POST", "/control/briefs", `{"campaign":"c","seen":2,"text":{"part":"effect"}}`, http.StatusOK, `"subject":"c/effect","version":3`},
		{nil, "POST", "/control/narratives", `{"narrative":{"id":"n"},"retired":true}`, http.StatusOK, `"ended":true`},
		{nil, "POST", "/control/narratives", `{`, http.StatusBadRequest, "unexpected"},
		{store.ErrConflict, "POST", "/control/narratives", `{}`, http.StatusConflict, "changed meanwhile"},
		{watchlist.ErrUntested, "POST", "/control/sources", `{}`, http.StatusBadRequest, "test the source first"},
		{nil, "POST", "/control/sources/test", `{"id":"s"}`, http.StatusOK, `"id":"s"`},
		{nil, "POST", "/control/narratives/try", `["körpü"]`, http.StatusOK, `"wording":"körpü"`},
		{nil, "POST", "/control/narratives/try", `["?!"]`, http.StatusBadRequest, "cannot be tried"},
	} {
		status, body := call(t, keeper{err: test.err}, test.method, test.path, test.body)
		if status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s %s: %d, no %q in %.300s", test.method, test.path, status, test.want, body)
		}
	}
}
