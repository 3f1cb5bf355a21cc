package robots

import (
	"runtime"
	"strings"
	"testing"
)

func TestZeroRulesPermit(t *testing.T) {
	if d := new(Rules).Test("Qalxan", "/x"); !d.Allowed {
		t.Errorf("zero rules: %+v", d)
	}
}

func TestSizeIsBounded(t *testing.T) {
	head := "User-agent: *\nDisallow: /x\n"
	filler := strings.Repeat("# 34567\n", MaxSize/8)
	r := Parse([]byte(head + filler + "Disallow: /late\n"))
	if r.Test("Qalxan", "/x").Allowed {
		t.Error("a rule before the bound was lost")
	}
	if !r.Test("Qalxan", "/late").Allowed {
		t.Error("a rule behind the bound was read")
	}
	cut := head + strings.Repeat("#", MaxSize-len(head)-len("\nDisallow: /")) + "\nDisallow: /private\n"
	if !Parse([]byte(cut)).Test("Qalxan", "/public").Allowed {
		t.Error("half a rule was read")
	}
}

func TestLongLineIsCut(t *testing.T) {
	long := "/x/" + strings.Repeat("a", maxLine)
	r := Parse([]byte("User-agent: *\nDisallow: " + long + "/q"))
	if r.Test("Qalxan", long+"/z").Allowed {
		t.Error("the beginning of a line that is too long does not count")
	}
}

// A matcher that backtracks needs longer than the universe has for this.
func TestManyStars(t *testing.T) {
	file := "User-agent: *\nDisallow: /" + strings.Repeat("a*", 5000) + "b$"
	if !Parse([]byte(file)).Test("Qalxan", "/"+strings.Repeat("a", 8000)).Allowed {
		t.Error("matched without its end")
	}
}

func FuzzTest(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b$\nAllow: /%d0%b0\nCrawl-delay: 1"), "Qalxan/1.0 (x)", "https://q.example/a?b")
	f.Add([]byte("\xef\xbb\xbfuser-agent q\rdisallow /\r\n\x00"), "", "//")
	f.Fuzz(func(t *testing.T, file []byte, agent, url string) {
		r := Parse(file)
		d := r.Test(agent, url)
		if !d.Allowed && d.Rule == "" {
			t.Errorf("refused without a rule: %+v", d)
		}
		if again := r.Test(agent, url); again != d {
			t.Errorf("%+v, then %+v", d, again)
		}
		if p := pathOf(url); normalise(p) != p {
			t.Errorf("normalising %q twice differs", p)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	file := []byte("User-agent: *\n" + strings.Repeat("Disallow: /section/*/page?id=\nAllow: /новости\n", 100))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		Parse(file)
	}
}

func BenchmarkTest(b *testing.B) {
	r := Parse([]byte("User-agent: *\n" + strings.Repeat("Disallow: /section/*/page?id=\nAllow: /новости\n", 100)))
	for b.Loop() {
		r.Test("Qalxan", "https://q.example/section/4/2026/11/21/a-long-headline.html")
	}
}

// TestSizeIsAboutWhatIsUsed parses files of the greatest length, which are made
// to take as much memory as they can, and looks at the heap.
func TestSizeIsAboutWhatIsUsed(t *testing.T) {
	for name, line := range map[string]string{
		"short rules": "allow:/\n",
		"padded":      "disallow:" + strings.Repeat(" ", 4000) + "/x\n",
		"commented":   "disallow: /x #" + strings.Repeat("c", 4000) + "\n",
		"sitemaps":    "sitemap:a\n",
		"agents":      "user-agent:a\n",
		"groups":      "user-agent:a\ndisallow:/\n",
		"signals":     "content-signal:a=b,c=d\n",
		"delays":      "user-agent:a\ncrawl-delay:1\n",
	} {
		body := []byte("user-agent: *\n" + strings.Repeat(line, MaxSize/len(line)-2))
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		rules := Parse(body)
		runtime.GC()
		runtime.ReadMemStats(&after)
		used := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		if size := int64(rules.Size()); used > 2*size+100<<10 {
			t.Errorf("%s: %d bytes are used and %d counted", name, used, size)
		}
		runtime.KeepAlive(rules)
		runtime.KeepAlive(body)
	}
}
