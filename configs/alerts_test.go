package configs_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/qalxan/qalxan/configs"
)

const alerts = `alerts:
  desk: https://desk.example.org
  targets:
    - {name: hook, kind: webhook, url: "https://cert.example.org/in", secret: env:HOOK}
    - {name: duty, kind: mail, server: "smtp.example.org:587", from: q@example.org, recipients: [a@example.org]}
  rules:
    - name: critical
      query: lang:az
      levels: [critical]
      to: [hook, duty]
      quiet: 22:00-07:00
      zone: Asia/Baku
    - name: morning
      to: [duty]
      when: digest
      at: ["09:00"]
      language: az
    - name: operations
      system: true
      to: [duty]
`

func TestAlerts(t *testing.T) {
	load := func(text string) (configs.Config, error) {
		return configs.LoadFS(fstest.MapFS{"q.yaml": {Data: []byte(text)}}, "q.yaml", noEnv)
	}
	c, err := load(alerts)
	if err != nil || len(c.Alerts.Rules) != 3 || c.Alerts.GiveUp != 72*time.Hour {
		t.Fatalf("%v: %+v", err, c.Alerts)
	}
	for _, test := range []struct{ old, new, says string }{
		{"query: lang:az", "query: lang:azeri", "q.yaml:8: alerts.rules[0].query: "},
		{"query: lang:az", "query: 'colour:red'", "q.yaml:8: alerts.rules[0].query: "},
		{"query: lang:az", "qeury: lang:az", `unknown field "qeury"`},
		{"[critical]", "[grave]", "q.yaml:9: alerts.rules[0].levels[0]: "},
		{"to: [hook, duty]", "to: [hook, night]", "q.yaml:10: alerts.rules[0].to[1]: "},
		{"      to: [hook, duty]\n", "", "q.yaml:7: alerts.rules[0].to: name at least one"},
		{"22:00-07:00", "22-7", "q.yaml:11: alerts.rules[0].quiet: "},
		{"Asia/Baku", "Asia/Bakou", "q.yaml:12: alerts.rules[0].zone: "},
		{"Asia/Baku", "Local", "q.yaml:12: alerts.rules[0].zone: "},
		{`["09:00"]`, `["9:00"]`, "q.yaml:16: alerts.rules[1].at[0]: "},
		{"when: digest", "when: never", "q.yaml:15: alerts.rules[1].when: "},
		{"language: az", "language: fr", "q.yaml:17: alerts.rules[1].language: "},
		{"system: true", "system: true\n      query: lang:az", "q.yaml:20: alerts.rules[2].query: "},
		{"name: morning", "name: critical", "q.yaml:13: alerts.rules[1].name: "},
		{"secret: env:HOOK", "secret: hunter2", "q.yaml:4: alerts.targets[0].secret: "},
		{"https://cert.example.org/in", "http://cert.example.org/hunter2", "q.yaml:4: alerts.targets[0].url: "},
		{"https://cert.example.org/in", "https://u:hunter2@cert.example.org/", "q.yaml:4: alerts.targets[0].url: "},
		{"server:", "tls: none, server:", "q.yaml:5: alerts.targets[1].tls: "},
		{"server:", "token: env:X, server:", "q.yaml:5: alerts.targets[1].token: "},
		{"[a@example.org]", `["a@example.org\nBcc: b@example.org"]`, "q.yaml:5: alerts.targets[1].recipients[0]: "},
		{"https://desk.example.org", "desk", "q.yaml:2: alerts.desk: "},
		{"desk:", "give_up: 1s\n  desk:", "q.yaml:2: alerts.give_up: "},
	} {
		_, err := load(strings.Replace(alerts, test.old, test.new, 1))
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error %v\ndoes not say %q, or tells a secret", test.new, err, test.says)
		}
	}
}
