package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/monitor/trial"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// pen keeps what is written in a record, and finds a page at every address.
type pen struct {
	*watchlist.List
	err error
}

func (p pen) TrySource(_ context.Context, s qalxan.Source) (trial.Result, error) {
	if p.err != nil {
		return trial.Result{}, p.err
	}
	if err := p.Fit(s); err != nil {
		return trial.Result{}, err
	}
	p.Tested(s)
	return trial.Result{
		Source: s, Robots: &fetch.Permission{Allowed: true, Reason: "line 1 " + apitest.Hostile}, Pages: 3, Asked: 2, Feeds: []string{"javascript:alert(1)"},
		Items:  []trial.Sample{{URL: s.URL, Title: apitest.Hostile + apitest.Override, Begins: apitest.Hostile, Words: 30}},
		Denied: []trial.Refusal{{URL: "https://x.example/private", Reason: apitest.Hostile}},
	}, nil
}

// writtenAt is a desk at which people write, and its record.
func writtenAt(t *testing.T) (http.Handler, store.Store) {
	t.Helper()
	library, record := apitest.Kept(t)
	list, err := watchlist.New(t.Context(), configs.Default(), record, library.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Writer: pen{List: list}, Reviewer: record}, library.WithConfiguration(list))
	if err != nil {
		t.Fatal(err)
	}
	return h, record
}

var campaignPath = "/campaigns/" + qalxan.CampaignID(apitest.Original)

func briefForm(part, by string, seen int, texts ...string) url.Values {
	form := url.Values{"campaign": {qalxan.CampaignID(apitest.Original)}, "part": {part}, "by": {by}, "seen": {fmt.Sprint(seen)}, "facts": {"00"}}
	for i := 0; i+1 < len(texts); i += 2 {
		form.Set("text-"+texts[i], texts[i+1])
	}
	return form
}

