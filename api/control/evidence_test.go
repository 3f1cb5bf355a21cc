package control_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/monitor"
)

func (k keeper) Import(_ context.Context, r monitor.ImportRequest, report func(monitor.ImportProgress)) error {
	for _, file := range r.Files {
		report(monitor.ImportProgress{File: file, Done: true})
	}
	return k.err
}

// errLate is an export that fails after its first byte.
var errLate = errors.New("late")

func (k keeper) Export(_ context.Context, id string, w io.Writer) error {
	if k.err != nil && !errors.Is(k.err, errLate) {
		return k.err
	}
	if k.err != nil {
		_, err := io.WriteString(w, "half a pack")
		return errors.Join(k.err, err)
	}
	_, err := io.WriteString(w, "pack of "+id)
	return err
}

func TestImportTellsEachFileAndTheEnd(t *testing.T) {
	_, body := call(t, keeper{}, http.MethodPost, "/control/import", `{"as":"warc","files":["/a","/b"]}`)
	m := messages(t, body)
	if len(m) != 3 || m[1].Import.File != "/b" || !m[1].Import.Done || !m[2].End {
		t.Errorf("told %s", body)
	}
}

func TestExportStreamsOrSaysWhy(t *testing.T) {
	status, body := call(t, keeper{}, http.MethodGet, "/control/findings/f-0000000000000000/evidence", "")
	if status != http.StatusNotFound || !strings.Contains(body, "names no") {
		t.Errorf("status %d, body %s", status, body)
	}
	id := qalxan.FindingID(apitest.Copy)
	if status, body := call(t, keeper{}, http.MethodGet, "/control/findings/"+id+"/evidence", ""); status != http.StatusOK || body != "pack of "+id {
		t.Errorf("status %d, body %s", status, body)
	}
	if status, body := call(t, keeper{errors.New("damaged")}, http.MethodGet, "/control/findings/"+id+"/evidence", ""); status != http.StatusInternalServerError || !strings.Contains(body, "damaged") {
		t.Errorf("status %d, body %s", status, body)
	}
}

// Half a pack is never taken for a whole one: the connection breaks off, over a
// socket and in process.
func TestExportThatFailsLate(t *testing.T) {
	handler := control.New(keeper{errLate}, apitest.Open(t))
	server := httptest.NewServer(handler)
	defer server.Close()
	for name, client := range map[string]*http.Client{"socket": server.Client(), "in process": {Transport: control.NewInProcess(handler)}} {
		answer, err := client.Get(server.URL + "/control/findings/" + qalxan.FindingID(apitest.Copy) + "/evidence")
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: what came of it was taken for the whole", name)
		}
	}
}
