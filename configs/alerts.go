package configs

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/qalxan/qalxan/report/alert"
)

// checkAlerts reports what cannot work about the alerts, with its line. The
// line itself is not shown: somebody may have written a secret there.
func (c Config) checkAlerts(fsys fs.FS, file string) error {
	err := c.Alerts.Validate()
	var p *alert.Problem
	if !errors.As(err, &p) {
		return err
	}
	data, unread := readBounded(fsys, file)
	if unread != nil {
		return err
	}
	return fmt.Errorf("configuration %s:%d: %w", file, lineOf(data, "$.alerts."+p.Path), err)
}

// lineOf is the line at which a setting stands or, where it is missing, that of
// the nearest one around it.
func lineOf(data []byte, path string) int {
	for path != "$" {
		if p, err := yaml.PathString(path); err == nil {
			if node, err := p.ReadNode(bytes.NewReader(data)); err == nil && node.GetToken() != nil {
				return node.GetToken().Position.Line
			}
		}
		path = path[:strings.LastIndexAny(path, ".[")]
	}
	return 1
}
