package address

import "testing"

func TestLocal(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.9.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"": false, "0.0.0.0": false, "10.0.0.1": false, "localhost.example": false, "127.0.0.1.example": false, "[::1]": false, "127.0.0.1:80": false,
	} {
		if got := Local(host); got != want {
			t.Errorf("Local(%q) is %t", host, got)
		}
	}
}
