package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// months are the stems of month names, in the languages of the sites that
// most often date a story in words alone.
var months = [12]string{
	"january januar jänner janvier enero gennaio janeiro yanvar ocak январ січн հունվար იანვარ",
	"february februar février febrero febbraio fevereiro fevral şubat феврал лют փետրվար თებერვალ",
	"march märz mars marzo março mart март берез մարտ მარტ",
	"april avril abril aprile aprel nisan апрел квіт ապրիլ აპრილ",
	"may mai mayo maggio maio mayıs май мая трав մայիս მაის",
	"june juni juin junio giugno junho iyun haziran июн черв հունիս ივნის",
	"july juli juillet julio luglio julho iyul temmuz июл лип հուլիս ივლის",
	"august août agosto avqust ağustos август серп օգոստոս აგვისტ",
	"september septembre septiembre settembre setembro sentyabr eylül сентябр верес սեպտեմբեր სექტემბერ",
	"october oktober octobre octubre ottobre outubro oktyabr ekim октябр жовт հոկտեմբեր ოქტომბერ",
	"november novembre noviembre novembro noyabr kasım ноябр листоп նոյեմբեր ნოემბერ",
	"december dezember décembre diciembre dicembre dezembro dekabr aralık декабр груд դեկտեմբեր დეკემბერ",
}

var (
	dayMonthYear = regexp.MustCompile(`(?:^|\P{N})(\d{1,2})\.?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})(?:\P{N}|$)`)
	monthDayYear = regexp.MustCompile(`(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})(?:\P{N}|$)`)
	allNumbers   = regexp.MustCompile(`(?:^|\P{N})(\d{1,2})([./-])(\d{1,2})[./-](\d{4})(?:\P{N}|$)`)
	clock        = regexp.MustCompile(`(?:^|\P{N})([01]?\d|2[0-3]):([0-5]\d)(?:\P{N}|$)`)
)

// dateline is the date in words in a short line beside the headline, such as
// "21 noyabr 2026, 14:30".
func (p *page) dateline() string {
	const above, below, maxWords = 3, 8, 12
	at := -1
	for i, b := range p.blocks {
		if p.h1 != nil && (b.node == p.h1 || b.node.Parent == p.h1) {
			at = i
			break
		}
	}
	if at < 0 {
		return ""
	}
	for _, b := range p.blocks[max(0, at-above):min(len(p.blocks), at+below)] {
		if b.node == p.h1 || b.words > maxWords || b.isLinked(50) {
			continue
		}
		if day, ok := dayInWords(b.text); ok {
			return withClock(day, b.text)
		}
	}
	return ""
}

// dayInWords is the day that a line names. Days of numbers alone are read only
// where they cannot be read in two ways: 21.11.2026 and 21/11/2026, but not
// 03/02/2026.
func dayInWords(line string) (time.Time, bool) {
	if m := dayMonthYear.FindStringSubmatch(line); m != nil {
		return makeDay(m[3], monthOf(m[2]), m[1])
	}
	if m := monthDayYear.FindStringSubmatch(line); m != nil {
		return makeDay(m[3], monthOf(m[1]), m[2])
	}
	m := allNumbers.FindStringSubmatch(line)
	if m == nil {
		return time.Time{}, false
	}
	month, _ := strconv.Atoi(m[3])
	if day, _ := strconv.Atoi(m[1]); m[2] != "." && day <= 12 && day != month {
		return time.Time{}, false
	}
	return makeDay(m[4], month, m[1])
}

// monthOf is the number of the month that a word names, or 0.
func monthOf(word string) int {
	word = strings.ToLower(word)
	for i, stems := range months {
		for stem := range strings.FieldsSeq(stems) {
			if strings.HasPrefix(word, stem) || len([]rune(word)) == 3 && strings.HasPrefix(stem, word) {
				return i + 1
			}
		}
	}
	return 0
}

func makeDay(year string, month int, day string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, month > 0 && t.Month() == time.Month(month) && t.Day() == d
}

// withClock spells a day, and the time of day where the line has one.
func withClock(day time.Time, line string) string {
	if m := clock.FindStringSubmatch(line); m != nil {
		return day.Format(time.DateOnly) + " " + m[1] + ":" + m[2]
	}
	return day.Format(time.DateOnly)
}
