package pack

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/store"
)

// WriteList writes the addresses of a pack as CSV, one a row: what platforms
// that work with lists ask for.
func WriteList(w io.Writer, p store.Pack) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{{"address", "category", "published", "captured", "observed", "sha256", "finding"}}
	for _, r := range p.Rows {
		rows = append(rows, []string{r.Address, r.Category, stamp(r.Published), stamp(r.Captured), r.Observed, r.SHA256, r.Finding})
	}
	for _, r := range rows {
		for i := range r {
			r[i] = report.Cell(r[i])
		}
	}
	return table.WriteAll(rows)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
