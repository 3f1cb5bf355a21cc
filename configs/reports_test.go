package configs

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const mailTarget = `alerts:
  targets:
    - {name: duty, kind: mail, server: "127.0.0.1:25", tls: none, from: a@b.example, recipients: [c@d.example]}
    - {name: room, kind: slack, url: env:HOOK}
`

func TestReports(t *testing.T) {
	c, err := LoadFS(fstest.MapFS{"q.yaml": {Data: []byte(mailTarget + `reports:
  - name: week
    kind: weekly
    format: pdf
    languages: [az, en]
    at: "0 9 * * 1"
    zone: Asia/Baku
    to: [duty]
packs: {remind_after: 7}
`)}}, "q.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Reports) != 1 || c.Reports[0].Zone != "Asia/Baku" || c.Packs.Patience() != 7*24*time.Hour {
		t.Errorf("read: %+v %+v", c.Reports, c.Packs)
	}
	if Default().Packs.validate() != nil {
		t.Error("the default cannot be used")
	}
}

func TestReportsThatCannotBe(t *testing.T) {
	for settings, want := range map[string]string{
		"reports:\n  - {name: A B, format: pdf, at: '@daily', folder: x}":                                                    "reports[0].name",
		"reports:\n  - {name: a, kind: novel, format: pdf, at: '@daily', folder: x}":                                         "reports[0].kind",
		"reports:\n  - {name: a, format: docx, at: '@daily', folder: x}":                                                     "reports[0].format",
		"reports:\n  - {name: a, format: pdf, at: '* * * * *', folder: x}":                                                   "reports[0].at: it is due more often",
		"reports:\n  - {name: a, format: pdf, at: '@daily', zone: Mars/X, folder: x}":                                        "reports[0].zone",
		"reports:\n  - {name: a, format: pdf, at: '@daily', query: 'lang:', folder: x}":                                      "reports[0].query",
		"reports:\n  - {name: a, format: pdf, at: '@daily', period: 5m, folder: x}":                                          "reports[0].period",
		"reports:\n  - {name: a, format: pdf, at: '@daily', languages: [az, de], folder: x}":                                 "reports[0].languages",
		"reports:\n  - {name: a, format: pdf, at: '@daily', languages: [az, en, ru], folder: x}":                             "reports[0].languages",
		"reports:\n  - {name: a, format: pdf, at: '@daily'}":                                                                 "reports[0].to",
		"reports:\n  - {name: a, format: pdf, at: '@daily', to: [room]}":                                                     "reports[0].to[0]: alerts.targets has no target",
		"reports:\n  - {name: a, format: pdf, at: '@daily', folder: x}\n  - {name: a, format: pdf, at: '@daily', folder: x}": "q.yaml:7: reports[1].name",
		"packs: {remind_after: 0}": "packs.remind_after",
	} {
		_, err := LoadFS(fstest.MapFS{"q.yaml": {Data: []byte(mailTarget + settings)}}, "q.yaml", func(string) string { return "" })
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngave: %v", settings, err)
		}
	}
}
