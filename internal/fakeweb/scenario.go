package fakeweb

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/internal/fakeweb/wiki"
)

// Scenario is a web with a history: what stands where, and from when.
type Scenario struct {
	Title      string
	Start, End time.Time
	Sites      []*newsroom.Site
	Wikis      []WikiHost
}

// WikiHost is one wiki of a scenario.
type WikiHost struct {
	Host, Language string
	Titles         []string
}

// Hosts lists the names of all hosts.
func (s *Scenario) Hosts() []string {
	var all []string
	for _, site := range s.Sites {
		all = append(all, site.Host)
	}
	for _, w := range s.Wikis {
		all = append(all, w.Host)
	}
	return all
}

// URLs lists the addresses of all articles, those of wikis as well.
func (s *Scenario) URLs() []string {
	var all []string
	for _, site := range s.Sites {
		for _, a := range site.Articles {
			all = append(all, site.URL(a.Path))
		}
	}
	for _, w := range s.Wikis {
		for _, title := range w.Titles {
			all = append(all, "https://"+w.Host+"/wiki/"+strings.ReplaceAll(title, " ", "_"))
		}
	}
	return all
}

// Load reads scenario.yaml and the files that it names, and puts their hosts
// on the web. An error names the file and the field, and leaves the web as it
// was.
func Load(fsys fs.FS, w *Web) (*Scenario, error) {
	const file = "scenario.yaml"
	var sc script
	if err := decode(fsys, file, &sc); err != nil {
		return nil, err
	}
	if err := sc.validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s := &Scenario{Title: sc.Title, Start: sc.Start, End: sc.End}
	var open []func()
	for i, h := range sc.Hosts {
		publish, err := s.add(fsys, h, w)
		if err != nil {
			return nil, fmt.Errorf("%s: hosts[%d] (%s): %w", file, i, h.Name, err)
		}
		open = append(open, publish)
	}
	for _, publish := range open {
		publish()
	}
	return s, nil
}

// add reads one host and returns what puts it on the web.
func (s *Scenario) add(fsys fs.FS, h hostScript, w *Web) (func(), error) {
	read := s.addSite
	if h.Wiki != "" {
		read = s.addWiki
	}
	publish, err := read(fsys, h, w)
	if err != nil {
		return nil, err
	}
	return func() {
		publish()
		w.Host(h.Name).Since(h.Since)
		if h.Robots != "" {
			w.Host(h.Name).Robots(h.Robots)
		}
	}, nil
}

func (s *Scenario) addSite(fsys fs.FS, h hostScript, w *Web) (func(), error) {
	site := &newsroom.Site{
		Host: h.Name, Outlet: h.Outlet, About: h.About, Language: h.Language,
		Layout: h.Layout, Feed: h.Feed, Charset: h.Charset,
	}
	var scripts []articleScript
	if err := decode(fsys, h.Articles, &scripts); err != nil {
		return nil, err
	}
	for i, script := range scripts {
		a, err := script.article()
		if err != nil {
			return nil, fmt.Errorf("%s: [%d] (%s): %w", h.Articles, i, script.Path, err)
		}
		site.Articles = append(site.Articles, a)
	}
	if err := unique(site.Articles); err != nil {
		return nil, fmt.Errorf("%s: %w", h.Articles, err)
	}
	s.Sites = append(s.Sites, site)
	return func() { w.Host(h.Name).News(site) }, nil
}

func (s *Scenario) addWiki(fsys fs.FS, h hostScript, w *Web) (func(), error) {
	var scripts []wikiScript
	if err := decode(fsys, h.Wiki, &scripts); err != nil {
		return nil, err
	}
	host := WikiHost{Host: h.Name, Language: h.Language}
	articles := wiki.New(h.Outlet, h.Language, w.now)
	for i, script := range scripts {
		history, err := script.history()
		if err != nil {
			return nil, fmt.Errorf("%s: [%d] (%s): %w", h.Wiki, i, script.Title, err)
		}
		articles.Add(script.Title, history...)
		host.Titles = append(host.Titles, script.Title)
	}
	s.Wikis = append(s.Wikis, host)
	return func() { w.Host(h.Name).Wiki(articles) }, nil
}

const maxScript = 4 << 20

// decode reads one strict YAML file.
func decode(fsys fs.FS, name string, v any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("open a scenario file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxScript+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > maxScript {
		return fmt.Errorf("%s is longer than %d bytes", name, maxScript)
	}
	if err := yaml.UnmarshalWithOptions(data, v, yaml.Strict()); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
