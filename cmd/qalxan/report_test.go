package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "week.html")
	if err := writeWhole(name, strings.NewReader("first")); err != nil {
		t.Fatal(err)
	}
	broken := io.MultiReader(strings.NewReader("sec"), iotest.ErrReader(errors.New("broke off")))
	if err := writeWhole(name, broken); err == nil {
		t.Error("a report that broke off was taken")
	}
	if text, err := os.ReadFile(name); string(text) != "first" || err != nil {
		t.Errorf("the report of before is %q, %v", text, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestWriteWholeKeepsModes leaves the mode of a new file to the umask, and that
// of an old one as it is.
func TestWriteWholeKeepsModes(t *testing.T) {
	dir := t.TempDir()
	plain, err := os.Create(filepath.Join(dir, "plain"))
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	usual, err := plain.Stat()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "week.html")
	for _, want := range []os.FileMode{usual.Mode(), 0o600, 0o640} {
		if want != usual.Mode() {
			if err := os.Chmod(name, want); err != nil {
				t.Fatal(err)
			}
		}
		if err := writeWhole(name, strings.NewReader("report")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("mode %v, %v; want %v", info.Mode(), err, want)
		}
	}
}

// TestWriteWholeReplacesNoDevice writes to what is no file: a pipe, a folder,
// and a place that does not exist.
func TestWriteWholeReplacesNoDevice(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- string(text)
	}()
	if err := writeWhole(pipe, strings.NewReader("report")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(pipe); err != nil || info.Mode().IsRegular() {
		t.Fatalf("the pipe became %v, %v", info.Mode(), err)
	}
	if text := <-read; text != "report" {
		t.Errorf("the pipe's reader got %q", text)
	}
	for _, name := range []string{dir, filepath.Join(dir, "absent", "week.html")} {
		if err := writeWhole(name, strings.NewReader("report")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

// TestTemplateStaysInItsFolder reads the page of a folder, and nothing that a
// link in it leads to.
func TestTemplateStaysInItsFolder(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	page := filepath.Join(dir, "report.html")
	if err := errors.Join(os.WriteFile(page, []byte("{{.Title}}"), 0o600), os.WriteFile(outside, []byte("secret"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if text, err := (reportMakeCmd{As: "html", Templates: dir}).template(); text != "{{.Title}}" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
	if err := os.WriteFile(page, make([]byte, mostTemplate+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (reportMakeCmd{As: "html", Templates: dir}).template(); err == nil {
		t.Error("a page that is too long was taken")
	}
	if err := errors.Join(os.Remove(page), os.Symlink(outside, page)); err != nil {
		t.Skip(err)
	}
	if text, err := (reportMakeCmd{As: "html", Templates: dir}).template(); err == nil {
		t.Errorf("the link was followed: %q", text)
	}
}
