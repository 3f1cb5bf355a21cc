package edit_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
)

// phrases are what decorates a page in one language.
type phrases struct {
	language           string
	title              string
	paragraphs         []string
	views, ago, count  string // with one number each
	related, ad        string
	cookies, share     string
	headlines, opinion []string
}

var decorated = []phrases{
	{
		"az", "Körpünün təmiri gələn aya qədər davam edəcək",
		[]string{
			"Şəhər körpüsünün təmiri davam edir və işlər 12 gün çəkəcək, deyə icra hakimiyyətindən bildirilib.",
			"Məlumata görə, bu müddətdə nəqliyyat vasitələri dolama yoldan keçəcək, avtobusların hərəkət cədvəli isə dəyişməyəcək.",
			"Körpü 1978-ci ildə tikilib və sonuncu dəfə on il əvvəl təmir olunub. İşlərə 340 min manat ayrılıb.",
		},
		"Baxış sayı: %d", "%d dəqiqə əvvəl", "Şərhlər (%d)", "Həmçinin oxuyun", "Reklam: yeni mənzillərdə %d faiz endirim, bu gün zəng edin",
		"Bu sayt kukilərdən istifadə edir. Davam etməklə şərtlərlə razılaşırsınız.", "Paylaş: %d",
		[]string{"Yağış həftəsonu da davam edəcək", "Məktəblərdə yeni dərs ili başlayır", "Limanda ikinci tərəzi quraşdırıldı", "Çay evinin qapısı yenidən açıldı", "Bazarda qiymətlər dəyişməyib"},
		[]string{"Bu xəbəri çoxdan gözləyirdik, təşəkkür edirəm hamıya.", "Görəsən nə vaxt bitəcək bu təmir işləri axı?", "Dolama yol da bərbad vəziyyətdədir, ona da baxın."},
	},
	{
		"ru", "Ремонт моста продлится до следующего месяца",
		[]string{
			"Ремонт городского моста продолжается, работы займут 12 дней, сообщили в администрации города.",
			"По этим сведениям, всё это время автомобили поедут в объезд, а расписание автобусов останется прежним.",
			"Мост построен в 1978 году, последний раз его чинили десять лет назад. На работы выделено 340 тысяч.",
		},
		"Просмотров: %d", "%d минут назад", "Комментарии (%d)", "Читайте также", "Реклама: скидка %d процентов на новые квартиры, звоните сегодня",
		"Этот сайт использует файлы cookie. Продолжая, вы соглашаетесь с условиями.", "Поделились: %d",
		[]string{"Дождь продлится все выходные", "В школах начинается учебный год", "В порту установили вторые весы", "Чайный дом снова открыт", "Цены на рынке не изменились"},
		[]string{"Давно ждали этой новости, спасибо всем, кто старался.", "Интересно, когда же закончатся эти работы?", "Объезд тоже в плохом состоянии, посмотрите и его."},
	},
	{
		"en", "Bridge repairs to go on until next month",
		[]string{
			"The repair of the town bridge goes on and will take 12 days, the town hall said on Monday.",
			"Meanwhile cars are sent around by the lower road, while the timetable of the buses stays as it is.",
			"The bridge was built in 1978 and last repaired ten years ago. The works cost 340 thousand.",
		},
		"%d views", "%d minutes ago", "Comments (%d)", "Read also", "Advertisement: %d percent off new flats, call us today",
		"This site uses cookies. By going on you agree to our terms.", "Shares: %d",
		[]string{"Rain to last over the weekend", "Schools open for the new year", "The port gets a second pair of scales", "The tea house is open again", "Prices at the market have not moved"},
		[]string{"We waited long for this news, thanks to everybody.", "I wonder when these works will be over at last?", "The lower road is no better, have a look at that too."},
	},
	{
		"tr", "Köprünün onarımı gelecek aya kadar sürecek",
		[]string{
			"Kent köprüsünün onarımı sürüyor ve çalışmalar 12 gün alacak, diye belediyeden bildirildi.",
			"Açıklamaya göre bu süre boyunca araçlar alt yoldan geçecek, otobüslerin saatleri ise değişmeyecek.",
			"Köprü 1978 yılında yapıldı ve son olarak on yıl önce onarıldı. Çalışmalara 340 bin lira ayrıldı.",
		},
		"%d görüntülenme", "%d dakika önce", "Yorumlar (%d)", "İlgili haberler", "Reklam: yeni dairelerde yüzde %d indirim, hemen arayın",
		"Bu site çerez kullanır. Devam ederek koşulları kabul edersiniz.", "Paylaşım: %d",
		[]string{"Yağmur hafta sonu da sürecek", "Okullarda yeni yıl başlıyor", "Limana ikinci kantar kuruldu", "Çay evi yeniden açıldı", "Pazarda fiyatlar değişmedi"},
		[]string{"Bu haberi çoktandır bekliyorduk, herkese teşekkürler.", "Bu çalışmalar ne zaman bitecek acaba?", "Alt yol da kötü durumda, ona da bakın."},
	},
}

func (p phrases) site(layout newsroom.Layout) *newsroom.Site {
	published := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	return &newsroom.Site{
		Host: "noise.example", Outlet: "Noise", Language: p.language, Layout: layout,
		Articles: []newsroom.Article{{
			Path: "/bridge", Published: published,
			Versions: []newsroom.Version{{From: published, Title: p.title, Paragraphs: p.paragraphs}},
		}},
	}
}

