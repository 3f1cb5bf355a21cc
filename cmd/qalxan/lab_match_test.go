package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLabMatchByMeaning asks a server for which only floods mean the same.
func TestLabMatchByMeaning(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var data []any
		for i, text := range q.Input {
			vector := []float64{1, 0}
			if strings.Contains(text, "dam") || strings.Contains(text, "flooded") {
				vector = []float64{0, 1}
			}
			data = append(data, map[string]any{"index": i, "embedding": vector})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "claims.jsonl")
	claims := `{"id":"bread","texts":["Bread and the whole valley will be forbidden this year"]}
{"id":"dam","texts":["The old dam above the town burst in the night"]}`
	if err := os.WriteFile(file, []byte(claims), 0o600); err != nil {
		t.Fatal(err)
	}
	first := func(more ...string) string {
		var out, errs bytes.Buffer
		in := strings.NewReader(`{"id":"1","text":"The whole valley was flooded this year, people say."}`)
		code := run(t.Context(), append([]string{"lab", "match", "--narratives", file, "--top", "1"}, more...),
			terminal{in: in, out: &out, err: &errs, env: func(string) string { return "" }})
		if code != exitDone {
			t.Fatalf("exit %d: %s", code, &errs)
		}
		return out.String()
	}
	if got := first(); !strings.Contains(got, `"narrative":"bread"`) {
		t.Errorf("by words: %s", got)
	}
	if got := first("--embeddings", server.URL, "--model", "floods"); !strings.Contains(got, `"narrative":"dam"`) {
		t.Errorf("by meaning: %s", got)
	}
}
