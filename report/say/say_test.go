package say

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

func voice(t testing.TB, code string) *Voice {
	t.Helper()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	v, err := c.For(code)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var places = regexp.MustCompile(`\{[^}]*\}`)

// forms are the plural forms that whole numbers have (CLDR), by language.
var forms = map[string][]string{"az": {"one", "other"}, "en": {"one", "other"}, "ru": {"one", "few", "many", "other"}}

// TestCataloguesAreWhole compares every catalogue with the English one: the
// same keys, the same places in each text, and a text for each plural form.
func TestCataloguesAreWhole(t *testing.T) {
	english := voice(t, "en").messages
	for _, code := range []string{"az", "ru"} {
		other := voice(t, code).messages
		for key, e := range english {
			o, known := other[key]
			if !known {
				t.Errorf("%s lacks %s", code, key)
				continue
			}
			for _, text := range append([]string{o.text}, values(o.forms)...) {
				if e.forms == nil && !strings.HasPrefix(key, faultPrefix) && !cmp.Equal(sorted(places.FindAllString(text, -1)), sorted(places.FindAllString(e.text, -1))) {
					t.Errorf("%s: %s has other places: %q", code, key, text)
				}
			}
			for _, form := range forms[code] {
				if o.forms != nil && o.forms[form] == "" {
					t.Errorf("%s: %s lacks the form %s", code, key, form)
				}
			}
		}
		for key := range other {
			if _, known := english[key]; !known && !strings.HasPrefix(key, "reason.") {
				t.Errorf("%s has %s and English has not", code, key)
			}
		}
	}
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}

// TestReasonsAreSaidInEveryLanguage compares the reasons of Azerbaijani and
// Russian: the same codes, conditions and facts.
func TestReasonsAreSaidInEveryLanguage(t *testing.T) {
	az, ru := voice(t, "az").messages, voice(t, "ru").messages
	facts := func(text string) []string {
		var out []string
		for _, m := range slot.FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		return sorted(out)
	}
	for key, e := range az {
		if !strings.HasPrefix(key, "reason.") {
			continue
		}
		o, known := ru[key]
		if !known || !cmp.Equal(facts(e.text), facts(o.text)) {
			t.Errorf("%s: facts %v and %v", key, facts(e.text), facts(o.text))
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, test := range []struct {
		code string
		n    int
		want string
	}{
		{"en", 1, "1 finding"},
		{"en", 2, "2 findings"},
		{"en", 1234, "1,234 findings"},
		{"az", 1, "1 tapıntı"},
		{"az", 5, "5 tapıntı"},
		{"ru", 1, "1 находка"},
		{"ru", 2, "2 находки"},
		{"ru", 5, "5 находок"},
		{"ru", 11, "11 находок"},
		{"ru", 21, "21 находка"},
		{"ru", 112, "112 находок"},
		{"ru", 0, "0 находок"},
	} {
		if got := voice(t, test.code).Say("unit.finding", "count", test.n); got != test.want {
			t.Errorf("%s, %d: %q, want %q", test.code, test.n, got, test.want)
		}
	}
}

func TestForms(t *testing.T) {
	at := time.Date(2026, 11, 20, 23, 5, 0, 0, time.FixedZone("Baku", 4*3600))
	for code, want := range map[string][]string{
		"en": {"20 November 2026, 19:05 UTC", "1 day 2 hours", "0.81", "74 %", "Azerbaijani", "language not determined"},
		"az": {"20 noyabr 2026, 19:05 UTC", "1 gün 2 saat", "0,81", "74 %", "azərbaycan", "dil müəyyən edilməyib"},
		"ru": {"20 ноября 2026 г., 19:05 UTC", "1 день 2 часа", "0,81", "74 %", "азербайджанский", "язык не определён"},
	} {
		v := voice(t, code)
		got := []string{v.Minute(at), v.Duration(26*time.Hour + time.Minute), v.Decimal(0.81), v.Percent(0.74), v.Language("az"), v.Language("und")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestReason(t *testing.T) {
	copied := qalxan.Reason{Code: "duplicate.copy", Text: "97 % of …", Facts: map[string]string{
		"origin": "Birinci {rank}", "share": "97", "rank": "2", "later": "1h35m0s", "sources": "3", "attributed": "yes",
	}}
	for name, test := range map[string]struct {
		code string
		r    qalxan.Reason
		want string
	}{
		"facts are filled once":     {"ru", copied, "97 % этого текста содержится в статье, которую источник «Birinci {rank}» опубликовал раньше (разница: 1 час 35 минут); по порядку это источник № 2 из 3, известных на тот момент. Первоисточник назван."},
		"English as it was written": {"en", copied, "97 % of …"},
		"unknown code":              {"az", qalxan.Reason{Code: "new.kind", Text: "As it stands."}, "As it stands."},
		"missing fact":              {"az", qalxan.Reason{Code: "harm.life", Text: "As it stands."}, "As it stands."},
		"by detector":               {"az", qalxan.Reason{Code: "lookalike.hyphen", Facts: map[string]string{"host": "b-bc.example", "brand": "BBC", "domain": "bbc.example"}}, "b-bc.example ünvanı BBC adının bbc.example ünvanını təqlid edir."},
		"only conditions":           {"az", qalxan.Reason{Code: "criteria.incident", Facts: map[string]string{"narratives": "bridge", "behaviour": "copying, edit"}}, "İzlənən iddianı yayır: bridge. Bundan başqa: görülən davranış: köçürmə, səssiz redaktə."},
		"no condition holds":        {"az", qalxan.Reason{Code: "criteria.signal", Text: "As it stands."}, "As it stands."},
	} {
		if got := voice(t, test.code).Reason(test.r); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.For("xx"); !errors.Is(err, ErrLanguage) || !strings.Contains(err.Error(), "az, en, ru") {
		t.Errorf("got %v, want an error that lists the languages", err)
	}
	if got := voice(t, "en").Say("no.such"); got != "⟦no.such⟧" {
		t.Errorf("a missing key shows as %q", got)
	}
}
