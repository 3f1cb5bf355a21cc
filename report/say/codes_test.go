package say_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/crawler/trap"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/report/say"
)

// every is the voice of each language, read once.
var every = sync.OnceValues(func() (map[string]*say.Voice, error) {
	c, err := say.New()
	if err != nil {
		return nil, err
	}
	all := map[string]*say.Voice{}
	for _, code := range c.Languages() {
		if all[code], err = c.For(code); err != nil {
			return nil, err
		}
	}
	return all, nil
})

func voices(t testing.TB) map[string]*say.Voice {
	t.Helper()
	all, err := every()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// codes is every code that a room lists, with the facts of its sentence.
func codes() map[string][]string {
	all := map[string][]string{
		criteria.CodeNothing: {"rules"}, criteria.CodeMet: {"rules"}, criteria.CodeNone: {"rules"}, criteria.CodeMeans: {"means"},
		criteria.CodeShortfall: {"have", "want"}, criteria.CodeEvidence: nil, criteria.CodeIncident: nil,
	}
	maps.Copy(all, health.Codes())
	maps.Copy(all, query.Codes())
	for _, code := range breakout.Codes() {
		all[code] = []string{"source", "platform", "language"}
	}
	for _, code := range qalxan.RefusalCodes() {
		all[code] = []string{"level", "status", "name", "by", "finding"}
	}
	return all
}

// TestEveryCodeIsSaid says every code in every language from its facts alone:
// no text to fall back on, no place left open.
func TestEveryCodeIsSaid(t *testing.T) {
	values := map[string]string{
		"until": "2026-03-04T12:00:00Z", "when": "2026-03-04T12:00:00Z", "age": "3h0m0s", "quiet": "72h0m0s", "limit": "48h0m0s",
		"runs": "3", "platform": "web", "language": "az", "have": "1", "want": "2",
	}
	for code, names := range codes() {
		facts := map[string]string{}
		for _, name := range names {
			facts[name] = values[name]
			if facts[name] == "" {
				facts[name] = "⟨" + name + "⟩"
			}
		}
		for language, v := range voices(t) {
			got := v.Reason(qalxan.Reason{Code: code, Facts: facts})
			if got == "" || strings.ContainsAny(got, "{}⟦") {
				t.Errorf("%s: %s is said as %q", language, code, got)
			}
		}
	}
}

// TestEveryCodeOfADetectorIsSaid asks for a sentence of every kind of signal.
// English is written where it is found.
func TestEveryCodeOfADetectorIsSaid(t *testing.T) {
	var all []string
	add := func(detector qalxan.Detector, keys ...string) {
		for _, key := range keys {
			all = append(all, string(detector)+"."+key)
		}
	}
	stances := []string{string(qalxan.StanceSpreads), string(qalxan.StanceReports), string(qalxan.StanceRefutes)}
	add(qalxan.DetectNarrative, stances...)
	add(qalxan.DetectFactcheck, stances...)
	add(qalxan.DetectEdit, edit.KeySilent, edit.KeyHeadline, edit.KeyDeleted, edit.KeyReturned, edit.KeyBackdated)
	for _, k := range []coordination.Kind{coordination.KindLink, coordination.KindText, coordination.KindHashtag, coordination.KindImage} {
		add(qalxan.DetectCoordination, string(k))
	}
	add(qalxan.DetectLookalike, string(lookalike.KindHomoglyph), string(lookalike.KindPage))
	add(qalxan.DetectHarm, "violence", "life", "elections", "emergency")
	add(qalxan.DetectBurst, "narrative")
	for _, room := range []string{"duplicate", "infrastructure", "technique"} {
		is := regexp.MustCompile(`^` + room + `\.[a-z]+$`)
		for _, text := range literals(t, "../../classify/"+room, func(string) bool { return true }) {
			if is.MatchString(text) {
				all = append(all, text)
			}
		}
	}
	for _, code := range all {
		detector, _, _ := strings.Cut(code, ".")
		for language, v := range voices(t) {
			if language != "en" && !v.Knows("reason."+code) && !v.Knows("reason."+detector) {
				t.Errorf("%s lacks reason.%s", language, code)
			}
		}
	}
	if len(all) < 25 {
		t.Errorf("%d codes were found; the test looks in the wrong place", len(all))
	}
}

// TestEveryPlatformHasAName also asks for the states of sources.
func TestEveryPlatformHasAName(t *testing.T) {
	for language, v := range voices(t) {
		for _, p := range breakout.Platforms() {
			if !v.Knows("platform." + p) {
				t.Errorf("%s lacks platform.%s", language, p)
			}
		}
		for _, s := range health.States() {
			if !v.Knows("state." + string(s)) {
				t.Errorf("%s lacks state.%s", language, s)
			}
		}
	}
}

// TestTrapsAreSaid and TestFaultsAreSaid hold the sentences that the record
// keeps in English to the catalogues.
func TestTrapsAreSaid(t *testing.T) {
	for _, rule := range trap.Rules() {
		for _, english := range []string{
			rule.Reason(), trap.Sight{Rule: rule, Count: 1, Example: "https://x.example/"}.String(),
			trap.Sight{Rule: rule, Count: 30, Example: "https://x.example/"}.String(),
		} {
			isSaid(t, english)
		}
	}
}

var verb = regexp.MustCompile(`%[sdvq]`)

func TestFaultsAreSaid(t *testing.T) {
	explains := func(f string) bool { return strings.HasPrefix(f, "explain") || f == "unfit" }
	found := literals(t, "../../crawler/fetch", explains)
	for _, text := range found {
		if !strings.Contains(text, " ") || strings.Contains(text, "headers exceeded") || strings.HasPrefix(text, "multiple ") || strings.HasPrefix(text, "malformed ") || text == "Location header" || text == " " {
			continue // what net/http says
		}
		english := verb.ReplaceAllString(text, "x.example")
		if explained := regexp.MustCompile(`^(cannot be|sends|says|speaks|gave)`); explained.MatchString(english) {
			english = "x.example " + english
		}
		isSaid(t, english)
	}
	if len(found) < 15 {
		t.Errorf("%d sentences were found; the test looks in the wrong place", len(found))
	}
	isSaid(t, health.Forbidden)
}

func isSaid(t *testing.T, english string) {
	t.Helper()
	all := voices(t)
	for _, language := range slices.Sorted(maps.Keys(all)) {
		got := all[language].Fault(english)
		if (got == english) != (language == "en") || strings.ContainsAny(got, "{}") {
			t.Errorf("%s: %q is said as %q", language, english, got)
		}
	}
}

// literals are the texts in the functions of a package whose name is asked for.
func literals(t *testing.T, dir string, of func(name string) bool) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source in %s: %v", dir, err)
	}
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || !of(f.Name.Name) {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if l, is := n.(*ast.BasicLit); is && l.Kind == token.STRING {
					if text, err := strconv.Unquote(l.Value); err == nil {
						all = append(all, text)
					}
				}
				return true
			})
		}
	}
	return all
}

