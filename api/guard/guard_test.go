package guard

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "127.0.0.1": true, "127.0.0.1:80": true, "127.8.8.8:1": true,
		"[::1]": true, "[::1]:8080": true,
		"": false, "evil.example": false, "evil.example:8080": false, "localhost.evil.example": false, "localhost.": false,
		"127.0.0.1.evil.example": false, "10.0.0.1": false, "0.0.0.0:80": false, "[::]": false, "[fe80::1]:80": false,
		"user@localhost": false, "localhost:80:80": false,
	} {
		if got := Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %t", host, got)
		}
	}
}

func TestNew(t *testing.T) {
	refuse := func(w http.ResponseWriter, _ *http.Request, status int, sentence string) {
		http.Error(w, sentence, status)
	}
	rooms := &Mux{}
	rooms.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	handler := New(nil, "default-src 'none'", refuse, rooms)
	tests := []struct {
		method, host string
		want         int
	}{
		{"GET", "localhost", 204},
		{"HEAD", "127.0.0.1:1", 204},
		{"POST", "localhost", 405},
		{"OPTIONS", "localhost", 405},
		{"GET", "evil.example", 421},
		{"POST", "evil.example", 421},
	}
	for _, test := range tests {
		r := httptest.NewRequest(test.method, "/", nil)
		r.Host = test.host
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != test.want {
			t.Errorf("%s as %s gave %d, want %d", test.method, test.host, w.Code, test.want)
		}
		if w.Header().Get("Content-Security-Policy") != "default-src 'none'" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s as %s lacks headers: %v", test.method, test.host, w.Header())
		}
	}
}

func FuzzLoopback(f *testing.F) {
	for _, seed := range []string{"localhost", "[::1]:1", "[", "]", "[]", ":", "a:b:c"} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, host string) { Loopback(host) })
}
