package extract

import (
	"strings"
	"unicode/utf8"
)

// months are the beginnings of month names, as fold spells them, in the
// languages of the sites that most often date a story in words alone.
var months = [12]string{
	"january januar janner janvier enero gennaio janeiro yanvar ocak январ січн հունվար იანვარ იანვრ ژانویه",
	"february februar fevrier febrero febbraio fevereiro fevral subat феврал лют փետրվար თებერვალ თებერვლ فوریه",
	"march marz mars marzo marco mart март берез մարտ მარტ مارس",
	"april avril abril aprile aprel nisan апрел квіт ապրիլ აპრილ آوریل",
	"may mai mayo maggio maio mayis май мая трав մայիս მაის مه می",
	"june juni juin junio giugno junho iyun haziran июн черв հունիս ივნის ژوئن",
	"july juli juillet julio luglio julho iyul temmuz июл лип հուլիս ივლის ژوئیه جولای",
	"august aout agosto avqust avgust agustos август серп օգոստոս აგვისტ اوت آگوست",
	"september septembre septiembre settembre setembro sentyabr sentabr eylul сентябр верес սեպտեմբեր სექტემბერ სექტემბრ سپتامبر",
	"october oktober octobre octubre ottobre outubro oktyabr oktabr ekim октябр жовт հոկտեմբեր ოქტომბერ ოქტომბრ اکتبر",
	"november novembre noviembre novembro noyabr kasim ноябр листоп նոյեմբեր ნოემბერ ნოემბრ نوامبر",
	"december dezember decembre diciembre dicembre dezembro dekabr aralik декабр груд դեկտեմբեր დეკემბერ დეკემბრ دسامبر",
}

// jalaliMonths are those of the Solar Hijri calendar, in Persian and in Dari.
var jalaliMonths = [12]string{
	"فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد امرداد اسد", "شهریور سنبله",
	"مهر میزان", "آبان عقرب", "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
}

// monthOf is the number of the month that a folded word names in a year, or 0.
// The year tells the calendar.
func monthOf(word string, year int) int {
	names := &months
	if isJalali(year) {
		names = &jalaliMonths
	}
	for i, stems := range names {
		for stem := range strings.FieldsSeq(stems) {
			if begins(word, stem) {
				return i + 1
			}
		}
	}
	return 0
}

// begins reports whether a word is a stem with an ending, or the first three
// to five letters of one. A stem of two letters begins too many words and has
// to stand alone.
func begins(word, stem string) bool {
	if utf8.RuneCountInString(stem) <= 2 {
		return word == stem
	}
	n := utf8.RuneCountInString(word)
	return strings.HasPrefix(word, stem) || 3 <= n && n <= 5 && strings.HasPrefix(stem, word)
}

// foldings bring what is written in several ways into one: digits of other
// scripts, letters that Turkic languages and Arabic keyboards vary, and marks
// that are not seen.
var foldings = strings.NewReplacer(
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"ı", "i", "i̇", "i", "ş", "s", "ü", "u", "û", "u", "ğ", "g", "é", "e", "ä", "a", "ç", "c", "ö", "o",
	"،", ",", "ي", "ی", "ك", "ک", "\u200c", " ", "\u200e", "", "\u200f", "", "\u202a", "", "\u202b", "", "\u202c", "",
	"\u00a0", " ", "\u202f", " ", "ʻ", "'", "ʼ", "'", "’", "'", "‘", "'",
)

// fold spells a line in the one way in which dates are looked for.
func fold(line string) string { return foldings.Replace(strings.ToLower(line)) }
