package configs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/qalxan/qalxan/configs"
)

func noEnv(string) string { return "" }

func TestGoodFiles(t *testing.T) {
	for _, file := range files(t, "testdata/*.good.yaml") {
		if _, err := configs.Load(file, noEnv); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestBadFilesSayWhatIsWrong(t *testing.T) {
	for _, file := range files(t, "testdata/*.bad.yaml") {
		want, err := os.ReadFile(strings.TrimSuffix(file, "yaml") + "txt")
		if err != nil {
			t.Fatal(err)
		}
		_, err = configs.Load(file, noEnv)
		if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(string(want))) {
			t.Errorf("%s: error %v does not say %q", file, err, strings.TrimSpace(string(want)))
		}
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(pattern)
	if err != nil || len(list) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	return list
}

func TestUnknownKeyIsShownWithLineAndCaret(t *testing.T) {
	_, err := configs.Load("testdata/unknown-source-key.bad.yaml", noEnv)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"5 |", "^", "shedule"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not show %q:\n%v", want, err)
		}
	}
}

func TestOrderOfDefaultsFileAndEnvironment(t *testing.T) {
	env := map[string]string{"QALXAN_DATA": "/srv/q", "QALXAN_CRAWLER_WORKERS": "3", "QALXAN_CRAWLER_MAX_ADDRESSES": "2000"}
	c, err := configs.Load("testdata/full.good.yaml", func(k string) string { return env[k] })
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "/srv/q" || c.Crawler.Workers != 3 {
		t.Errorf("the environment does not win: data %q, workers %d", c.Data, c.Crawler.Workers)
	}
	if c.Crawler.MaxAddresses != 2000 {
		t.Errorf("the environment does not win: max_addresses %d", c.Crawler.MaxAddresses)
	}
	if c.Crawler.Timeout != 20*time.Second {
		t.Errorf("the file does not beat the defaults: timeout %s", c.Crawler.Timeout)
	}
	if len(c.Narratives) != 1 || c.Narratives[0].ID != "water" {
		t.Errorf("the included file is missing: %+v", c.Narratives)
	}
	if s := c.Sources[0]; s.Policy.MaxPages == 0 || s.Name != "wiki-az" {
		t.Errorf("the source has no defaults: %+v", s)
	}
}

func TestBadEnvironmentNamesTheVariable(t *testing.T) {
	_, err := configs.Load("testdata/minimal.good.yaml", func(k string) string {
		if k == "QALXAN_CRAWLER_TIMEOUT" {
			return "soon"
		}
		return ""
	})
	if err == nil || !strings.Contains(err.Error(), "QALXAN_CRAWLER_TIMEOUT") {
		t.Errorf("error %v does not name the variable", err)
	}
}

func TestEverythingWorksWithNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := configs.Load("", noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}

// TestFileThatSaysNothingKeepsTheDefaults reads what is left when every line
// is commented out.
func TestFileThatSaysNothingKeepsTheDefaults(t *testing.T) {
	for _, text := range []string{"", "\n", "# data: d\n", "---\n# nothing\n", "include: [rest.yaml]\n"} {
		fsys := fstest.MapFS{"qalxan.yaml": {Data: []byte(text)}, "rest.yaml": {Data: []byte("# nothing\n")}}
		c, err := configs.LoadFS(fsys, "qalxan.yaml", noEnv)
		if err != nil || c.Data != configs.Default().Data || c.Crawler != configs.Default().Crawler {
			t.Errorf("%q gives %+v, %v", text, c, err)
		}
	}
	c, err := configs.LoadFS(fstest.MapFS{"q": {Data: []byte("crawler: {workers: 3}")}}, "q", noEnv)
	if err != nil || c.Crawler.Workers != 3 || c.Crawler.Timeout != configs.Default().Crawler.Timeout {
		t.Errorf("one setting gives %+v, %v", c.Crawler, err)
	}
}

func TestDemoConfigurationIsValid(t *testing.T) {
	demo, err := configs.Demo()
	if err != nil {
		t.Fatal(err)
	}
	c, err := configs.LoadFS(demo, "qalxan.yaml", noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) == 0 || len(c.Narratives) == 0 {
		t.Errorf("%d sources and %d narratives", len(c.Sources), len(c.Narratives))
	}
}

// TestReadmeConfiguration holds the configuration in the README to be one that
// works.
func TestReadmeConfiguration(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "```yaml\n")
	block, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("the README shows no configuration")
	}
	file := filepath.Join(t.TempDir(), "qalxan.yaml")
	if err := os.WriteFile(file, []byte(block), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := configs.Load(file, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) < 2 || len(c.Narratives) < 1 {
		t.Errorf("the README shows %d sources and %d narratives", len(c.Sources), len(c.Narratives))
	}
}
