package watchlist

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func bridge(id string) qalxan.Narrative {
	return qalxan.Narrative{ID: id, Claim: "The bridge is closed.", Wordings: map[string][]string{"az": {"körpü bağlıdır"}, "en": {"the bridge is closed"}}}
}

func news(id string) qalxan.Source {
	return qalxan.Source{ID: id, Kind: qalxan.KindSite, URL: "https://" + id + ".example/", Schedule: "@hourly"}.WithDefaults()
}

// file is a configuration with one narrative and one source.
func file() configs.Config {
	c := configs.Default()
	c.Narratives, c.Sources = []qalxan.Narrative{bridge("filed")}, []qalxan.Source{news("filed")}
	return c
}

func record(t *testing.T) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func over(t *testing.T, c configs.Config, r Record) *List {
	t.Helper()
	l, err := New(t.Context(), c, r, clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func by(seen int) Author { return Author{By: "Aygün", Why: "asked for", Seen: seen} }

func narratives(l *List) (ids string) {
	for _, n := range l.Narratives() {
		ids += n.ID + " "
	}
	return strings.TrimSpace(ids)
}

func sources(all []qalxan.Source) (ids string) {
	for _, s := range all {
		ids += s.ID + "(" + s.Schedule + ") "
	}
	return strings.TrimSpace(ids)
}

func TestNarrativeIsWatchedChangedAndRetired(t *testing.T) {
	r := record(t)
	l := over(t, file(), r)
	n := bridge("added")
	save := func(seen int, retired bool) error {
		_, err := l.SaveNarrative(t.Context(), NarrativeChange{by(seen), n, retired})
		return err
	}
	for i, want := range []string{"filed added", "filed added", "filed", "filed added"} {
		n.Claim = strings.Repeat("!", i+1)
		if err := save(i, i == 2); err != nil {
			t.Fatal(err)
		}
		if got := narratives(l); got != want {
			t.Errorf("after change %d: %q, want %q", i, got, want)
		}
		if again := over(t, file(), r); narratives(again) != want {
			t.Errorf("after change %d and a new start: %q", i, narratives(again))
		}
	}
	if got := l.Claims()["added"]; got != "!!!!" {
		t.Errorf("the claim is %q", got)
	}
	if err := save(2, false); !errors.Is(err, store.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
	if all, err := r.KeptVersions(t.Context(), store.KeptNarrative, "added"); err != nil || len(all) != 4 || !all[2].Ended || all[0].By != "Aygün" {
		t.Errorf("%d versions, %v", len(all), err)
	}
}

// TestConfigurationHolds: the file's narratives and sources are not changed
// here, and take the place of those of the record.
func TestConfigurationHolds(t *testing.T) {
	r := record(t)
	l := over(t, file(), r)
	if _, err := l.SaveNarrative(t.Context(), NarrativeChange{Author: by(0), Narrative: bridge("filed")}); !errors.Is(err, ErrUnfit) || !strings.Contains(err.Error(), "configuration file") {
		t.Errorf("%v", err)
	}
	if _, err := l.SaveSource(t.Context(), SourceChange{Author: by(0), Source: news("filed"), Untested: true}); !errors.Is(err, ErrUnfit) {
		t.Errorf("%v", err)
	}
	child := bridge("child")
	child.Parent = "filed"
	for _, n := range []qalxan.Narrative{bridge("later"), child} {
		if _, err := l.SaveNarrative(t.Context(), NarrativeChange{Author: by(0), Narrative: n}); err != nil {
			t.Fatal(err)
		}
	}
	c := file()
	c.Narratives[0].ID = "later" // "filed" is gone, and with it what "child" is a part of
	c.Narratives[0].Claim = "As the file has it."
	changed := over(t, c, r)
	if got := narratives(changed); got != "later" || changed.Claims()["later"] != "As the file has it." {
		t.Errorf("watched: %q, %q", got, changed.Claims())
	}
}

func TestSourceIsTestedSavedAndSwitched(t *testing.T) {
	r := record(t)
	l := over(t, file(), r)
	s := news("added")
	change := func(seen int, off bool, why string) error {
		_, err := l.SaveSource(t.Context(), SourceChange{Author: Author{By: "Aygün", Why: why, Seen: seen}, Source: s, Off: off})
		return err
	}
	if err := change(0, false, ""); !errors.Is(err, ErrUntested) {
		t.Errorf("untested: %v", err)
	}
	l.Tested(s)
	if err := change(0, false, ""); err != nil {
		t.Fatal(err)
	}
	if got := sources(l.Sources()); got != "filed(@hourly) added(@hourly)" {
		t.Errorf("crawled: %s", got)
	}
	s.Schedule = "@daily" // needs no test
	if err := change(1, false, ""); err != nil {
		t.Error(err)
	}
	s.URL = "https://elsewhere.example/"
	if err := change(2, false, ""); !errors.Is(err, ErrUntested) {
		t.Errorf("another address: %v", err)
	}
	s.URL = news("added").URL
	if err := change(2, true, " "); !errors.Is(err, ErrUnfit) {
		t.Errorf("off without a reason: %v", err)
	}
	if err := change(2, true, "its owner asked us to"); err != nil {
		t.Fatal(err)
	}
	off, is := l.Off("added")
	if !is || off.Why != "its owner asked us to" || sources(l.Standing()) != "filed(@hourly) added()" || len(l.Sources()) != 1 {
		t.Errorf("off: %t %+v, %s", is, off, sources(l.Standing()))
	}
	if kept, err := r.Source(t.Context(), "added"); err != nil || kept.Schedule != "" {
		t.Errorf("the record lists %+v, %v", kept, err)
	}
	if err := change(3, false, ""); err != nil || sources(over(t, file(), r).Sources()) != "filed(@hourly) added(@daily)" {
		t.Errorf("on again: %v, %s", err, sources(l.Sources()))
	}
}

// TestHostileWriting: nothing that is too long, empty, private or no text is
// kept.
func TestHostileWriting(t *testing.T) {
	r := record(t)
	l := over(t, file(), r)
	long := strings.Repeat("ə", 5000)
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, ErrUnfit) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, change := range map[string]func(*qalxan.Narrative){
		"an id":           func(n *qalxan.Narrative) { n.ID = "../x" },
		"a long claim":    func(n *qalxan.Narrative) { n.Claim = long },
		"a control sign":  func(n *qalxan.Narrative) { n.Claim = "a\x1b[31m" },
		"a wording":       func(n *qalxan.Narrative) { n.Wordings["az"] = []string{long} },
		"too many":        func(n *qalxan.Narrative) { n.Wordings["az"] = strings.Fields(strings.Repeat("x ", 1000)) },
		"a language":      func(n *qalxan.Narrative) { n.Wordings["<b>"] = []string{"x"} },
		"a script":        func(n *qalxan.Narrative) { n.References = []string{"javascript:alert(1)"} },
		"a strange child": func(n *qalxan.Narrative) { n.Parent = "nobody" },
		"its own parent":  func(n *qalxan.Narrative) { n.Parent = n.ID },
	} {
		n := bridge("added")
		change(&n)
		_, err := l.SaveNarrative(t.Context(), NarrativeChange{Author: by(0), Narrative: n})
		refused(what, err)
	}
	for _, address := range []string{
		"", "ftp://x.example", "file:///etc/passwd", "http://localhost/", "http://127.0.0.1:8470/", "http://[::1]/", "http://10.0.0.1/",
		"http://169.254.169.254/latest", "http://printer.local/", "http://0/", "http://127.1/", "http://a.localhost/", "https://" + long + ".example",
	} {
		s := news("added")
		s.URL = address
		_, err := l.SaveSource(t.Context(), SourceChange{Author: by(0), Source: s, Untested: true})
		refused(address, err)
	}
	for _, s := range []func(*qalxan.Source){
		func(s *qalxan.Source) { s.Name = long },
		func(s *qalxan.Source) { s.Schedule = "* * * * * *" },
		func(s *qalxan.Source) { s.Kind = "tor" },
		func(s *qalxan.Source) { s.Policy.MaxPages = 1 << 30 },
	} {
		one := news("added")
		s(&one)
		_, err := l.SaveSource(t.Context(), SourceChange{Author: by(0), Source: one, Untested: true})
		refused("a source", err)
	}
	_, err := l.SaveNarrative(t.Context(), NarrativeChange{Narrative: bridge("added")})
	refused("nobody", err)
	_, err = l.SaveNarrative(t.Context(), NarrativeChange{Author: Author{By: long}, Narrative: bridge("added")})
	refused("a long name", err)
	for what, change := range map[string]BriefChange{
		"no campaign": {Author: by(0), Text: brief("x")},
		"a path":      {Author: by(0), Campaign: "c-1/actors", Text: brief("x")},
		"no text":     {Author: by(0), Campaign: "c-1", Text: qalxan.BriefText{Part: qalxan.BriefActors}},
		"no part":     {Author: by(0), Campaign: "c-1", Text: qalxan.BriefText{Part: "motive", Texts: map[string]string{"az": "x"}}},
		"a long one":  {Author: by(0), Campaign: "c-1", Text: brief(long)},
		"controls":    {Author: by(0), Campaign: "c-1", Text: brief("a\x00b")},
	} {
		_, err := l.SaveBrief(t.Context(), change)
		refused(what, err)
	}
	for _, kind := range []store.KeptKind{store.KeptBrief, store.KeptNarrative, store.KeptSource} {
		if all, err := r.KeptLast(context.WithoutCancel(t.Context()), kind); err != nil || len(all) > 0 {
			t.Errorf("kept: %v, %v", all, err)
		}
	}
}

func brief(text string) qalxan.BriefText {
	return qalxan.BriefText{Part: qalxan.BriefActors, Texts: map[string]string{"az": text}}
}

func TestBriefIsKeptAndFillsItselfAgain(t *testing.T) {
	r := record(t)
	l := over(t, file(), r)
	for seen, filled := range []bool{false, true} {
		k, err := l.SaveBrief(t.Context(), BriefChange{Author: by(seen), Campaign: "c-1", Text: brief("Kim olduğu bilinmir."), Filled: filled})
		if err != nil || k.Subject != "c-1/actors" || k.Version != seen+1 || k.Ended != filled {
			t.Errorf("%+v, %v", k, err)
		}
	}
	if _, err := l.SaveBrief(t.Context(), BriefChange{Author: by(1), Campaign: "c-1", Text: brief("Başqa mətn.")}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("on an old version: %v", err)
	}
}

// leaving is a record whose writer goes away as soon as something is kept.
type leaving struct {
	Record
	leave context.CancelFunc
}

func (r leaving) Keep(ctx context.Context, k store.Kept) (store.Kept, error) {
	k, err := r.Record.Keep(ctx, k)
	r.leave()
	return k, err
}

func TestWhatIsKeptComesIntoForce(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	l := over(t, file(), leaving{record(t), leave})
	if _, err := l.SaveNarrative(ctx, NarrativeChange{Author: by(0), Narrative: bridge("left")}); err != nil {
		t.Fatal(err)
	}
	if watched := narratives(l); !strings.Contains(watched, "left") {
		t.Errorf("%s are watched", watched)
	}
}
