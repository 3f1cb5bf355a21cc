// Package shareddata finds the public data that tests measure on. It lies beside
// the project and is never copied into it.
package shareddata

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// Folder finds a folder of the public data beside the project, or skips the
// test where it is absent.
func Folder(t testing.TB, name string) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			break
		}
		if at == filepath.Dir(at) {
			t.Fatal("no go.mod above the test")
		}
	}
	folder := filepath.Join(at, "..", "shared", "data", name)
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("%s is not here: the figures cannot be measured", folder)
	}
	return folder
}

// Table reads a file of tab-separated values, with the line of names that it
// may begin with.
func Table(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = '\t', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