// TestJudged says why the criteria gave a level: claims as sentences, behaviour
// by its own reason, and rules in the words of the criteria.
func TestJudged(t *testing.T) {
	watched := say.Watched{{ID: "water", Claim: "The water is poisoned.", Titles: map[string]string{"az": "Su zəhərlidir.", "ru": "Вода отравлена."}}}
	r := qalxan.Reason{
		Code: "criteria.critical", Text: "It spreads the watched narrative water, and beside that: The text was changed. It is critical: it calls to violence.",
		Facts: map[string]string{
			"narratives": "water", "behaviour": "edit", "critical": "it calls to violence", "critical.az": "zorakılığa çağırır",
			"clause.1.code": "harm.violence", "clause.1.text": "It calls to violence: “x”.", "clause.1.fact.phrase": "x",
		},
	}
	for language, want := range map[string]string{
		"en": "It spreads the watched claim “The water is poisoned”, and beside that: It calls to violence: “x”. It is critical: it calls to violence.",
		"az": "İzlənən iddianı yayır: “Su zəhərlidir”. Bundan başqa: Zorakılığa çağırır: “x”. Kritikdir: zorakılığa çağırır.",
		"ru": "Распространяет отслеживаемое утверждение «Вода отравлена». Кроме того: Призывает к насилию: «x». Случай критический: it calls to violence.",
	} {
		v := voices(t)[language]
		if got := v.With(watched).Reason(r); got != want {
			t.Errorf("%s:\n got %s\nwant %s", language, got, want)
		}
		if got := v.Reason(r); language == "en" && got != r.Text {
			t.Errorf("without sentences English is %q", got)
		}
	}
	c := qalxan.Campaign{ID: "c-1", Title: "First article", Narratives: []string{"gone", "water"}}
	for language, want := range map[string]string{"en": "The water is poisoned.", "az": "Su zəhərlidir.", "ru": "Вода отравлена."} {
		if got := voices(t)[language].With(watched).Title(c); got != want {
			t.Errorf("%s: the campaign is titled %q, want %q", language, got, want)
		}
	}
	if got := voices(t)["az"].Title(c); got != c.Title {
		t.Errorf("where no narrative is known the title is %q", got)
	}
}

// TestPluralForms asks every text that counts for every form of its language,
// with numbers where the forms differ.
func TestPluralForms(t *testing.T) {
	want := map[string][]string{
		"en": {"1 run", "2 runs", "5 runs", "11 runs", "21 runs", "22 runs", "25 runs", "101 runs", "0 runs"},
		"az": {"1 toplama", "2 toplama", "5 toplama", "11 toplama", "21 toplama", "22 toplama", "25 toplama", "101 toplama", "0 toplama"},
		"ru": {"1 сбор", "2 сбора", "5 сборов", "11 сборов", "21 сбор", "22 сбора", "25 сборов", "101 сбор", "0 сборов"},
	}
	for language, said := range want {
		for i, n := range []int{1, 2, 5, 11, 21, 22, 25, 101, 0} {
			if got := voices(t)[language].Say("unit.run", "count", n); got != said[i] {
				t.Errorf("%s, %d: %q, want %q", language, n, got, said[i])
			}
		}
	}
}

func FuzzFault(f *testing.F) {
	for _, seed := range []string{"", "a.example refuses connections: nothing listens there", "{why}", "left out as a trap (x): left out as a trap (y): z, redirected from w"} {
		f.Add(seed)
	}
	v := voices(f)["ru"]
	f.Fuzz(func(t *testing.T, sentence string) {
		if got := v.Fault(sentence); got == "" && sentence != "" {
			t.Errorf("%q is said as nothing", sentence)
		}
	})
}
