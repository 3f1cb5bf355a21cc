package coordination

import (
	"strings"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	const head = "account_id,extra,object_id,content_id,timestamp_share\n"
	shares, err := Read(strings.NewReader("\ufeff" + head + "a,x,\"o,1\",c,1623881091\n" +
		"a,,o,c,1623881091.25\na,,o,c,2021-06-16T22:04:51Z\na,,o,c,2021-06-17 00:04:51+02:00\na,,o,c,2021-06-16 22:04:51\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(shares) != 5 || shares[0].Object != "o,1" || shares[1].Time.Nanosecond() != 250e6 {
		t.Errorf("got %+v", shares)
	}
	for _, s := range shares {
		if s.Time.Truncate(time.Second) != time.Date(2021, 6, 16, 22, 4, 51, 0, time.UTC) {
			t.Errorf("time %s", s.Time)
		}
	}
	for want, file := range map[string]string{
		"the file is empty":         "",
		"line 1: no column":         "object_id,account_id,content_id\n",
		"line 3: account_id is emp": head + "a,,o,c,1\n,,o,c,1\n",
		"line 2: timestamp_share":   head + "a,,o,c,yesterday\n",
		"neither seconds of":        head + "a,,o,c,NaN\n",
		"wrong number of fields":    head + "a,o\n",
		"1900 to 2189":              head + "a,,o,c,1e300\n",
	} {
		if _, err := Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("object_id,account_id,content_id,timestamp_share\no,a,c,1\no,b,d,2021-06-16T22:04:51Z\n")
	f.Add("\ufeff\"")
	f.Fuzz(func(t *testing.T, file string) {
		shares, err := Read(strings.NewReader(file))
		if err != nil {
			return
		}
		if _, err := Analyse(shares, Published()); err != nil {
			t.Fatal(err)
		}
	})
}
