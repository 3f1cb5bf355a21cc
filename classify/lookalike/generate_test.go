package lookalike

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// outlets are brands in az, ru, tr and en whose imitations are made up here.
var outlets = []string{
	"azertag.az", "musavat.com", "meydan.tv", "modern.az", "kommersant.ru", "novayagazeta.eu", "interfax.ru", "fontanka.ru",
	"hurriyet.com.tr", "cumhuriyet.com.tr", "anadoluajansi.com.tr", "bianet.org", "reuters.com", "washingtonpost.com", "bloomberg.com",
	"euronews.com", "aljazeera.com", "armenpress.am", "interpressnews.ge", "ukrinform.ua", "dailymail.co.uk", "lemonde.fr", "spiegel.de",
}

// imitations makes hosts of one kind from a brand's label and ending.
var imitations = map[string]func(label, ending string) []string{
	"insertion":     each(func(l string, i int) string { return l[:i] + "k" + l[i:] }),
	"doubling":      each(func(l string, i int) string { return l[:i] + l[i:i+1] + l[i:] }),
	"deletion":      each(func(l string, i int) string { return l[:i] + l[i+1:] }),
	"substitution":  each(func(l string, i int) string { return l[:i] + other(l[i]) + l[i+1:] }),
	"transposition": each(func(l string, i int) string { return l[:i-1] + l[i:i+1] + l[i-1:i] + l[i+1:] }),
	"hyphen":        each(func(l string, i int) string { return l[:i] + "-" + l[i:] }),
	"cyrillic":      swapped("a", "а", "e", "е", "o", "о", "p", "р", "c", "с", "i", "і"),
	"marks":         swapped("a", "á", "e", "ė", "i", "ı", "o", "ö", "u", "ų"),
	"ascii":         swapped("m", "rn", "o", "0", "l", "1", "i", "l", "w", "vv", "d", "cl"),
	"ending": func(l, _ string) []string {
		return suffixed(l, ".ltd", ".info", ".live", ".today", ".cc", ".me", ".co", ".com.co", ".eu.com", ".cfd", ".press")
	},
	"word": func(l, e string) []string {
		return suffixed("", l+"-news."+e, l+"online."+e, "the"+l+"."+e, l+"-az.com", "breaking-"+l+".com", l+"24.com", "my"+l+".net", l+"official.info")
	},
	"inside": func(l, e string) []string {
		return suffixed("", l+strings.ReplaceAll(e, ".", "")+".net", l+"-"+strings.ReplaceAll(e, ".", "-")+".info", l+"com.net")
	},
	"subdomain": func(l, e string) []string {
		return suffixed("", l+"."+e+".login-page.xyz", l+"-"+strings.ReplaceAll(e, ".", "-")+".example.top", "www."+l+"."+e+".evil.tld.info")
	},
}

func each(change func(string, int) string) func(string, string) []string {
	return func(label, ending string) []string {
		var all []string
		for i := 1; i < len(label); i++ {
			if c := change(label, i); c != label {
				all = append(all, c+"."+ending)
			}
		}
		return all
	}
}

// other is the letter that is typed instead.
func other(b byte) string {
	if b == 'k' {
		return "j"
	}
	return "k"
}

func swapped(pairs ...string) func(string, string) []string {
	return func(label, ending string) []string {
		var all []string
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(label, pairs[i]) {
				all = append(all, strings.Replace(label, pairs[i], pairs[i+1], 1)+"."+ending)
			}
		}
		return all
	}
}

func suffixed(label string, endings ...string) []string {
	for i, e := range endings {
		endings[i] = label + e
	}
	return endings
}

// plain are names of common words: others bear them rightly, so that they are
// found less and counted apart.
var plain = []string{"report.az", "azadliq.org", "trend.az", "sabah.com.tr"}

// TestGenerated tells the recall of each kind of imitation.
func TestGenerated(t *testing.T) {
	found, made := generated(t, outlets, 0.85)
	t.Logf("distinct names: %d of %d (%.3f)", found, made, float64(found)/float64(made))
	if float64(found) < 0.97*float64(made) {
		t.Error("recall over all kinds is below 0.97")
	}
	found, made = generated(t, plain, 0)
	t.Logf("common words: %d of %d (%.3f)", found, made, float64(found)/float64(made))
}

// generated counts the imitations of the domains that are found, and holds the
// share of each kind to a least.
func generated(t *testing.T, domains []string, least float64) (allFound, allMade int) {
	var brands []Brand
	for _, domain := range domains {
		brands = append(brands, Brand{Domains: []string{domain}})
	}
	d, err := New(Options{Brands: brands})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range slices.Sorted(maps.Keys(imitations)) {
		found, made, missed := 0, 0, ""
		for _, domain := range domains {
			label, ending, _ := strings.Cut(domain, ".")
			for _, h := range imitations[kind](label, ending) {
				made++
				if m, ok := d.Match(h); ok && m.Domain == domain {
					found++
				} else {
					missed += " " + h
				}
			}
		}
		t.Logf("%-13s %3d of %3d (%.3f)%.150s", kind, found, made, float64(found)/float64(made), missed)
		if float64(found) < least*float64(made) {
			t.Errorf("%s: below %g", kind, least)
		}
		allFound, allMade = allFound+found, allMade+made
	}
	return allFound, allMade
}
