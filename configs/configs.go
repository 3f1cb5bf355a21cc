// Package configs reads the one configuration file, and carries the defaults,
// the criteria and the demo's scenario inside the binary.
//
// A configuration is made in this order: defaults, then the file (an unknown
// key is an error with its line), then the environment, then [Config.Validate].
// After that it is read only and handed to whoever needs a part of it.
package configs

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/standing"
)

//go:embed demo criteria.yaml
var embedded embed.FS

// Demo is the folder of the demo: its configuration, scenario and truth.
func Demo() (fs.FS, error) { return fs.Sub(embedded, "demo") }

// criteriaFile is the name of the criteria that hold where no others are named.
const criteriaFile = "criteria.yaml"

// DefaultFile is read where no other file is named and it exists.
const DefaultFile = "qalxan.yaml"

// maxFile bounds a configuration file, in bytes.
const maxFile = 4 << 20

// Config is the whole configuration.
type Config struct {
	// Data is the folder of the record, the index and the evidence.
	Data string `yaml:"data"`
	// Listen is where the desk and the API answer. An address that others can
	// reach needs web.tls.
	Listen  string  `yaml:"listen"`
	Web     Web     `yaml:"web"`
	OpenID  OpenID  `yaml:"openid"`
	Crawler Crawler `yaml:"crawler"`
	// Evidence is how what was collected is kept as evidence.
	Evidence Evidence `yaml:"evidence"`
	// Languages are those told apart; all others are "und".
	Languages []string `yaml:"languages"`
	// Criteria names a file, relative to this one, that takes the place of the
	// criteria that are built in.
	Criteria string `yaml:"criteria"`
	criteria []byte
	// Techniques says how manipulation techniques are looked for: full, lists
	// or off.
	Techniques Techniques `yaml:"techniques"`
	// Brands are names that hosts may imitate, beside the reliable sources.
	// Trusted are hosts that imitate nobody, with all under them, and that are
	// no such names.
	Brands  []lookalike.Brand `yaml:"brands"`
	Trusted []string          `yaml:"trusted"`
	// IgnoredMarks tie no sites: those of an agency that serves many.
	IgnoredMarks []marks.Mark `yaml:"ignored_marks"`
	Factcheck    Factcheck    `yaml:"factcheck"`
	Embeddings   Embeddings   `yaml:"embeddings"`
	// Include names further files, relative to this one, that hold sources and
	// narratives only.
	Include []string `yaml:"include"`
	// Translator translates items for whoever asks at the desk.
	Translator Translator `yaml:"translator"`
	// Alerts say who is told of what, and when.
	Alerts alert.Options `yaml:"alerts"`
	// Reports are made at set times. Packs is how those for platforms are
	// treated.
	Reports []standing.Report `yaml:"reports"`
	Packs   Packs             `yaml:"packs"`
	// Privacy is how persons are treated of whom the record speaks.
	Privacy    Privacy            `yaml:"privacy"`
	Sources    []qalxan.Source    `yaml:"sources"`
	Narratives []qalxan.Narrative `yaml:"narratives"`

	folder fs.FS // in which the file lies; nil without one
}

// Crawler is how collecting behaves for all sources.
type Crawler struct {
	// Contact is the web or mail address by which a site's owner reaches the
	// operator. It stands in every request.
	Contact string `yaml:"contact"`
	// Workers is how many hosts are asked at the same time, 1 to 256.
	Workers int `yaml:"workers"`
	// Timeout bounds one request.
	Timeout time.Duration `yaml:"timeout"`
	// MaxAddresses is how many addresses of one source are known at most, 1,000
	// to 10,000,000. Beyond, the least promising are forgotten; docs/frontier.md
	// says which.
	MaxAddresses int `yaml:"max_addresses"`
}

// part is what an included file may hold.
type part struct {
	Sources    []qalxan.Source    `yaml:"sources"`
	Narratives []qalxan.Narrative `yaml:"narratives"`
}

// DefaultContact stands in for the operator's own address where none is
// configured.
const DefaultContact = "https://github.com/qalxan/qalxan"

// Default is the configuration with which everything works.
func Default() Config {
	return Config{
		Data:       "data",
		Listen:     "127.0.0.1:8470",
		Crawler:    Crawler{Contact: DefaultContact, Workers: 16, Timeout: 30 * time.Second, MaxAddresses: 100_000},
		Evidence:   Evidence{Timestamp: Timestamp{Every: 24 * time.Hour}},
		Alerts:     alert.Defaults(),
		Packs:      Packs{RemindAfter: 14},
		Privacy:    defaultPrivacy(),
		Techniques: TechniquesFull,
		Languages:  []string{"az", "hy", "ka", "ru", "en", "tr", "fa", "uz", "uk", "kk", "ar", "de", "fr"},
	}
}

// CriteriaFile is the criteria that hold: their file's name, and what stands in
// it.
func (c Config) CriteriaFile() (name string, data []byte, err error) {
	if c.criteria != nil {
		return c.Criteria, c.criteria, nil
	}
	data, err = embedded.ReadFile(criteriaFile)
	return criteriaFile, data, err
}

