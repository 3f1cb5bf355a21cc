package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certify writes a certificate for this machine and returns who trusts it.
func certify(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "desk"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	for name, block := range map[string]*pem.Block{"c.pem": {Type: "CERTIFICATE", Bytes: cert}, "k.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		text := pem.EncodeToMemory(block)
		pool.AppendCertsFromPEM(text)
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return pool
}

// TestFirstAdmin starts a server that others can reach, follows the link on the
// terminal, and reads the desk and the API as the admin that it makes.
func TestFirstAdmin(t *testing.T) {
	dir := t.TempDir()
	pool := certify(t, dir)
	config := filepath.Join(dir, "qalxan.yaml")
	text := fmt.Sprintf("data: %s/d\nlisten: 0.0.0.0:0\nweb: {tls: {certificate: %s/c.pem, key: %s/k.pem}}\n", dir, dir, dir)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	said, terminalEnd := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "-c", config}, terminal{out: io.Discard, err: terminalEnd, env: func(string) string { return "" }})
		terminalEnd.Close()
	}()
	link := readLink(t, said)
	defer func() {
		stop()
		if code := <-ended; code != exitDone {
			t.Errorf("the server ended with %d", code)
		}
	}()

	jar, _ := cookiejar.New(nil)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Jar: jar, Timeout: 30 * time.Second}
	desk := "https://127.0.0.1:" + link.Port()
	code := link.Query().Get("code")
	visit := func(path string, form url.Values) (*http.Response, string) {
		t.Helper()
		answer, err := client.Get(desk + path)
		if form != nil {
			answer, err = client.PostForm(desk+path, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer, string(body)
	}
	if answer, body := visit("/findings", nil); answer.Request.URL.Path != "/login" || !strings.Contains(body, "printed on the terminal") {
		t.Errorf("nobody is at %s", answer.Request.URL)
	}
	if answer, _ := visit("/api/v1/totals", nil); answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the API answers %s", answer.Status)
	}
	if answer, body := visit("/setup?code="+code, nil); answer.StatusCode != http.StatusOK || !strings.Contains(body, "The first admin") {
		t.Fatalf("the link gives %s", answer.Status)
	}
	form := url.Values{"code": {code}, "name": {"leyla"}, "new": {"correct horse battery"}, "again": {"correct horse battery"}}
	if answer, _ := visit("/setup", form); answer.StatusCode != http.StatusOK || answer.Request.URL.Path != "/" {
		t.Fatalf("the first admin comes to %s, %s", answer.Request.URL, answer.Status)
	}
	here, _ := url.Parse(desk)
	if cookies := jar.Cookies(here); len(cookies) == 0 || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("the cookies are %v", cookies)
	}
	if answer, _ := visit("/setup", form); answer.StatusCode != http.StatusForbidden {
		t.Errorf("the link works twice: %s", answer.Status)
	}
	if answer, body := visit("/audit", nil); answer.StatusCode != http.StatusOK || !strings.Contains(body, "one-time link") {
		t.Errorf("the audit log: %s", answer.Status)
	}
	if exit, out := command(t, "user", "-c", config); exit != exitDone || !strings.Contains(out, "leyla") {
		t.Errorf("by the socket: %d, %s", exit, out)
	}
	if exit, out := command(t, "user", "disable", "leyla", "-c", config); exit == exitDone || !strings.Contains(out, "the last admin") {
		t.Errorf("the last admin is kept out: %d, %s", exit, out)
	}
	if exit, out := command(t, "user", "add", "orxan", "--role", "admin", "-c", config); exit != exitDone {
		t.Fatalf("a second admin: %d, %s", exit, out)
	}
	if exit, out := command(t, "user", "disable", "leyla", "-c", config); exit != exitDone {
		t.Errorf("an admin cannot be kept out: %d, %s", exit, out)
	}
	if answer, _ := visit("/findings", nil); answer.Request.URL.Path != "/login" {
		t.Errorf("a disabled user is at %s", answer.Request.URL)
	}
}

// readLink reads what a starting server says until it gives the link.
func readLink(t *testing.T, said io.Reader) *url.URL {
	t.Helper()
	buffer, text := make([]byte, 4096), ""
	for !strings.Contains(text, "/setup?code=") {
		n, err := said.Read(buffer)
		if err != nil {
			t.Fatalf("the server ended: %v: %s", err, text)
		}
		text += string(buffer[:n])
	}
	go io.Copy(io.Discard, said)
	lines := strings.Fields(text)
	for _, word := range lines {
		if link, err := url.Parse(word); err == nil && link.Path == "/setup" {
			return link
		}
	}
	t.Fatalf("no link in %s", text)
	return nil
}
