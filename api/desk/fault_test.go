package desk

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/report/pack"
	reports "github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// TestFaultsAreSaid says what forms are refused for in every language: the
// sentences come from where they are made, so that none changes unnoticed.
func TestFaultsAreSaid(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	made := store.Pack{ID: "p-1", State: store.PackMade, Made: now}
	_, unsent := made.With(store.PackEvent{By: "aysel", State: store.PackAnswered, On: now, Time: now, Outcome: store.OutcomeRemoved})
	_, early := made.With(store.PackEvent{By: "aysel", State: store.PackSent, On: now.AddDate(0, 0, 9), Time: now})
	about := func(sentinel, why error) error { return fmt.Errorf("%w: %w", sentinel, why) }
	for _, fault := range []error{
		unsent, early,
		about(qalxan.ErrRequest, qalxan.Ruling{By: "a", Reason: "b", Kind: qalxan.RulingMerge}.Validate()),
		about(qalxan.ErrRequest, qalxan.Ruling{By: "a", Reason: "b", Kind: qalxan.RulingSplit}.Validate()),
		about(watchlist.ErrUnfit, qalxan.Narrative{ID: "Ölçü", Claim: "x"}.Validate()),
		about(watchlist.ErrUnfit, qalxan.Narrative{ID: "water"}.Validate()),
		about(watchlist.ErrUnfit, qalxan.Narrative{ID: "water", Claim: "x"}.Validate()),
		about(watchlist.ErrUnfit, qalxan.Source{ID: "A B"}.Validate()),
		about(reports.ErrRequest, errors.New("the report is longer than 64 MB; narrow its query")),
		about(pack.ErrRequest, errors.New("say who makes it, in at most 100 bytes")),
		errors.New("Your role does not allow this."),
		errors.New("This came from another site and was not carried out."),
	} {
		for _, language := range []string{"az", "ru"} {
			w, err := newWords(language)
			if err != nil {
				t.Fatal(err)
			}
			said := w.voice.Fault(fault.Error())
			if said == fault.Error() {
				t.Errorf("%s does not say %q", language, fault)
			}
			t.Log(said)
		}
	}
}

// TestRefusalsAboutPersonsAreSaid asks for what nobody can be asked for; no part
// of the answer stays English.
func TestRefusalsAboutPersonsAreSaid(t *testing.T) {
	dir := t.TempDir()
	record, err := sqlite.Open(t.Context(), filepath.Join(dir, "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	persons, err := privacy.New(t.Context(), privacy.Options{Folder: dir, Now: time.Now}, record, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []privacy.Request{
		{},
		{Person: "a"},
		{Person: strings.Repeat("a", 2000)},
		{Person: strings.Repeat("a ", 20)},
		{Person: "Kamran", By: "leyla", Reason: "asked", Yes: true},
		{Person: "Kamran Əliyev", Yes: true},
	} {
		_, refused := persons.Erase(t.Context(), r)
		if refused == nil {
			t.Fatalf("%+v is erased", r)
		}
		for _, language := range []string{"az", "ru"} {
			w, err := newWords(language)
			if err != nil {
				t.Fatal(err)
			}
			fault := fmt.Errorf("%w: %w", qalxan.ErrRequest, refused)
			said := w.voice.Fault(fault.Error())
			for _, word := range []string{"request", "this", "name", "give", "needs"} {
				if strings.Contains(said, word) {
					t.Errorf("%s says of %q: %q", language, fault, said)
				}
			}
		}
	}
}
