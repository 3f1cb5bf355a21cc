package say

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/qalxan/qalxan/report/paper"
)

// Say returns the text of a key. Arguments are name, value, name, value and
// fill {name}; an integer named count chooses the plural form. A key that the
// catalogue lacks shows as itself between ⟦ and ⟧.
func (v *Voice) Say(key string, args ...any) string {
	e, known := v.messages[key]
	if !known {
		return "⟦" + key + "⟧"
	}
	text := e.text
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		value := paper.Isolated(fmt.Sprint(args[i+1]))
		if n, ok := args[i+1].(int); ok {
			value = v.Number(n)
			if args[i] == "count" && e.forms != nil {
				text = v.form(e, n)
			}
		}
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// form chooses the text for a number by the rules of the language (CLDR).
func (v *Voice) form(e entry, n int) string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	digits := []byte(strconv.Itoa(max(n, -n)))
	for i := range digits {
		digits[i] -= '0'
	}
	chosen := plural.Cardinal.MatchDigits(v.tag, digits, len(digits), 0)
	if text, ok := e.forms[names[chosen]]; ok {
		return text
	}
	return e.forms["other"]
}

// Word is the word for a value of a group, such as level and incident: the
// value itself where the catalogue has none.
func (v *Voice) Word(group, value string) string {
	if e, known := v.messages[group+"."+value]; known && e.forms == nil {
		return e.text
	}
	return value
}

// Knows reports whether there is a text under a key.
func (v *Voice) Knows(key string) bool {
	_, known := v.messages[key]
	return known
}

// Number writes a whole number with the language's grouping of digits.
func (v *Voice) Number(n int) string { return v.printer.Sprintf("%d", n) }

// Decimal writes a number with two digits after the language's decimal mark.
func (v *Voice) Decimal(f float64) string { return v.printer.Sprintf("%.2f", f) }

// Percent writes a share of 0 to 1 in whole hundredths.
func (v *Voice) Percent(share float64) string {
	return v.Say("form.percent", "number", int(share*100+0.5))
}

// Day writes a date in UTC; nothing for the zero time.
func (v *Voice) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	return v.Say("form.day", "day", strconv.Itoa(t.Day()), "month", v.Say("month."+strconv.Itoa(int(t.Month()))), "year", strconv.Itoa(t.Year()))
}

// Minute writes a date and time in UTC; nothing for the zero time.
func (v *Voice) Minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.Say("form.minute", "day", v.Day(t), "time", t.UTC().Format("15:04"))
}

// Duration writes a duration in its two largest units.
func (v *Voice) Duration(d time.Duration) string {
	units := []struct {
		key string
		is  time.Duration
	}{{"unit.day", 24 * time.Hour}, {"unit.hour", time.Hour}, {"unit.minute", time.Minute}, {"unit.second", time.Second}}
	for i, u := range units {
		if d < u.is {
			continue
		}
		text := v.Say(u.key, "count", int(d/u.is))
		if i+1 < len(units) && d%u.is >= units[i+1].is {
			text += " " + v.Say(units[i+1].key, "count", int(d%u.is/units[i+1].is))
		}
		return text
	}
	return v.Say("unit.second", "count", 0)
}

// Language is the name of a language, by its code.
func (v *Voice) Language(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und || v.names == nil {
		return v.Say("language.none")
	}
	if name := v.names.Name(tag); name != "" {
		return name
	}
	return code
}
