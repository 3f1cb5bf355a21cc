package extract

import (
	"regexp"
	"strings"
)

// yearOrTime is a year of the web or a time of day.
var yearOrTime = regexp.MustCompile(`\b(?:199\d|20[0-4]\d)\b|\b\d{1,2}:\d{2}\b`)

// pointers are what a line says that leads to other stories.
var pointers = strings.Join([]string{
	// English
	`read more`, `read also`, `also read`, `see more`, `see also`, `see related`, `related`,
	`related (?:articles?|content|coverage|links|news|posts?|reading|stories|story|topics)`, `more on this(?: story| topic)?`,
	`more`, `more (?:coverage|news|stories) (?:from|on)`, `don['’]t miss`, `you (?:may|might) also (?:like|be interested in)`,
	`recommended(?: for you| reading| stories)?`, `must read`, `what to read next`, `further reading`,
	`explore further`, `continue reading(?: below)?`, `most (?:popular|read)`, `trending(?: now)?`, `up next`,
	// Azerbaijani, Turkish
	`həmçinin (?:bax|oxu)(?:ın|yun)?`, `bunu da oxu(?:yun)?`, `ətraflı(?: oxu(?:yun)?)?`, `davamını oxu(?:yun)?`, `oxşar xəbərlər`, `əlaqəli xəbərlər`,
	`digər xəbərlər`, `son xəbərlər`, `bu mövzuda`, `mövzu ilə bağlı`, `ən çox oxunan(?:lar)?`,
	`devamını oku(?:yun)?`, `ayrıca (?:bakın(?:ız)?|oku(?:yun)?)`, `bunları da oku(?:yun)?`, `ilgili haber(?:ler)?`, `benzer haberler`, `diğer haberler`,
	`son haberler`, `bunlar da ilginizi çekebilir`, `ilginizi çekebilir`, `en çok okunan(?:lar)?`,
	// Russian, Ukrainian
	`чита(?:йте|ть) также`, `смотри(?:те)? также`, `читайте ещ[её]`, `читать (?:далее|полностью)`, `подробнее`, `по теме`, `материалы по теме`, `ещ[её] по теме`,
	`похожие (?:материалы|новости|статьи)`, `другие новости`, `рекомендуем`, `самое читаемое`,
	`читайте також`, `дивіться також`, `за темою`, `схожі новини`, `читати далі`,
	// Persian, Arabic
	`بیشتر بخوانید`, `ادامه (?:مطلب|خبر)`, `همچنین بخوانید`, `(?:مطالب|اخبار|خبرهای) مرتبط`, `اقرأ أيض[اً]+`, `اقرأ المزيد`, `(?:أخبار|مواضيع) ذات صلة`,
	// Armenian, Georgian
	`կարդա(?:լ|ցեք) նաև`, `կարդալ ավելին`, `წაიკითხეთ (?:ასევე|აგრეთვე)`, `მსგავსი სიახლეები`,
	// German, French, Spanish, Italian, Portuguese, Polish
	`lesen sie (?:auch|mehr)`, `mehr zum thema`, `auch interessant`, `das könnte sie auch interessieren`, `weiterlesen`,
	`(?:à )?lire aussi`, `à voir aussi`, `sur le même sujet`, `lea también`, `lee también`, `te puede interesar`, `noticias relacionadas`,
	`leggi anche`, `ti potrebbe interessare`, `leia (?:mais|também)`, `veja também`, `notícias relacionadas`,
	`czytaj (?:także|też|więcej)`, `zobacz (?:także|też)`,
}, "|")

var (
	// pointer is a line that is such words or begins with them and a colon.
	pointer = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:` + pointers + `)\s*(?:[:：>»›…\-–—|]|\.{3}|$)`)
	// linkedPointer is a line that begins with such words. Where it is mostly a
	// link, it needs no colon.
	linkedPointer = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:` + pointers + `)\s`)
)

// notices are short lines about the outlet and not about the story.
var notices = regexp.MustCompile(`(?i)^[^\p{L}\p{N}©(]*(?:` + strings.Join([]string{
	`(?:please )?(?:subscribe|sign up|register)(?: now| today| here)? (?:to|for) (?:our|the|this|free|your)\b`, `get the latest\b.*\b(?:inbox|newsletter|email)`, `get the .* app\b`,
	`(?:follow|like|join|find) (?:us|me|him|her|them) on `, `you must (?:be )?log(?:ged)? in to `, `click here (?:to|for) `, `have a (?:news )?tip\?`,
	`(?:copyright|©|\(c\)) `, `all rights reserved`, `like this story\? share`, `(?:article )?continues (?:after|below) (?:the )?(?:ad|advert)`, `advertisements?$`, `share this\b`,
	`bizi .*(?:izləyin|izlə)$`, `.*(?:kanalımıza|səhifəmizə) (?:abunə|qoşul)`, `bütün hüquqlar(?:ı)? qorunur`, `.*istinad (?:zəruridir|mütləqdir|vacibdir)\.?$`,
	`.*(?:kanalımıza|sayfamıza) abone ol`, `bizi .*takip edin`, `tüm hakları saklıdır`, `reklam$`,
	`подпи(?:сывайтесь|шитесь) на `, `присоединяйтесь к `, `следите за (?:нами|нашими новостями)`, `все права защищены`, `(?:если вы )?(?:за|об|на)(?:метили|наружили|шли) ошибку`, `реклама$`,
	`підпи(?:суйтесь|шіться) на `, `усі права захищ`, `(?:تمامی|کلیه|تمام) حقوق`, `ما را (?:در .* )?دنبال کنید`, `جميع الحقوق محفوظة`, `تابعونا على`,
}, "|") + `)`)

// maxNotice is the length of a notice, in words.
const maxNotice = 40

// isPointer reports whether a line leads to other stories.
func isPointer(b block) bool {
	if b.words > maxNotice {
		return false
	}
	return pointer.MatchString(b.text) || b.isLinked(60) && !endsSentence(b.text) && linkedPointer.MatchString(b.text)
}

// isNotice reports whether a line speaks of the outlet.
func isNotice(b block) bool { return b.words <= maxNotice && notices.MatchString(b.text) }