func says(t *testing.T, root *html.Node, wants ...string) {
	t.Helper()
	whole := text(root)
	for _, want := range wants {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// TestBriefIsWrittenAndFillsItselfAgain: a text stands above the facts, with
// the name of who wrote, and goes again.
func TestBriefIsWrittenAndFillsItselfAgain(t *testing.T) {
	h, _ := writtenAt(t)
	page := "/write/brief?campaign=" + qalxan.CampaignID(apitest.Original) + "&part=actors"
	says(t, parse(t, h, page), "Who published. Who is behind it is not known from here.", "İlk xəbər")
	status, where, root := post(t, h, "/write/brief", briefForm("actors", "Leyla", 0, "en", "Two paragraphs.\r\n\r\n"+apitest.Hostile, "az", "İki abzas."))
	if status != http.StatusSeeOther || !strings.HasPrefix(where, campaignPath) || !strings.HasSuffix(where, "#brief-actors") {
		t.Fatalf("%d to %s", status, where)
	}
	says(t, root, "It was saved.", "Written by a person: Leyla", "Two paragraphs.", "alert('x')", "The record knows other things now", "İlk xəbər", "Who is behind it is not known from here.")
	says(t, parse(t, h, page), "Version 1", "İki abzas.", "Back to what fills itself")
	form := briefForm("actors", "Aysel", 1)
	form.Set("fill", "yes")
	if status, _, root = post(t, h, "/write/brief", form); status != http.StatusSeeOther || strings.Contains(text(root), "Two paragraphs.") {
		t.Errorf("%d, and the text is there still", status)
	}
	says(t, parse(t, h, page), "Aysel · fills itself again")
}

// TestTwoEditors: who saves on an old version is told who saved meanwhile, and
// loses nothing.
func TestTwoEditors(t *testing.T) {
	h, record := writtenAt(t)
	post(t, h, "/write/brief", briefForm("effect", "Leyla", 0, "en", "Hers."))
	status, _, root := post(t, h, "/write/brief", briefForm("effect", "Aysel", 0, "en", "Mine and long."))
	if status != http.StatusConflict {
		t.Fatalf("%d", status)
	}
	says(t, root, "Leyla saved this meanwhile", "Hers.", "Mine and long.")
	if status, _, _ = post(t, h, "/write/brief", briefForm("effect", "Aysel", 1, "en", "Mine and long.")); status != http.StatusSeeOther {
		t.Errorf("knowingly: %d", status)
	}
	all, err := record.KeptVersions(t.Context(), store.KeptBrief, qalxan.CampaignID(apitest.Original)+"/effect")
	if err != nil || len(all) != 2 || all[1].By != "Aysel" {
		t.Errorf("%d versions, %v", len(all), err)
	}
	claim := url.Values{"id": {"pipe"}, "claim": {"The pipe."}, "wordings": {"az: boru"}, "by": {"Leyla"}, "seen": {"0"}, "new": {"yes"}, "do": {"save"}}
	post(t, h, "/write/narrative", claim)
	claim.Set("by", "Aysel")
	claim.Set("claim", "Another pipe.")
	if status, _, root = post(t, h, "/write/narrative", claim); status != http.StatusConflict {
		t.Errorf("a narrative: %d", status)
	}
	says(t, root, "Leyla saved this meanwhile", "The pipe.")
	if !strings.Contains(value(root, "claim"), "Another pipe.") {
		t.Error("what was typed is lost")
	}
}

func value(root *html.Node, id string) string {
	for n := range root.Descendants() {
		if attribute(n, "id") == id {
			return attribute(n, "value")
		}
	}
	return ""
}

func TestWritingFaults(t *testing.T) {
	h, record := writtenAt(t)
	for what, test := range map[string]struct {
		path, want string
		form       url.Values
	}{
		"no name":       {"/write/brief", "Type your name", briefForm("actors", "", 0, "en", "x")},
		"no text":       {"/write/brief", "Write a text", briefForm("actors", "Leyla", 0, "en", " ")},
		"a long text":   {"/write/brief", "shorten it to 2000", briefForm("actors", "Leyla", 0, "en", strings.Repeat("ə", 2001))},
		"no claim":      {"/write/narrative", "Write the claim", url.Values{"by": {"Leyla"}, "id": {"x"}, "do": {"save"}}},
		"no language":   {"/write/narrative", "Line 2: boru", url.Values{"by": {"Leyla"}, "claim": {"x"}, "wordings": {"az: a\nboru"}, "do": {"save"}}},
		"no wordings":   {"/write/narrative", "give at least one language", url.Values{"by": {"Leyla"}, "id": {"x"}, "claim": {"x"}, "do": {"save"}}},
		"untested":      {"/write/source", "Test it first", url.Values{"by": {"Leyla"}, "url": {"https://new.example/"}, "kind": {"site"}, "do": {"save"}}},
		"private":       {"/write/source", "private network", url.Values{"url": {"http://127.0.0.1:8470/"}, "kind": {"site"}, "do": {"test"}}},
		"off, no why":   {"/write/source", "why it is switched off", url.Values{"by": {"Leyla"}, "url": {"https://new.example/"}, "do": {"off"}}},
		"an odd number": {"/write/source", "max_pages", url.Values{"by": {"Leyla"}, "url": {"https://new.example/"}, "kind": {"site"}, "pages": {"999999999"}, "do": {"save"}}},
	} {
		status, _, root := post(t, h, test.path, test.form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(text(root), test.want) {
			t.Errorf("%s: %d without %q", what, status, test.want)
		}
	}
	for _, path := range []string{"/write/brief?campaign=none&part=actors", "/write/brief?campaign=" + qalxan.CampaignID(apitest.Original) + "&part=motive", "/write/narrative?id=none", "/write/source?id=none"} {
		if w := get(h, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for _, kind := range []store.KeptKind{store.KeptBrief, store.KeptNarrative, store.KeptSource} {
		if all, err := record.KeptLast(t.Context(), kind); err != nil || len(all) > 0 {
			t.Errorf("kept: %v, %v", all, err)
		}
	}
	if status, _, _ := post(t, h, "/write/brief", url.Values{"text-en": {strings.Repeat("x", maxWriting)}}); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge form: %d", status)
	}
}

func TestNarrativeIsTriedSavedAndRetired(t *testing.T) {
	h, record := writtenAt(t)
	form := url.Values{
		"id": {"bridge"}, "new": {"yes"}, "claim": {"The bridge is closed " + apitest.Hostile + apitest.Override}, "titles": {"ru: Мост закрыт"},
		"wordings": {"az: körpü gizli bağlanır\naz: körpü zzzz"}, "rebuttals": {"az: Körpü açıqdır."}, "references": {"https://x.example/a"}, "by": {"Leyla"}, "seen": {"0"},
	}
	form.Set("do", "try")
	status, _, root := post(t, h, "/write/narrative", form)
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	says(t, root, "What the wordings find in the last month", "körpü zzzz", "lack only one of the words:")
	form.Set("do", "save")
	status, where, root := post(t, h, "/write/narrative", form)
	if status != http.StatusSeeOther || where != "/narratives?saved=bridge#bridge" {
		t.Fatalf("%d to %s", status, where)
	}
	says(t, root, "Items that were judged before are not judged again.", "The bridge is closed", "It was saved at the desk")
	page := parse(t, h, "/write/narrative?id=bridge")
	says(t, page, "Version 1", "Мост закрыт")
	form.Del("new")
	form.Set("seen", "1")
	form.Set("do", "retire")
	form.Set("why", "nobody says it")
	if _, _, root = post(t, h, "/write/narrative", form); !strings.Contains(text(root), "Retired: it is not looked for any more.") {
		t.Error("it is not retired")
	}
	var n qalxan.Narrative
	all, err := record.KeptVersions(t.Context(), store.KeptNarrative, "bridge")
	if err != nil || len(all) != 2 || !all[1].Ended || json.Unmarshal(all[0].Doc, &n) != nil || len(n.Wordings["az"]) != 2 || n.Titles["ru"] != "Мост закрыт" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestSourceIsTestedSavedAndSwitchedOff(t *testing.T) {
	h, _ := writtenAt(t)
	form := url.Values{"new": {"yes"}, "url": {"https://www.new.example/"}, "kind": {"site"}, "name": {"Yeni " + apitest.Hostile}, "schedule": {"@daily"}, "grade": {"C"}, "by": {"Leyla"}, "seen": {"0"}}
	form.Set("do", "test")
	status, _, root := post(t, h, "/write/source", form)
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	says(t, root, "What would be collected", "allows it:", "3 pages", "30 words", "Would not be asked")
	form.Set("do", "save")
	status, where, root := post(t, h, "/write/source", form)
	if status != http.StatusSeeOther || where != "/sources/new-example?saved=new-example" {
		t.Fatalf("%d to %s: %s", status, where, text(root))
	}
	says(t, root, "It was saved.", "Policy", "Pause between two requests", "Yeni")
	form.Del("new")
	form.Set("id", "new-example")
	form.Set("seen", "1")
	form.Set("do", "off")
	form.Set("why", "its owner asked us to")
	_, _, root = post(t, h, "/write/source", form)
	says(t, root, "Switched off: it is not crawled. Leyla", "its owner asked us to")
	says(t, parse(t, h, "/write/source?id=new-example"), "Save and switch on", "switched off")
}

// TestReadersDoNotWrite: a desk without a writer has no forms of writing.
func TestReadersDoNotWrite(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/write/brief", "/write/narrative", "/write/source"} {
		if w := get(h, path); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, w.Code)
		}
		if w := browse(h, path, url.Values{"by": {"Leyla"}}, nil); w.Code != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
	if strings.Contains(get(h, campaignPath).Body.String(), "/write/") {
		t.Error("a form is offered to who may not write")
	}
}

// TestWritingPagesAreSound holds the forms to what every page is held to.
func TestWritingPagesAreSound(t *testing.T) {
	h, _ := writtenAt(t)
	for _, path := range []string{
		"/write/brief?campaign=" + qalxan.CampaignID(apitest.Original) + "&part=content", "/write/narrative", "/write/narrative?id=bridge-closed",
		"/write/source", "/write/source?id=ikinci", campaignPath, "/narratives", "/sources", "/sources/ikinci",
	} {
		root := parse(t, h, path)
		sound(t, root)
		if path != campaignPath && strings.HasPrefix(path, "/write") && !strings.Contains(text(root), "Your name") {
			t.Errorf("%s has no form", path)
		}
	}
}
