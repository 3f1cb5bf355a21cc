package report

import (
	"encoding/json"
	"io"
)

// writeJSONL writes one Entry a line (jsonlines.org).
func writeJSONL(w io.Writer, d Document) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, e := range d.Findings {
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}
