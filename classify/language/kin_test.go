package language

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	update = flag.Bool("update", false, "write kin.txt anew from the texts in -texts")
	texts  = flag.String("texts", "", "folders of texts, each named CODE.SCRIPT.txt, parted by commas")
)

// maxGrams is how many sequences of a language the table keeps.
const maxGrams = 1200

// TestKinTable writes the table from folders of texts. Ours was counted from
// the Universal Declaration of Human Rights and the translated messages of a
// web framework: counts, no words. docs/detectors.md tells more.
func TestKinTable(t *testing.T) {
	if !*update {
		t.Skip("needs -update and -texts")
	}
	byName := map[string]*profile{}
	for _, folder := range strings.Split(*texts, ",") {
		files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no texts in %q: %v", folder, err)
		}
		for _, file := range files {
			countFile(t, byName, file)
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		byName[name].write(&b)
	}
	if err := os.WriteFile("kin.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func countFile(t *testing.T, byName map[string]*profile, file string) {
	name := strings.TrimSuffix(filepath.Base(file), ".txt")
	code, script, ok := strings.Cut(name, ".")
	if !ok {
		t.Fatalf("%s is not named CODE.SCRIPT.txt", file)
	}
	p := byName[name]
	if p == nil {
		p = &profile{code: code, script: script, counts: map[string]int{}}
		byName[name] = p
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		s := read(line, lower)
		if s.script.tag != script {
			continue
		}
		for _, word := range s.words {
			for gram, n := range grams(word) {
				p.counts[gram]++
				p.totals[n]++
			}
		}
	}
}

func (p *profile) write(b *strings.Builder) {
	fmt.Fprintln(b, p.code, p.script, p.totals[1], p.totals[2], p.totals[3])
	often := slices.DeleteFunc(slices.Collect(maps.Keys(p.counts)), func(g string) bool {
		return p.counts[g] < 2 && utf8.RuneCountInString(g) > 1
	})
	slices.SortFunc(often, func(a, b string) int {
		return cmp.Or(cmp.Compare(p.counts[b], p.counts[a]), strings.Compare(a, b))
	})
	for i, gram := range often[:min(maxGrams, len(often))] {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(b, "%s=%d", gram, p.counts[gram])
	}
	b.WriteByte('\n')
}
