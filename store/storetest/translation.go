package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// translated keeps a translation of the latest version of an identity.
func translated(t *testing.T, s store.Store, identity, target, title string) qalxan.Translation {
	t.Helper()
	i := must(s.Latest(t.Context(), identity))(t)
	made := qalxan.Translation{
		Digest: i.Hash, Source: "az", Target: target, Server: "mt.example", Time: start, Title: title,
		Parts: []qalxan.TranslatedPart{{From: 0, To: 5, Text: "\x00<b>" + title}},
	}
	ok(t, s.SaveTranslation(t.Context(), i.ID, made))
	return made
}

func testTranslations(t *testing.T, s store.Store) {
	ctx := t.Context()
	commit(t, s, entry(item("a", 1)))
	same(t, "none", must(s.Translations(ctx, item("a", 1).Hash))(t), nil)
	ru, en := translated(t, s, "a", "ru", "Заголовок"), translated(t, s, "a", "en", "A title")
	same(t, "both", must(s.Translations(ctx, ru.Digest))(t), []qalxan.Translation{en, ru})
	again := translated(t, s, "a", "en", "The title")
	same(t, "replaced", must(s.Translations(ctx, ru.Digest))(t), []qalxan.Translation{again, ru})
	same(t, "of other words", must(s.Translations(ctx, "other"))(t), nil)

	is(t, s.SaveTranslation(ctx, "i-none", ru), store.ErrNotFound)
	other := ru
	other.Digest = "other"
	is(t, s.SaveTranslation(ctx, item("a", 1).ID, other), store.ErrNotFound)
	same(t, "nothing was kept of them", must(s.Translations(ctx, "other"))(t), nil)
}

// testTranslationsErased: what is erased of a person is erased of translations,
// also where the words themselves do not hold the name.
func testTranslationsErased(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, identity := range []string{"named", "title", "held", "other"} {
		commit(t, s, signedEntry(identity, "Ann", start))
	}
	named, title := translated(t, s, "named", "en", "plain"), translated(t, s, "title", "en", "plain")
	held, other := translated(t, s, "held", "en", "Ann is here"), translated(t, s, "other", "en", "Ann is here")
	ok(t, s.AddHold(ctx, store.Hold{ID: "h-1", Noun: "identity", Object: "held", Time: start}))
	var changed []store.Passage
	for _, p := range whole(t, s.Passages(ctx)) {
		hit := p.Place == "translation" && strings.Contains(p.Text, "Ann") ||
			p.Place == "item.text" && p.Item == qalxan.ItemID("named", 1) || p.Place == "item.title" && p.Item == qalxan.ItemID("title", 1)
		if !hit {
			continue
		}
		p.Text = strings.ReplaceAll(p.Text, "Ann", "███")
		if p.Place == "item.title" {
			p.Text = "███"
		}
		changed = append(changed, p)
	}
	same(t, "places", len(changed), 4)
	ok(t, s.Rewrite(ctx, changed))
	same(t, "its words were changed", must(s.Translations(ctx, named.Digest))(t), nil)
	same(t, "its title was changed", must(s.Translations(ctx, title.Digest))(t), nil)
	same(t, "held", must(s.Translations(ctx, held.Digest))(t), []qalxan.Translation{held})
	same(t, "only the translation had the name", must(s.Translations(ctx, other.Digest))(t)[0].Title, "███ is here")
}

// testTranslationsRetired: a translation is kept no longer than the text, but as
// long as somebody is bound to it.
func testTranslationsRetired(t *testing.T, s store.Store) {
	ctx, old := t.Context(), start.Add(-100*24*time.Hour)
	digest := sameWords(t, s, old)
	kept := translated(t, s, "kept", "en", "The same words")
	ok(t, s.AddHold(ctx, store.Hold{ID: "h-1", Noun: "identity", Object: "kept", Time: start}))
	retire := func() {
		keys := must(s.Overdue(ctx, store.RetainedText, store.Cutoffs{All: start.Add(-24 * time.Hour)}, "", 10))(t)
		ok(t, s.Retire(ctx, store.RetainedText, keys, start))
	}
	retire()
	if all := must(s.Translations(ctx, digest))(t); len(all) != 1 || all[0].Title != kept.Title {
		t.Errorf("the words of a held item lost their translation: %+v", all)
	}
	must(s.ReleaseHold(ctx, "h-1", store.Release{By: "kamran", Reason: "closed", Time: start}))(t)
	retire()
	if all := must(s.Translations(ctx, digest))(t); len(all) != 0 {
		t.Errorf("a translation outlived its text: %+v", all)
	}
	is(t, s.SaveTranslation(ctx, qalxan.ItemID("kept", 1), kept), store.ErrNotFound)
}

// sameWords commits two items with the same words, and returns their hash.
func sameWords(t *testing.T, s store.Store, seen time.Time) string {
	t.Helper()
	var hash string
	for _, identity := range []string{"kept", "copy"} {
		i := itemAt(identity, seen, func(i *qalxan.Item) { i.Title, i.Text = "Eyni", "Eyni sözlər." })
		i.Hash = qalxan.ItemHash(i.Title, i.Text)
		hash = i.Hash
		commit(t, s, entry(i))
	}
	return hash
}
