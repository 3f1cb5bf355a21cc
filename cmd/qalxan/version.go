package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct {
	JSON bool `help:"Print JSON."`
}

// build is what is known of the binary.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func readBuild() build {
	b := build{Version: "development", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// Help is shown by --help.
func (versionCmd) Help() string { return "Example:\n  qalxan version --json" }

// Run prints the version.
func (c versionCmd) Run(a *app) error {
	b := readBuild()
	if c.JSON {
		return json.NewEncoder(a.out).Encode(b)
	}
	fmt.Fprintf(a.out, "qalxan %s", b.Version)
	if b.Revision != "" {
		fmt.Fprintf(a.out, " (%.12s)", b.Revision)
	}
	fmt.Fprintf(a.out, ", %s, %s\n", b.Go, b.Platform)
	return nil
}
