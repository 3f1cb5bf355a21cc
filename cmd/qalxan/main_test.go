package main

import (
	"io"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/demo"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"qalxan": main})
}

// TestScripts runs the command line as a user does: each file of
// testdata/script is a session at a terminal.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// playedDemo holds a data folder with the demo's week, until the test ends.
func playedDemo(t *testing.T) (*holder, demo.Account) {
	t.Helper()
	fsys, err := configs.Demo()
	if err != nil {
		t.Fatal(err)
	}
	d, err := demo.Open(fsys, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	a := &app{Context: t.Context(), cli: &cli{}, terminal: terminal{out: io.Discard, err: io.Discard}}
	a.log = a.cli.logger(a.terminal)
	h, err := a.hold(d.Config, d.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	account, err := demoCmd{}.play(a, d, h)
	if err != nil {
		t.Fatal(err)
	}
	return h, account
}