// decorate puts what never stands still around and between the paragraphs of a
// page, as sites do: some of it marked as what it is, some of it not.
func (p phrases) decorate(body []byte, r *rand.Rand) []byte {
	number := func(format string) string { return fmt.Sprintf(format, 1+r.IntN(90_000)) }
	var related, comments strings.Builder
	for _, i := range r.Perm(len(p.headlines))[:3] {
		fmt.Fprintf(&related, `<li><a href="/%d">%s</a></li>`, i, p.headlines[i])
	}
	for _, i := range r.Perm(len(p.opinion))[:1+r.IntN(3)] {
		fmt.Fprintf(&comments, `<div class="comment"><b>user%d</b> <span>%s</span><p>%s</p></div>`, r.IntN(99), number(p.ago), p.opinion[i])
	}
	before := fmt.Sprintf(`<div class="meta"><span>%s</span> <span class="views">%s</span></div><p>%s</p>`, number(p.ago), number(p.views), number(p.share))
	between := fmt.Sprintf(`<div class="ad-slot"><ins class="adsbygoogle">%s</ins></div>`, number(p.ad))
	after := fmt.Sprintf(`<p>%s</p><div class="related"><h3>%s</h3><ul>%s</ul></div><div id="comments" class="comments"><h3>%s</h3>%s</div>`,
		number(p.views), p.related, &related, number(p.count), &comments)
	last := len(p.paragraphs) - 1
	for i, paragraph := range p.paragraphs {
		whole := "<p>" + paragraph + "</p>"
		put := whole
		switch {
		case i == 0:
			put = before + whole
		case i == last:
			put = whole + after
		case r.IntN(2) == 0:
			put = whole + between
		}
		body = bytes.Replace(body, []byte(whole), []byte(put), 1)
	}
	if r.IntN(2) == 0 {
		banner := `<div id="cookie-banner" role="dialog"><p>` + p.cookies + `</p><button>OK</button></div></body>`
		body = bytes.Replace(body, []byte("</body>"), []byte(banner), 1)
	}
	ticker := fmt.Sprintf(`<div class="ticker">USD %d.%02d · EUR %d.%02d · %02d:%02d:%02d</div>`, r.IntN(9), r.IntN(99), r.IntN(9), r.IntN(99), r.IntN(24), r.IntN(60), r.IntN(60))
	return append(body, ticker...)
}

// fetches is how often every page is fetched.
const fetches = 1008

// TestNoiseIsNoEdit fetches pages that never change, decorated differently each
// time, and counts what is taken for a version and for an edit.
func TestNoiseIsNoEdit(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	extractor := extract.New(extract.Options{Now: func() time.Time { return now }})
	r := rand.New(rand.NewPCG(5, 8))
	raw, versions, signals, all := 0, 0, 0, 0
	for _, layout := range newsroom.Layouts() {
		for _, p := range decorated {
			site := p.site(layout)
			plain, ok, err := site.Article(site.Articles[0], now)
			if err != nil || !ok {
				t.Fatal(err)
			}
			var previous qalxan.Item
			for i := range fetches / len(decorated) / len(newsroom.Layouts()) {
				a, err := extractor.Extract(p.decorate(bytes.Clone(plain.Body), r), "https://noise.example/bridge")
				if err != nil {
					t.Fatal(err)
				}
				next := qalxan.Item{Identity: a.URL, Title: a.Title, Text: a.Text, Dates: a.Dates, Hash: qalxan.ItemHash(a.Title, a.Text)}
				all++
				switch {
				case i == 0:
					if missing := lacks(a.Text, p.paragraphs); missing != "" {
						t.Errorf("%s in %s lost %q", layout, p.language, missing)
					}
					previous = next
					continue
				case next.Hash == previous.Hash:
					continue
				}
				raw++
				if edit.Same(previous, next) {
					continue
				}
				versions++
				found := edit.New().Detect(previous, next)
				signals += len(found)
				if versions <= 5 {
					t.Logf("%s in %s: a false version\n%s\n---\n%s", layout, p.language, previous.Text, next.Text)
				}
				previous = next
			}
		}
	}
	t.Logf("%d fetches of pages that never change: other bytes of text %d times, false versions %d (%.2f %%), false edits %d",
		all, raw, versions, 100*float64(versions)/float64(all), signals)
	if signals > 0 || float64(versions) >= 0.005*float64(all) {
		t.Error("what decorates a page is taken for its words")
	}
	if raw == 0 {
		t.Error("the decoration never reaches the text: the test proves nothing")
	}
}

// TestEditShowsThroughNoise changes one number of the story between two fetches
// that are decorated differently.
func TestEditShowsThroughNoise(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	extractor := extract.New(extract.Options{Now: func() time.Time { return now }})
	r := rand.New(rand.NewPCG(13, 21))
	for _, layout := range newsroom.Layouts() {
		for _, p := range decorated {
			site := p.site(layout)
			plain, _, err := site.Article(site.Articles[0], now)
			if err != nil {
				t.Fatal(err)
			}
			var versions []qalxan.Item
			for i, words := range []string{"12", "90"} {
				body := bytes.ReplaceAll(p.decorate(bytes.Clone(plain.Body), r), []byte(" 12 "), []byte(" "+words+" "))
				a, err := extractor.Extract(body, "https://noise.example/bridge")
				if err != nil {
					t.Fatal(err)
				}
				versions = append(versions, qalxan.Item{ID: fmt.Sprint(i), Identity: a.URL, Title: a.Title, Text: a.Text, Dates: a.Dates})
			}
			if found := edit.New().Detect(versions[0], versions[1]); edit.Same(versions[0], versions[1]) || len(found) != 1 || found[0].Reason.Facts["added"] != "90" {
				t.Errorf("%s in %s: %+v", layout, p.language, found)
			}
		}
	}
}

func lacks(text string, paragraphs []string) string {
	for _, p := range paragraphs {
		if !strings.Contains(text, p) {
			return p
		}
	}
	return ""
}
