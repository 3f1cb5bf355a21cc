package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api/control"
)

// command runs one command line and returns its exit code and output.
func command(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), args, terminal{in: strings.NewReader(""), out: &out, err: &out, env: func(string) string { return "" }})
	return code, out.String()
}

// TestCommandsGoThroughARunningServer gives commands while a server holds the
// data folder: they answer as without it, and it ends cleanly.
func TestCommandsGoThroughARunningServer(t *testing.T) {
	dir := t.TempDir()
	data, config := filepath.Join(dir, "d"), filepath.Join(dir, "qalxan.yaml")
	if err := os.WriteFile(config, []byte("listen: 127.0.0.1:0\nsources:\n  - {id: daily, kind: site, url: \"https://daily.invalid/\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	desk, stop := serving(t, config, data)

	for _, tt := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"source"}, exitDone, "daily"},
		{[]string{"doctor"}, exitDone, "Index and record agree"},
		{[]string{"search", "nothing"}, exitDone, "Nothing was found"},
		{[]string{"search", "lang:"}, exitUsage, "lang"},
		{[]string{"show", "f-0000000000000000"}, exitFailed, "names no"},
		{[]string{"crawl", "weekly"}, exitUsage, `"weekly" is neither a source nor an address`},
		{[]string{"reindex"}, exitDone, "0 documents"},
	} {
		code, out := command(t, append(tt.args, "--data", data)...)
		if code != tt.code || !strings.Contains(out, tt.want) {
			t.Errorf("%v: exit %d, %s", tt.args, code, out)
		}
	}
	answer, err := http.Get(desk + "control/doctor")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("the socket's handlers answer by network: %s", answer.Status)
	}
	stop()
	if _, ok := control.Dial(data); ok {
		t.Error("the socket still answers")
	}
}

// serving starts a server and returns where its desk is, and what ends it.
func serving(t *testing.T, config, data string) (desk string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	said, address := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "-c", config, "--data", data},
			terminal{out: io.Discard, err: address, env: func(string) string { return "" }})
		address.Close()
	}()
	return readDeskAddress(t, said), func() {
		t.Helper()
		cancel()
		select {
		case code := <-ended:
			if code != exitDone {
				t.Errorf("the server ended with %d", code)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("the server did not end")
		}
	}
}

// readDeskAddress reads what a starting server says until it names its desk,
// and keeps reading so that it never blocks.
func readDeskAddress(t *testing.T, said io.Reader) string {
	t.Helper()
	buffer, text := make([]byte, 4096), ""
	for !strings.Contains(text, "only.\n") {
		n, err := said.Read(buffer)
		if err != nil {
			t.Fatalf("the server ended: %v: %s", err, text)
		}
		text += string(buffer[:n])
	}
	go io.Copy(io.Discard, said)
	_, rest, _ := strings.Cut(text, "The desk is at ")
	desk, _, _ := strings.Cut(rest, " ")
	return desk
}

// TestFolderIsHeldByOne opens a folder twice: the second says who has it.
func TestFolderIsHeldByOne(t *testing.T) {
	data := t.TempDir()
	a := &app{Context: t.Context(), cli: &cli{Data: data}, terminal: terminal{out: io.Discard, err: io.Discard, env: func(string) string { return "" }}}
	a.log = a.cli.logger(a.terminal)
	first, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	defer first.close()
	if code, out := command(t, "source", "--data", data); code != exitFailed || !strings.Contains(out, "another qalxan works on this data folder") {
		t.Errorf("exit %d: %s", code, out)
	}
}
