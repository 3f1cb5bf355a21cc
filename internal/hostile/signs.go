package hostile

import "strings"

// signs attacks by single signs: what is broken, unseen, alike or turned round.
func signs() []Family {
	return []Family{
		{"bytes", []string{
			"\x00", "a\x00b", "\xff\xfe\xc3", "\xed\xa0\x80", "\xed\xa0\xbd\xed\xb8\x80", "\xf4\x90\x80\x80", "\xc0\xbcscript\xc0\xbe", "\xe0\x80\xbcscript>", "\xf0\x80\x80\xbc", "+ADw-script+AD4-" + owned + "+ADw-/script+AD4-", "\xfe\xff\x00<", "\ufeff<script>" + owned + "</script>", "\xfc\x80\x80\x80\x80\xbc", "a\xc2", "<scr\xffipt>" + owned + "</script>", "\x80\x81\x82", "\x1f\x1e\x1d", "\ufdd0\U0001fffe",
		}},
		{"direction", []string{
			"\u202egpj.exe", "\u202a\u202b\u202c\u202d", "\u2066\u2067\u2068", "\u2069\u2069\u2069", "abc\u202e\u202d", "\u061c\u200f\u200e", "\u202e<script>" + owned + "</script>", "شهر\u202eabc", "\u2067https://evil.example\u2069", "a\u202e\nb", "\u202e{{.Title}}\u202c", "\u2066\u202e\u2066",
		}},
		{"unseen", []string{
			"\u200b\u200c\u200d\u2060", "a\u200bb", "\u00ad\u00ad", "\ufeff", "\U000e0041\U000e0042\U000e007f", "\u115f\u3164\uffa0", "\u180e", "\ufe0f\ufe0e", "<\u200bscript>" + owned + "</script>", "j\u200bavascript:" + owned, "\u00a0\u2003\u3000", "\u2028\u2029", "   ", "\n\n\n", "\uffa0\u2800",
		}},
		{"alike", []string{
			"рayрal.com", "ƖƖƖ", "＜script＞" + owned + "＜/script＞", "‹script›" + owned, "ʺ›‹img src=x›", "𝕬𝖟 🇦🇿 👩\u200d👩\u200d👧", "ﬀ ﷺ", "evil。example", "ℌ𝔱𝔱𝔭://evil.example", "İıĞğ\u0307", "\u037e" + owned, "ꓺ1+1",
		}},
		{"many signs", []string{
			strings.Repeat("\u0301", 500), "Z" + strings.Repeat("\u0300\u0315\u031b", 200), strings.Repeat("ﷺ", 300), strings.Repeat("\u202e", 300), strings.Repeat("\ufeff", 300), strings.Repeat("👨\u200d", 200), strings.Repeat("\n<i>\n", 60), strings.Repeat("[", 1500), strings.Repeat("(", 1500), strings.Repeat("\x1b[", 400),
		}},
	}
}
