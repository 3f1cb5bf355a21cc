package page

import (
	"net/url"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
)

// maxNotice is the most words that a page has which says one thing only: that
// there is nothing here, or that we are not let in.
const maxNotice = 60

// What such pages say, in the languages of the sources, in lower case.
var (
	absentSayings = []string{
		"error 404", "404 error", "not found", "page does not exist", "page you requested", "no longer available", "has been removed",
		"səhifə tapılmadı", "səhifə mövcud deyil", "xəbər tapılmadı", "xəbər silinib", "sayfa bulunamadı", "haber bulunamadı", "haber kaldırıl",
		"не найден", "не существует", "была удалена", "страница удалена", "материал удал", "сторінку не знайдено",
		"یافت نشد", "پیدا نشد", "غير موجودة", "չի գտնվել", "գտնված չէ", "ვერ მოიძებნა", "არ არსებობს", "topilmadi", "табылмады",
		"nicht gefunden", "introuvable",
	}
	blockedSayings = []string{
		"checking your browser", "just a moment", "verify you are human", "verifying you are human", "you are not a robot", "are you a robot",
		"enable javascript and cookies", "access denied", "request blocked", "unusual traffic", "captcha", "ddos-guard", "ddos protection",
		"robot olmadığınız", "вы не робот", "проверка браузера", "доступ ограничен", "доступ запрещен", "доступ запрещён", "أنك لست روبوت", "ربات نیستید",
	}
)

// isNone reports whether a page with status 200 is none all the same, and
// completes the result: neither a template nor half a page is ever a version.
// A page may also report of such things: what it says is believed where there
// were other words before, and that we are not let in also where it is no story.
func isNone(h *source.Harvest, t frontier.Task, p *fetch.Page, a extract.Article) bool {
	known := t.Memory.Identity != ""
	other := known && revisit.Print(a.Title, a.Text) != t.Memory.Print
	switch {
	case (other || !known && !a.IsArticle) && says(a, blockedSayings):
		Fail(h, "the site wants a visitor to prove to be human, and shows no page")
	case known && p.Truncated:
		Fail(h, "the page is longer than max_body allows, so that it cannot be compared with what stood there before")
	case known && isFront(p.URL) && !isFront(t.URL):
		Fail(h, "the page is gone: its address leads to the front page")
		missed(h, p)
	case other && says(a, absentSayings):
		Fail(h, "the page is gone: what stands there says so, although with status 200")
		missed(h, p)
	default:
		return false
	}
	return true
}

// says reports whether a page is short and holds one of the sayings.
func says(a extract.Article, sayings []string) bool {
	words := strings.ToLower(a.Title + "\n" + a.Text)
	return len(strings.Fields(words)) <= maxNotice && containsAny(words, sayings)
}

func containsAny(words string, sayings []string) bool {
	return slices.ContainsFunc(sayings, func(s string) bool { return strings.Contains(words, s) })
}

func isFront(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}
