package timestamp_test

import (
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

// openssl runs the other implementation in a folder with the authority's
// certificates and key.
func openssl(t *testing.T, tsa *timestamptest.Authority) (dir string, run func(args ...string) string) {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	dir = t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(tsa.Key())
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "roots.pem", tsa.Roots())
	write(t, dir, "tsa.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: tsa.Certificate().Raw}))
	write(t, dir, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	return dir, func(args ...string) string {
		t.Helper()
		c := exec.Command(path, args...)
		c.Dir = dir
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("openssl %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// What we keep is what openssl verifies.
func TestOpenSSLVerifiesOurs(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	dir, run := openssl(t, tsa)
	token, err := ask(t, tsa, tsa.Root)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "ours.tst", token.Raw)
	if out := run("ts", "-verify", "-digest", hex.EncodeToString(digest[:]), "-in", "ours.tst", "-token_in", "-CAfile", "roots.pem"); !strings.Contains(out, "OK") {
		t.Error(out)
	}
}

// What openssl makes, an authority that answers our request among it, we
// verify; with the name of the certificate in its old form and in the new.
func TestOpenSSLStampsForUs(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	for _, id := range []string{"sha1", "sha256", "sha512"} {
		dir, run := openssl(t, tsa)
		write(t, dir, "serial", []byte("01\n"))
		write(t, dir, "tsa.cnf", fmt.Appendf(nil, "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=key.pem\nsigner_digest=sha256\n"+
			"default_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1,millisecs:500\nclock_precision_digits=3\ness_cert_id_alg=%s\n", id))
		token, err := ask(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := make([]byte, 1000)
			n, _ := r.Body.Read(query)
			write(t, dir, "query", query[:n])
			run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "answer")
			answer, _ := os.ReadFile(filepath.Join(dir, "answer"))
			_, _ = w.Write(answer)
		}), tsa.Root)
		if err != nil || token.Digest != digest || token.Accuracy != 1500*time.Millisecond || token.Authority != timestamptest.Name {
			t.Errorf("%s: %+v, %v", id, token, err)
		}
	}
}

// A signed statement that is no time stamp is none, whoever signed it.
func TestSignedButNoStamp(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	dir, run := openssl(t, tsa)
	write(t, dir, "words", []byte("words"))
	run("cms", "-sign", "-in", "words", "-nodetach", "-binary", "-signer", "tsa.pem", "-inkey", "key.pem", "-outform", "DER", "-out", "signed")
	raw, err := os.ReadFile(filepath.Join(dir, "signed"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := asn1.Unmarshal(raw, &asn1.RawValue{}); err != nil {
		t.Fatal(err)
	}
	if _, err := timestamp.Verify(raw, []*x509.Certificate{tsa.Root}); !errors.Is(err, timestamp.ErrToken) {
		t.Error(err)
	}
}
