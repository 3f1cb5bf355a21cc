package privacy

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

var testKey = key(strings.Repeat("k", keySize))

func TestKey(t *testing.T) {
	dir := t.TempDir()
	k, err := loadKey(dir, "")
	if err != nil || len(k) != keySize {
		t.Fatal(len(k), err)
	}
	path := filepath.Join(dir, KeyFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	again, err := loadKey(dir, k.seal())
	if err != nil || string(again) != string(k) {
		t.Fatal("the key is another", err)
	}
	spoil := map[string]func() error{
		"another": func() error { return os.WriteFile(path, []byte(strings.Repeat("ab", keySize)), 0o600) },
		"damaged": func() error { return os.WriteFile(path, []byte("ab"), 0o600) },
		"open": func() error {
			return errors.Join(os.WriteFile(path, []byte(k.hash("", "")), 0o600), os.Chmod(path, 0o644))
		},
		"missing": func() error { return os.Remove(path) },
	}
	for _, name := range []string{"another", "damaged", "open", "missing"} {
		if err := spoil[name](); err != nil {
			t.Fatal(err)
		}
		if _, err := loadKey(dir, k.seal()); !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLabel(t *testing.T) {
	source := qalxan.Source{ID: "sabah", Name: "Sabah Xəbər", URL: "https://www.sabah.example/"}
	l := newLabels(testKey, []string{"Prezidentin Mətbuat Xidməti"}, slices.Values([]qalxan.Source{{Name: "Gorizont"}}))
	lale, rashad := testKey.pseudonym(normal("Lalə Bağırova")), testKey.pseudonym(normal("Rəşad Quliyev"))
	tests := []struct{ label, want string }{
		{"Lalə Bağırova", lale},
		{"  LALƏ   BAĞIROVA ", lale},
		{"Lalə Bağırova, Rəşad Quliyev", lale + ", " + rashad},
		{"Lalə Bağırova və Rəşad Quliyev", lale + ", " + rashad},
		{"Lalə Bağırova | Reuters", lale + ", Reuters"},
		{"Sabah xəbər", "Sabah xəbər"},
		{"sabah.example", "sabah.example"},
		{"The Town", "The Town"}, // as the page calls its site
		{"Gorizont", "Gorizont"},
		{"prezidentin mətbuat xidməti", "prezidentin mətbuat xidməti"},
		{"admin", "admin"},
		{"Azərtac", "Azərtac"},
		{lale, testKey.pseudonym(lale[:6] + " " + lale[7:])},
		{"", ""},
		{" , ;", ""},
	}
	for _, tt := range tests {
		if got := l.label(tt.label, source, "The Town", false, never); got != tt.want {
			t.Errorf("%q is kept as %q, want %q", tt.label, got, tt.want)
		}
	}
	source.Policy.Authors = qalxan.AuthorsNamed
	if got := l.label("Lalə Bağırova", source, "", false, never); got != "Lalə Bağırova" {
		t.Errorf("named: %q", got)
	}
	if got := l.label(lale, source, "", false, never); got == lale {
		t.Error("a page may call its author by somebody's pseudonym")
	}
	if got := l.label(lale, source, "", true, never); got != lale {
		t.Errorf("a pseudonym of ours became %q", got)
	}
	if got := l.label("Lalə Bağırova, Reuters", qalxan.Source{}, "", false, func(p string) bool { return p == lale }); got != "Reuters" {
		t.Errorf("erased: %q", got)
	}
}

func never(string) bool { return false }

func TestBlank(t *testing.T) {
	tests := []struct{ person, text, want string }{
		{"Lalə Bağırova", "Lalə Bağırova yazır.", "████ ████████ yazır."},
		{"lalə bağırova", "(LALƏ BAĞIROVA)", "(████ ████████)"},
		{"Lalə Bağırova", "Lalə Bağırovanın sözü, Lalə\nBağırova'nın da", "████ ███████████ sözü, ████\n████████████ da"},
		{"Lalə Bağırova", "Lalə Quliyeva, Bağırova Lalə", "Lalə Quliyeva, ████████ ████"},
		{"Lalə Bağırova", "Bağırova Laləyə, Lale Bagirova", "████████ ██████, Lale Bagirova"},
		{"Ali", "Ali and alien Alibi", "███ and alien Alibi"},
		{".*(a|b)+$ [x]", "nothing of a b x here; a b x", "nothing of █ █ █ here; █ █ █"},
		{"İlqar Şirinlı", "ilqar şirinli, ILQAR ŞIRINLI, İlqar Şirinlının", "█████ ███████, █████ ███████, █████ ██████████"},
		{"Anna Petr", "Anna Petrova met Anna Petra and Anna Petr's dog", "Anna Petrova met ████ █████ and ████ ██████ dog"},
		{"Igor Lapin", "Igor Lapinsky, Igor Lapins", "Igor Lapinsky, ████ ██████"},
		{"Nino Beridze", "Nino Beridzeni Nino Beridze-ს", "████ █████████ ████ ███████-ს"},
		{"Игорь Лапин", "Игорь Лапиным сказано", "█████ ███████ сказано"},
	}
	for _, tt := range tests {
		e, err := testKey.identify(tt.person)
		if err != nil {
			t.Fatal(err)
		}
		n := newNeedles(testKey, e)
		got, _ := n.blank(tt.text)
		if got != tt.want || utf8.RuneCountInString(got) != utf8.RuneCountInString(tt.text) {
			t.Errorf("%q in %q: %q", tt.person, tt.text, got)
		}
		if again, found := n.blank(got); again != got || found != 0 {
			t.Errorf("%q is not stable", got)
		}
	}
}

func TestIdentifyRefuses(t *testing.T) {
	for name, person := range map[string]string{
		"empty": "", "spaces": " \t ", "a letter": "a", "a letter with signs": "-ə-", "signs": "...", "a megabyte": strings.Repeat("ab ", 1<<19),
		"not UTF-8": "\xff\xfe ab", "many words": strings.Repeat("ab ", 20),
	} {
		if _, err := testKey.identify(person); !errors.Is(err, ErrPerson) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPassage(t *testing.T) {
	e, _ := testKey.identify("Lalə Bağırova")
	n := newNeedles(testKey, e)
	p, found := n.passage(store.Passage{JSON: true, Text: `{"a":["x\nLalə Bağırova",1.50],"b":{"c":"<Lalə Bağırova>"}}`})
	if want := `{"a":["x\n████ ████████",1.50],"b":{"c":"<████ ████████>"}}`; p.Text != want || found != 2 {
		t.Errorf("%d, %s", found, p.Text)
	}
	if p, found := n.passage(store.Passage{JSON: true, Text: `{"half`}); found != 0 || p.Text != `{"half` {
		t.Errorf("%d, %s", found, p.Text)
	}
	for label, want := range map[string]string{
		e.Pseudonym: "", e.Pseudonym + ", Reuters": "Reuters", "Lalə Bağırova, Rəşad Quliyev": "Rəşad Quliyev", "Reuters": "Reuters",
	} {
		if p, _ := n.passage(store.Passage{Place: store.PlaceAuthor, Text: label}); p.Text != want {
			t.Errorf("%q: %q", label, p.Text)
		}
	}
}

func FuzzBlank(f *testing.F) {
	f.Add("Lalə Bağırova", "x Lalə Bağırovanın y")
	f.Add(".*", "\xff\u202e.*")
	f.Add("a.1 b", "A.1 B a.1")
	f.Fuzz(func(t *testing.T, person, text string) {
		e, err := testKey.identify(person)
		if err != nil {
			return
		}
		n := newNeedles(testKey, e)
		got, found := n.blank(text)
		if utf8.ValidString(text) && utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Errorf("%q became %q", text, got)
		}
		if again, more := n.blank(got); more > 0 && found > 0 && again != got {
			t.Errorf("%q is not stable: %q", got, again)
		}
	})
}

func BenchmarkBlank(b *testing.B) {
	e, _ := testKey.identify("Lalə Bağırova")
	n, text := newNeedles(testKey, e), strings.Repeat("Şəhər bu gün Lalə xanımı qarşılayıb və sonra yola salıb. ", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n.blank(text)
	}
}
