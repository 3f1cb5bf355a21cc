package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/report/translate"
)

// machine is a translator that makes hostile texts, or fails.
type machine struct {
	fault *translate.Error
	kept  translate.Kept
	made  *qalxan.Translation
}

func (m *machine) Offer(_ context.Context, i qalxan.Item, _ *qalxan.Source, target string) (*translate.Offer, error) {
	if i.Language.Code == target {
		return nil, nil
	}
	return &translate.Offer{Server: "mt.example", Source: "az", Target: target, Made: m.made, Kept: m.kept}, nil
}

func (m *machine) Translate(_ context.Context, r translate.Request) error {
	if m.fault != nil {
		return m.fault
	}
	hostile := r.Target + " " + apitest.Hostile + apitest.Override
	m.made = &qalxan.Translation{
		Source: "az", Target: r.Target, Server: "mt.example" + apitest.Hostile, Time: apitest.Now, Title: hostile, Rest: true,
		Parts: []qalxan.TranslatedPart{{From: 0, To: 10, Text: hostile}, {From: -1, To: 1 << 30, Text: hostile}},
	}
	return nil
}

func translating(t *testing.T, m *machine) http.Handler {
	t.Helper()
	h, err := New(Options{Translator: m}, apitest.Open(t))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestTranslation: a press brings the translation beside the original, marked.
func TestTranslation(t *testing.T) {
	for _, page := range []string{"/findings/" + first, "/items/" + qalxan.ItemID(apitest.Original, 2)} {
		h := translating(t, &machine{})
		if body := get(h, page).Body.String(); !strings.Contains(body, `action="`+page+`/translation"`) || !strings.Contains(body, "Translate into English") {
			t.Errorf("%s does not offer to translate", page)
		}
		if w := browse(h, page+"/translation", url.Values{}, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != page+"#translation" {
			t.Fatalf("%s: %d to %s", page, w.Code, w.Header().Get("Location"))
		}
		root, err := html.Parse(get(h, page).Body)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, root)
		whole := text(root)
		for _, want := range []string{"Translated by a machine (mt.example", "the rest was not translated", "Bu gün səh", "Original (Azerbaijani)"} {
			if !strings.Contains(whole, want) {
				t.Errorf("%s does not say %q", page, want)
			}
		}
		if strings.Contains(whole, "Translate into English") {
			t.Errorf("%s offers to translate again", page)
		}
		machines := 0
		for n := range root.Descendants() {
			if strings.Contains(attribute(n, "class"), "machine") {
				machines++
				if attribute(n, "lang") != "en" || attribute(n, "dir") != "auto" {
					t.Errorf("%s: a translation has lang %q and dir %q", page, attribute(n, "lang"), attribute(n, "dir"))
				}
			}
		}
		if machines != 3 {
			t.Errorf("%s: %d translations stand beside the original", page, machines)
		}
	}
}

// TestNoTranslation: the page stays whole, and says what to do.
func TestNoTranslation(t *testing.T) {
	for fault, want := range map[translate.Fault]string{
		translate.FaultBusy: "in about 3 min", translate.FaultKey: "QALXAN_TRANSLATOR_KEY", translate.FaultLanguage: "translator.languages", translate.FaultLong: "max_characters",
		translate.FaultSlow: "translator.timeout", translate.FaultUnreachable: "cannot be reached", translate.FaultAnswer: "is no translation",
		translate.FaultRefused: "may not be sent", translate.FaultChanged: "Load the page anew",
	} {
		h := translating(t, &machine{fault: &translate.Error{Fault: fault, After: 150 * time.Second, Err: context.Canceled}})
		page := "/findings/" + first
		status, _, root := post(t, h, page+"/translation", url.Values{})
		whole := text(root)
		if status < 400 || !strings.Contains(whole, want) || !strings.Contains(whole, "Translate into English") || strings.Contains(whole, "canceled") {
			t.Errorf("%s: %d, and the page does not say %q", fault, status, want)
		}
		for n := range root.Descendants() {
			if attribute(n, "name") == "back" && attribute(n, "value") != page {
				t.Errorf("%s: a form leads back to %q", fault, attribute(n, "value"))
			}
		}
	}
}

// TestKeptHere: what is not sent says why, in every language.
func TestKeptHere(t *testing.T) {
	for _, kept := range []translate.Kept{translate.KeptWithheld, translate.KeptPolicy, translate.KeptSource, translate.KeptEmpty, translate.KeptLanguage} {
		body := get(translating(t, &machine{kept: kept}), "/findings/"+first).Body.String()
		if strings.Contains(body, "/translation\"") || strings.Contains(body, "translation.kept") || !strings.Contains(body, `<h2 id="translation">`) {
			t.Errorf("%s: the page offers to translate, or does not say why not", kept)
		}
	}
}

func TestNothingToTranslate(t *testing.T) {
	if body := get(open(t), "/findings/"+first).Body.String(); strings.Contains(body, `id="translation"`) {
		t.Error("a desk without a translator speaks of translations")
	}
	if w := browse(open(t), "/findings/"+first+"/translation", url.Values{}, nil); w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
		t.Errorf("%d", w.Code)
	}
	if w := browse(translating(t, &machine{}), "/findings/f-none/translation", url.Values{}, nil); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}
