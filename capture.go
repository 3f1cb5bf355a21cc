package qalxan

import "time"

// Capture is one answer from the web as it came: a single hop, never a
// followed redirect. Its bytes stand in a WARC file; this is the entry in the
// record that finds them again.
type Capture struct {
	// ID is the WARC-Record-ID of the response or revisit record, without angle
	// brackets: urn:uuid:...
	ID       string    `json:"id"`
	SourceID string    `json:"source"`
	URL      string    `json:"url"`
	Time     time.Time `json:"time"`
	Status   int       `json:"status"`
	// ContentType is the header as it came.
	ContentType string `json:"content_type,omitempty"`
	// Size counts the payload bytes as received, before decompression.
	Size int64 `json:"size"`
	// SHA256 is the lower-case hex digest of those bytes.
	SHA256 string `json:"sha256"`
	// Truncated says that the answer was longer than the policy allows.
	Truncated bool `json:"truncated,omitempty"`
	// Location is where the capture stands.
	Location WARCLocation `json:"warc"`
}

// WARCLocation is a place in a WARC file: the first record of the capture.
type WARCLocation struct {
	File   string `json:"file"`   // name inside the evidence folder
	Offset int64  `json:"offset"` // of the gzip member, in bytes
}
