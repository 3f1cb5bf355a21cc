package configs

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func loadTranslator(text, key string) (Config, error) {
	return LoadFS(fstest.MapFS{"q.yaml": {Data: []byte(text)}}, "q.yaml", func(name string) string {
		if name == "QALXAN_TRANSLATOR_KEY" {
			return key
		}
		return ""
	})
}

func TestTranslator(t *testing.T) {
	c, err := loadTranslator("translator:\n  address: https://translate.example\n  languages: [az, ru]\n  max_characters: 9000\n  timeout: 90s\n", "secret")
	if o := c.Translator.Options(); err != nil || o.Key != "secret" || o.Most != 9000 || o.Timeout != 90*time.Second || len(o.Languages) != 2 {
		t.Errorf("%+v, %v", o, err)
	}
	for text, want := range map[string]string{
		"languages: [az]":                                        "translator.address",
		"address: translate.example":                             "no http or https address",
		"address: http://translate.example":                      "use https",
		"{address: https://a.example, key: x}":                   "unknown field",
		"{address: https://a.example, timeout: 1h}":              "timeout",
		"{address: https://a.example, timeout: 5}":               "needs its unit",
		"{address: https://a.example, languages: [azerbaijani]}": "no language",
	} {
		if _, err := loadTranslator("translator:\n  "+text+"\n", "secret"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
