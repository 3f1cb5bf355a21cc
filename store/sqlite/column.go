package sqlite

import (
	"database/sql/driver"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
)

// The types of this file stand for one column each, read and written. They
// hold pointers so that one list of fields serves both ways.

// instant is a time as microseconds since 1970 in UTC. The zero time is a
// number like any other and comes back as the zero time.
type instant struct{ *time.Time }

// Value implements driver.Valuer.
func (i instant) Value() (driver.Value, error) { return i.UnixMicro(), nil }

// Scan implements sql.Scanner.
func (i instant) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	*i.Time = time.UnixMicro(n).UTC()
	return nil
}

// document is any value as JSON.
type document struct{ of any }

// Value implements driver.Valuer.
func (d document) Value() (driver.Value, error) {
	text, err := json.Marshal(d.of)
	return string(text), err
}

// Scan implements sql.Scanner.
func (d document) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("a document is stored as %T", v)
	}
	return json.Unmarshal([]byte(text), d.of)
}

// claims is the dates of an item as JSON. Pages claim dates that the JSON form
// of a time cannot hold, such as zones of a whole day; as numbers all fit.
type claims struct{ of *[]qalxan.Date }

type claim struct {
	Kind   qalxan.DateKind `json:"kind"`
	At     int64           `json:"at"`
	Origin string          `json:"origin"`
}

// Value implements driver.Valuer.
func (c claims) Value() (driver.Value, error) {
	stored := make([]claim, len(*c.of))
	for i, d := range *c.of {
		stored[i] = claim{Kind: d.Kind, At: d.Time.UnixMicro(), Origin: d.Origin}
	}
	return document{stored}.Value()
}

// Scan implements sql.Scanner.
func (c claims) Scan(v any) error {
	var stored []claim
	if err := (document{&stored}).Scan(v); err != nil {
		return err
	}
	*c.of = nil
	for _, d := range stored {
		*c.of = append(*c.of, qalxan.Date{Kind: d.Kind, Time: time.UnixMicro(d.At).UTC(), Origin: d.Origin})
	}
	return nil
}

// minhash is a signature, four bytes a value, little-endian.
type minhash struct{ of *[]uint32 }

// Value implements driver.Valuer.
func (m minhash) Value() (driver.Value, error) {
	stored := make([]byte, 0, 4*len(*m.of))
	for _, v := range *m.of {
		stored = binary.LittleEndian.AppendUint32(stored, v)
	}
	return stored, nil
}

// Scan implements sql.Scanner.
func (m minhash) Scan(v any) error {
	stored, ok := v.([]byte)
	if !ok || len(stored)%4 != 0 {
		return fmt.Errorf("a signature is stored as %T", v)
	}
	*m.of = make([]uint32, len(stored)/4)
	for i := range *m.of {
		(*m.of)[i] = binary.LittleEndian.Uint32(stored[4*i:])
	}
	return nil
}
