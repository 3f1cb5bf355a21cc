package page_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

// tongue is what sites say in one language. None of the words for absence is
// among those that are known without asking.
type tongue struct {
	title, text, footer string   // of the page for absent addresses
	stories             []string // title and text of short stories, parted by |
}

var tongues = map[string]tongue{
	"az": {"Belə bir yazı yoxdur", "Axtardığınız material saytda yoxdur. Ana səhifəyə qayıdın.", "Saytın materiallarından istifadə edərkən istinad vacibdir. Redaksiya ilə əlaqə üçün bizə yazın.", []string{
		"Hava soyuyur|Sabah 5 dərəcə şaxta olacaq.", "Yol bağlandı|Dəniz küçəsi təmir üçün bağlanıb.", "Su verilmir|Şəhərdə axşam su olmayacaq.",
	}},
	"en": {"Nothing to see here", "Whatever you were looking for has moved on. Go back to our front page.", "All rights belong to the paper. Write to the editors if you want to use a text.", []string{
		"Frost tonight|It will be cold.", "Road closed|Sea Street is closed until Friday.", "Mayor resigns|He said so on Monday.",
	}},
	"ru": {"Здесь ничего нет", "Возможно, вы ошиблись адресом. Вернитесь на главную.", "Использование материалов только со ссылкой. Пишите в редакцию.", []string{
		"Мороз ночью|Будет холодно.", "Дорога закрыта|Морская улица закрыта до пятницы.", "Мэр ушёл|Он сказал об этом сам.",
	}},
	"hy": {"Այստեղ ոչինչ չկա", "Ձեր փնտրած նյութը տեղափոխվել է։ Վերադարձեք գլխավոր էջ։", "Նյութերից օգտվելիս հղումը պարտադիր է։ Գրեք խմբագրություն։", []string{
		"Ցուրտ գիշեր|Գիշերը ցուրտ կլինի։", "Ճանապարհը փակ է|Ծովային փողոցը փակ է։",
	}},
	"ka": {"აქ არაფერია", "თქვენი მასალა გადატანილია. დაბრუნდით მთავარ გვერდზე.", "მასალის გამოყენებისას მიუთითეთ წყარო. მოგვწერეთ რედაქციაში.", []string{
		"ცივი ღამე|ღამით ყინვაა.", "გზა დაკეტილია|ზღვის ქუჩა დაკეტილია.",
	}},
	"tr": {"Burada bir şey yok", "Aradığınız içerik taşınmış olabilir. Ana sayfaya dönün.", "Kaynak göstermeden alıntı yapılamaz. Bize yazın.", []string{
		"Soğuk gece|Gece don var.", "Yol kapandı|Deniz caddesi cumaya kadar kapalı.",
	}},
	"fa": {"اینجا چیزی نیست", "مطلبی که دنبالش بودید جابجا شده است. به صفحه اصلی برگردید.", "استفاده از مطالب با ذکر منبع آزاد است. با ما تماس بگیرید.", []string{
		"شب سرد|امشب هوا سرد است.", "راه بسته شد|خیابان دریا تا جمعه بسته است.",
	}},
	"uz": {"Bu yerda hech narsa yo‘q", "Siz qidirgan maqola ko‘chirilgan. Bosh sahifaga qayting.", "Materiallardan foydalanganda havola shart. Tahririyatga yozing.", []string{
		"Sovuq tun|Kechasi sovuq bo‘ladi.", "Yo‘l yopildi|Dengiz ko‘chasi yopiq.",
	}},
	"uk": {"Тут порожньо", "Можливо, ви помилилися адресою. Поверніться на головну.", "Використання матеріалів лише з посиланням. Пишіть до редакції.", []string{
		"Мороз уночі|Буде холодно.", "Дорогу закрито|Морську вулицю закрито.",
	}},
}

// styles are ways in which sites lay out their pages: whether all bear one
// title, repeat the address, show other stories below, or lead elsewhere.
var styles = []struct {
	name                               string
	oneTitle, echo, related, redirects bool
}{
	{"plain", false, false, false, false},
	{"one title", true, false, false, false},
	{"address repeated", false, true, false, false},
	{"other stories", false, false, true, false},
	{"leads elsewhere", false, false, false, true},
}

