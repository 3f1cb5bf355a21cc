package coordination

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns are those that Read wants, in any order among others.
func Columns() []string { return []string{"object_id", "account_id", "content_id", "timestamp_share"} }

// Read reads shares from CSV with a head line (RFC 4180). Times are seconds of
// Unix time, whole or not, or ISO 8601; without a zone they are UTC. An error
// names the line.
func Read(r io.Reader) ([]Share, error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the file is empty; its first line must name the columns %s", strings.Join(Columns(), ","))
	}
	if err != nil {
		return nil, err
	}
	at, err := columns(head)
	if err != nil {
		return nil, err
	}
	var shares []Share
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return shares, nil
		}
		if err != nil {
			return nil, err
		}
		share, err := newShare(row, at)
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		shares = append(shares, share)
	}
}

// columns finds the places of the columns.
func columns(head []string) (at [4]int, err error) {
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	for i, column := range Columns() {
		if at[i] = slices.Index(head, column); at[i] < 0 {
			return at, fmt.Errorf("line 1: no column %s; the first line must name the columns %s", column, strings.Join(Columns(), ","))
		}
	}
	return at, nil
}

func newShare(row []string, at [4]int) (Share, error) {
	for i, column := range Columns() {
		if row[at[i]] == "" {
			return Share{}, fmt.Errorf("%s is empty", column)
		}
	}
	when, err := parseTime(row[at[3]])
	return Share{
		Object: strings.Clone(row[at[0]]), Account: strings.Clone(row[at[1]]), Content: strings.Clone(row[at[2]]), Time: when,
	}, err
}

func parseTime(text string) (time.Time, error) {
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds > float64(earliest) && seconds < float64(latest) {
		whole, part := math.Modf(seconds)
		return time.Unix(int64(whole), int64(math.Round(part*1e6))*1000).UTC(), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, text); err == nil && timely(t) {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("timestamp_share %.40q is neither seconds of Unix time nor ISO 8601, from 1900 to 2189", text)
}
