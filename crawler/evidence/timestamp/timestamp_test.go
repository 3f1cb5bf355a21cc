package timestamp_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	digitorus "github.com/digitorus/timestamp"
	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/crawler/evidence/timestamp"
	"github.com/qalxan/qalxan/crawler/evidence/timestamp/timestamptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var digest = sha256.Sum256([]byte("the head of a chain"))

// ask stamps the digest with an authority behind a handler.
func ask(t *testing.T, h http.Handler, roots ...*x509.Certificate) (timestamp.Token, error) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	a, err := timestamp.New(timestamp.Options{URL: server.URL, Roots: roots, Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return a.Stamp(t.Context(), digest)
}

func TestStamp(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	got, err := ask(t, tsa, tsa.Root)
	if err != nil || got.Digest != digest || got.Authority != timestamptest.Name || time.Since(got.Time) > time.Minute ||
		got.Accuracy != time.Second || !got.Root.Equal(tsa.Root) {
		t.Fatalf("%+v, %v", got, err)
	}
	again, err := timestamp.Verify(got.Raw, []*x509.Certificate{tsa.Root})
	if err != nil || again.Time != got.Time {
		t.Errorf("verified offline: %+v, %v", again, err)
	}
}

func TestStampSaysWhatIsWrong(t *testing.T) {
	now := time.Now()
	tsa := timestamptest.New(t, timestamptest.Stamping, now)
	other := *tsa
	other.Digest = bytes.Repeat([]byte{7}, 32)
	replayed := *tsa
	replayed.Nonce = big.NewInt(42)
	refusal, err := digitorus.CreateErrorResponse(digitorus.Rejection, digitorus.BadAlgorithm)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		handler http.Handler
		root    *x509.Certificate
		want    error
		says    string
	}{
		"another digest":     {&other, tsa.Root, timestamp.ErrToken, "another digest"},
		"another request":    {&replayed, tsa.Root, timestamp.ErrToken, "another request"},
		"an unknown root":    {tsa, timestamptest.New(t, timestamptest.Stamping, now).Root, timestamp.ErrUntrusted, timestamptest.Name},
		"a refusal":          {answer(200, refusal), tsa.Root, timestamp.ErrRefused, "unrecognized or unsupported Algorithm"},
		"an error":           {answer(500, nil), tsa.Root, timestamp.ErrRefused, "500 Internal Server Error"},
		"elsewhere":          {http.RedirectHandler("/there", http.StatusFound), tsa.Root, timestamp.ErrRefused, "302"},
		"a web page":         {answer(200, []byte("<html>")), tsa.Root, timestamp.ErrRefused, "no time-stamp response"},
		"nothing":            {answer(200, nil), tsa.Root, timestamp.ErrRefused, "no time-stamp response"},
		"granted, not sent":  {answer(200, []byte{0x30, 5, 0x30, 3, 2, 1, 0}), tsa.Root, timestamp.ErrRefused, "did not send it"},
		"without end":        {endless{}, tsa.Root, timestamp.ErrRefused, "over 65536 bytes"},
		"not for stamping":   authority(t, timestamptest.Nothing, now),
		"not critical":       authority(t, timestamptest.StampingNotCritical, now),
		"for more than that": authority(t, timestamptest.StampingAndMore, now),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ask(t, tt.handler, tt.root); !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func authority(t *testing.T, p timestamptest.Purpose, at time.Time) (c struct {
	handler http.Handler
	root    *x509.Certificate
	want    error
	says    string
},
) {
	a := timestamptest.New(t, p, at)
	c.handler, c.root, c.want, c.says = a, a.Root, timestamp.ErrUntrusted, "not for time stamping alone"
	return c
}

func answer(status int, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

type endless struct{}

func (endless) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.CopyN(w, zeros{}, 1<<20)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// An authority that says nothing holds nobody up for longer than it may.
func TestStampWithoutAnAnswer(t *testing.T) {
	tsa := timestamptest.New(t, timestamptest.Stamping, time.Now())
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // before that, nobody sees the asker go
		<-r.Context().Done()
	}))
	defer server.Close()
	a, err := timestamp.New(timestamp.Options{URL: server.URL, Roots: []*x509.Certificate{tsa.Root}, Timeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Stamp(t.Context(), digest); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestNewRefuses(t *testing.T) {
	root := []*x509.Certificate{{}}
	for url, roots := range map[string][]*x509.Certificate{"ftp://tsa.example": root, "tsa.example": root, "https://": root, "https://tsa.example": nil} {
		if _, err := timestamp.New(timestamp.Options{URL: url, Roots: roots}); err == nil {
			t.Errorf("%s with %d roots was taken", url, len(roots))
		}
	}
}

// A token is good at its own time: not when the certificates were not yet, or no
// longer, valid.
func TestVerifyAtTheTimeOfTheToken(t *testing.T) {
	begin := time.Now().AddDate(0, -6, 0).UTC().Truncate(time.Second)
	tsa := timestamptest.New(t, timestamptest.Stamping, begin)
	for at, good := range map[time.Time]bool{begin: true, begin.AddDate(0, 0, -2): false, begin.AddDate(2, 0, 0): false} {
		tsa.Now = func() time.Time { return at }
		got, err := verifySigned(tsa)
		if good != (err == nil) || good && !got.Time.Equal(at) || !good && !errors.Is(err, timestamp.ErrUntrusted) {
			t.Errorf("at %v: %v, %v", at, got.Time, err)
		}
	}
}