// host answers for a site that says of no address that it does not exist.
type host struct {
	tongue
	style int
	asked []string
	looks int
}

func (g *host) Get(_ context.Context, r fetch.Request) (*fetch.Page, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	g.looks++
	g.asked = append(g.asked, u.Path)
	shown, title, body := r.URL, g.title, g.text
	var n int
	if _, err := fmt.Sscanf(u.Path, "/news/%d", &n); err == nil && n < len(g.stories) {
		title, body, _ = strings.Cut(g.stories[n], "|")
	} else if u.Path == "/" {
		title, body = "Daily", strings.ReplaceAll(strings.Join(g.stories, ". "), "|", ": ")
	} else {
		if styles[g.style].redirects {
			shown = "https://xeber.az/sorry"
		}
		if styles[g.style].echo {
			body += " " + u.Path
		}
	}
	p := &fetch.Page{URL: shown, Status: 200, Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}}}
	p.Body = []byte(g.html(title, body))
	p.Captures = []qalxan.Capture{{ID: r.URL, URL: shown, Time: sourcetest.Day, Status: 200}}
	return p, nil
}

func (g *host) html(title, body string) string {
	head := title
	if styles[g.style].oneTitle {
		head = "Daily"
	}
	var related strings.Builder
	for n := range map[bool]int{true: 6}[styles[g.style].related] {
		fmt.Fprintf(&related, `<li><a href="/news/%d%d">%s %s</a></li>`, g.looks, n, strings.Fields(g.text)[n%4], g.stories[(n+g.looks)%len(g.stories)])
	}
	h1 := "<h1>" + title + "</h1>"
	if styles[g.style].oneTitle {
		h1 = "<h3>" + title + "</h3>"
	}
	return fmt.Sprintf(`<!doctype html><html><head><title>%s</title></head><body><nav><a href="/">Daily</a></nav><main><article>%s<p>%s</p><p>%s</p></article></main><ul class="related">%s</ul></body></html>`,
		head, h1, body, g.footer, related.String())
}