// Load reads the named file. With an empty name it reads DefaultFile where
// that exists, and else takes the defaults.
func Load(file string, env func(string) string) (Config, error) {
	if file == "" {
		if _, err := os.Stat(DefaultFile); errors.Is(err, fs.ErrNotExist) {
			return finish(Default(), nil, env)
		}
		file = DefaultFile
	}
	return LoadFS(os.DirFS(filepath.Dir(file)), filepath.Base(file), env)
}

// LoadFS reads the named file and what it includes from a file system.
func LoadFS(fsys fs.FS, file string, env func(string) string) (Config, error) {
	c := Default()
	if err := decode(fsys, file, &c); err != nil {
		return Config{}, err
	}
	c.folder = fsys
	if err := errors.Join(c.checkAlerts(fsys, file), c.checkReports(fsys, file)); err != nil {
		return Config{}, err
	}
	return finish(c, fsys, env)
}

// LoadNarratives reads a file that holds sources and narratives only, and
// returns its narratives.
func LoadNarratives(fsys fs.FS, file string) ([]qalxan.Narrative, error) {
	var p part
	err := decode(fsys, file, &p)
	return p.Narratives, err
}

func finish(c Config, fsys fs.FS, env func(string) string) (Config, error) {
	for _, name := range c.Include {
		var p part
		if err := decode(fsys, filepath.ToSlash(filepath.Clean(name)), &p); err != nil {
			return Config{}, err
		}
		c.Sources = append(c.Sources, p.Sources...)
		c.Narratives = append(c.Narratives, p.Narratives...)
	}
	if c.Criteria != "" {
		var err error
		if c.criteria, err = readBounded(fsys, filepath.ToSlash(filepath.Clean(c.Criteria))); err != nil {
			return Config{}, fmt.Errorf("reading criteria %s: %w", c.Criteria, err)
		}
	}
	if err := c.applyEnv(env); err != nil {
		return Config{}, err
	}
	for i, s := range c.Sources {
		c.Sources[i] = s.WithDefaults()
	}
	return c, c.Validate()
}

// decode reads one strict YAML file. Its errors show the line with a caret. A
// file that says nothing, or has comments only, leaves everything as it is.
func decode(fsys fs.FS, name string, into any) error {
	data, err := readBounded(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no configuration file %s: check its name and folder", name)
	}
	if err != nil {
		return fmt.Errorf("reading configuration %s: %w", name, err)
	}
	var said any
	if err := yaml.Unmarshal(data, &said); err == nil && said == nil {
		return nil // which would set everything to zero
	}
	if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
		return fmt.Errorf("configuration %s:\n%s", name, plainly(yaml.FormatError(err, false, true)))
	}
	return nil
}

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, errors.New("an included file lies beside the one that includes it, or below: move it there")
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%d bytes are more than the %d allowed; split it with include", info.Size(), maxFile)
	}
	return fs.ReadFile(fsys, name)
}

// Validate reports the first setting that cannot work.
func (c Config) Validate() error {
	if err := c.validateSettings(); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, s := range c.Sources {
		if err := c.validateSource(s); err != nil {
			return err
		}
		if seen[s.ID] {
			return fmt.Errorf("source %s: the id is used twice", s.ID)
		}
		seen[s.ID] = true
	}
	clear(seen)
	for _, n := range c.Narratives {
		if err := validateNarrative(n); err != nil {
			return err
		}
		if seen[n.ID] {
			return fmt.Errorf("narrative %s: the id is used twice", n.ID)
		}
		seen[n.ID] = true
	}
	return nil
}

func (c Config) validateSettings() error {
	switch {
	case c.Data == "":
		return errors.New("data: name the folder that holds the record")
	case c.Crawler.Contact == "":
		return errors.New("crawler.contact: give a web or mail address by which a site's owner can reach you")
	case c.Crawler.Workers < 1 || c.Crawler.Workers > 256:
		return fmt.Errorf("crawler.workers: %d is not between 1 and 256", c.Crawler.Workers)
	case c.Crawler.Timeout < time.Second || c.Crawler.Timeout > 10*time.Minute:
		return fmt.Errorf("crawler.timeout: %s is not between 1s and 10m", c.Crawler.Timeout)
	case c.Crawler.MaxAddresses < 1000 || c.Crawler.MaxAddresses > 10_000_000:
		return fmt.Errorf("crawler.max_addresses: %d is not between 1000 and 10000000", c.Crawler.MaxAddresses)
	case len(c.Languages) < 2:
		return errors.New("languages: name at least two, so that they can be told apart")
	}
	if err := errors.Join(c.Evidence.Timestamp.validate(), c.validateDetectors(), c.Embeddings.validate(), c.Translator.validate(), c.Privacy.validate(), c.Packs.validate()); err != nil {
		return err
	}
	return c.validateWeb()
}

func (c Config) validateSource(s qalxan.Source) error {
	if err := s.Validate(); err != nil {
		return err
	}
	if err := knownLanguages(slices.Values(s.Languages)); err != nil {
		return fmt.Errorf("source %s: %w", s.ID, err)
	}
	if s.Kind == qalxan.KindWikipedia && c.Crawler.Contact == DefaultContact {
		return fmt.Errorf("source %s: Wikimedia asks for your own contact; set crawler.contact", s.ID)
	}
	if s.Schedule == "" {
		return nil
	}
	if _, err := schedule.Parse(s.Schedule); err != nil {
		return fmt.Errorf("source %s: %w", s.ID, err)
	}
	return nil
}
