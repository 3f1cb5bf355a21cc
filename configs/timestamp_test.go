package configs_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/qalxan/qalxan/configs"
)

func TestTimestamp(t *testing.T) {
	for text, says := range map[string]string{
		"url: https://tsa.example/\n    roots: tsa.pem": ``,
		"every: 1h":                            ``, // off
		"url: tsa.example\n    roots: tsa.pem": "evidence.timestamp.url",
		"url: http://10.0.0.7/tsa":             "evidence.timestamp.roots",
		"url: http://10.0.0.7/tsa\n    roots: tsa.pem\n    every: 1s": "evidence.timestamp.every",
	} {
		files := fstest.MapFS{"q.yaml": {Data: []byte("evidence:\n  timestamp:\n    " + text + "\n")}}
		c, err := configs.LoadFS(files, "q.yaml", func(string) string { return "" })
		if (says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
		if strings.HasPrefix(text, "url: https") && c.Evidence.Timestamp.Every != 24*time.Hour {
			t.Errorf("without a word on it, every %s", c.Evidence.Timestamp.Every)
		}
	}
}