// examine looks at an address of a host, as a feed announced it.
func examine(t *testing.T, get fetch.Getter, k *page.Absences, at time.Time, path string, m frontier.Memory) source.Harvest {
	t.Helper()
	r := page.Reader{
		Visitor:   page.Visitor{Getter: get, Now: func() time.Time { return at }},
		Extractor: extract.New(extract.Options{Now: sourcetest.Now}), Absences: k,
	}
	tk := frontier.Task{SourceID: "xeber", URL: "https://xeber.az" + path, Role: frontier.RolePage, Memory: m}
	if path != "/" {
		tk.Depth, tk.Hint = 1, frontier.Hint{Origin: page.OriginFeed}
	}
	h, p, err := r.Visit(t.Context(), xeber, tk, "")
	if err != nil || p == nil {
		t.Fatalf("%s: %+v, %v", path, h.Result, err)
	}
	if _, err := r.Examine(t.Context(), &h, xeber, tk, p); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestAbsentPagesAreKnown looks at pages for absent addresses that have status
// 200, in words that are not known beforehand, and at short stories of the same
// sites.
func TestAbsentPagesAreKnown(t *testing.T) {
	absent, seen, stories, lost, gone := 0, 0, 0, 0, 0
	for code, words := range tongues {
		for i, style := range styles {
			g, k, at := &host{tongue: words, style: i}, page.NewAbsences(), sourcetest.Day
			examine(t, g, k, at, "/", frontier.Memory{})
			for n := range words.stories {
				h := examine(t, g, k, at, fmt.Sprintf("/news/%d", n), frontier.Memory{})
				if stories++; len(h.Items) != 1 {
					lost++
					t.Errorf("%s, %s: story %d was judged absent: %s", code, style.name, n, h.Result.Reason)
				}
				known := h.Result.Memory
				known.Print = "that of other words"
				if h := examine(t, g, k, at, fmt.Sprintf("/news/%d", n), known); len(h.Items) != 1 || !h.Result.Memory.Absent.IsZero() {
					lost++
					t.Errorf("%s, %s: an edited story %d was judged absent: %s", code, style.name, n, h.Result.Reason)
				}
			}
			absent++
			if h := examine(t, g, k, at, "/news/77-taken-away", frontier.Memory{}); len(h.Items) == 0 && h.Result.State == frontier.StateFailed {
				seen++
			}
			m := frontier.Memory{Identity: "https://xeber.az/news/88", Print: "of a story", First: at.Add(-time.Hour), Checked: at.Add(-time.Hour)}
			for _, later := range []time.Duration{0, 7 * time.Hour} {
				examine(t, g, k, at.Add(later), "/", frontier.Memory{})
				m = examine(t, g, k, at.Add(later), "/news/88", m).Result.Memory
			}
			if !m.Deleted.IsZero() {
				gone++
			}
			probes := 0
			for _, path := range g.asked {
				if strings.Contains(path, "no-such-page") {
					probes++
				}
			}
			if probes > 1 {
				t.Errorf("%s, %s: %d addresses that do not exist were asked for", code, style.name, probes)
			}
		}
	}
	t.Logf("%d of %d new absent pages seen, %d of %d deletions, %d of %d readings of short stories lost", seen, absent, gone, absent, lost, 2*stories)
	if seen < absent*9/10 || gone < absent*9/10 {
		t.Error("fewer than nine in ten absent pages were seen")
	}
}

// TestAllPagesAlike visits a known page of a site that shows the same
// everywhere: the page is neither edited nor gone.
func TestAllPagesAlike(t *testing.T) {
	g, k := &host{tongue: tongue{title: "We are back soon", text: "Our site is being mended. Please have a little patience with us."}}, page.NewAbsences()
	m := frontier.Memory{Identity: "https://xeber.az/news/1", Print: "of a story", First: sourcetest.Day}
	for n := range 4 {
		h := examine(t, g, k, sourcetest.Day.Add(time.Duration(n)*7*time.Hour), "/news/1", m)
		if len(h.Items) > 0 || len(h.Fates) > 0 || h.Result.State != frontier.StateFailed || !h.Result.Memory.Absent.IsZero() {
			t.Errorf("visit %d: %+v", n, h)
		}
		m = h.Result.Memory
	}
}

// TestAskingIsBounded counts what is asked beside the pages themselves.
func TestAskingIsBounded(t *testing.T) {
	g, k := &host{tongue: tongues["en"]}, page.NewAbsences()
	m := frontier.Memory{Identity: "https://xeber.az/news/1", Print: "of a story"}
	for _, s := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {time.Hour, 0}, {71 * time.Hour, 0}, {73 * time.Hour, 1}, {74 * time.Hour, 0}} {
		h := examine(t, g, k, sourcetest.Day.Add(s.after), "/news/1", m)
		if h.Beside != s.want || len(h.Captures) != 1+s.want {
			t.Errorf("after %s: %d asked beside, %d captures", s.after, h.Beside, len(h.Captures))
		}
	}
	if got := g.asked[1]; !strings.HasPrefix(got, "/news/no-such-page-") {
		t.Errorf("asked for %s", got)
	}
}

// TestAskingThatEndsTheRun cannot record the answer.
func TestAskingThatEndsTheRun(t *testing.T) {
	full := errors.New("the disk is full")
	for _, refused := range []error{full, &fetch.Error{Err: fetch.ErrDenied, Reason: "robots.txt forbids it", Captures: make([]qalxan.Capture, 1)}} {
		web := &failing{host{tongue: tongues["en"]}, refused}
		r := page.Reader{Visitor: page.Visitor{Getter: web, Now: sourcetest.Now}, Extractor: extract.New(extract.Options{}), Absences: page.NewAbsences()}
		tk := frontier.Task{SourceID: "xeber", URL: "https://xeber.az/news/0", Depth: 1, Hint: frontier.Hint{Origin: page.OriginFeed}}
		h, p, err := r.Visit(t.Context(), xeber, tk, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Examine(t.Context(), &h, xeber, tk, p)
		if errors.Is(err, full) != errors.Is(refused, full) || err == nil && (len(h.Items) != 1 || len(h.Captures) != 2) {
			t.Errorf("%v: %v, %+v", refused, err, h)
		}
	}
}

// failing refuses the addresses that do not exist.
type failing struct {
	host
	err error
}

func (f *failing) Get(ctx context.Context, r fetch.Request) (*fetch.Page, error) {
	if strings.Contains(r.URL, "no-such-page") {
		return nil, f.err
	}
	return f.host.Get(ctx, r)
}
