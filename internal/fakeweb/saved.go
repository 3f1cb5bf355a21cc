package fakeweb

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
)

// ServeSaved serves saved pages under the addresses they came from, byte for
// byte, as text/html without a charset. Pages maps an address to a file of
// fsys; a file that ends in .gz is unpacked. A page with a query also answers
// without it, unless another page does.
func (w *Web) ServeSaved(fsys fs.FS, pages map[string]string) error {
	taken := map[string]bool{} // host and path of pages without a query
	var queried []func()
	for _, address := range slices.Sorted(maps.Keys(pages)) {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" {
			return fmt.Errorf("serve saved pages: %q is not an address with a host", address)
		}
		body, err := readSaved(fsys, pages[address])
		if err != nil {
			return fmt.Errorf("serve %s: %w", address, err)
		}
		host, route := w.Host(u.Hostname()), Always(Answer{Type: "text/html", Body: body})
		host.Route(u.RequestURI(), route)
		place := host.Name() + u.EscapedPath()
		if u.RawQuery == "" {
			taken[place] = true
			continue
		}
		queried = append(queried, func() {
			if !taken[place] {
				host.Route(u.EscapedPath(), route)
			}
		})
	}
	for _, serveBare := range queried {
		serveBare()
	}
	return nil
}

// ServeBenchmark serves a folder of an article extraction benchmark:
// ground-truth.json with an address for each id, and html/<id>.html.gz. It
// returns the addresses in order.
func (w *Web) ServeBenchmark(dir string) ([]string, error) {
	fsys := os.DirFS(dir)
	data, err := fs.ReadFile(fsys, "ground-truth.json")
	if err != nil {
		return nil, fmt.Errorf("read the benchmark's truth: %w", err)
	}
	var truth map[string]struct {
		URL string `json:"url"`
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return nil, fmt.Errorf("read the benchmark's truth: %w", err)
	}
	pages := map[string]string{}
	for id, t := range truth {
		pages[t.URL] = "html/" + id + ".html.gz"
	}
	if err := w.ServeSaved(fsys, pages); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(pages)), nil
}

const maxSaved = 64 << 20

func readSaved(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(name, ".gz") {
		return io.ReadAll(io.LimitReader(f, maxSaved))
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	return io.ReadAll(io.LimitReader(z, maxSaved))
}
