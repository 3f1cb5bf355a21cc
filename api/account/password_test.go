package account

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/qalxan/qalxan/store"
)

func bareAccounts() *Accounts { return &Accounts{hashing: make(chan struct{}, hashesAtOnce)} }

// TestVerify: a hash made at another cost is right and stale; what cannot be
// read is an error and not a match.
func TestVerify(t *testing.T) {
	a := bareAccounts()
	phc, err := a.hash(t.Context(), "correct horse battery")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", phc, err)
	}
	weak := cost{memory: 64, time: 1, threads: 1}
	salt := []byte("0123456789abcdef")
	old := format(weak, salt, argon2.IDKey([]byte("correct horse battery"), salt, 1, 64, 1, 32))
	for name, test := range map[string]struct {
		phc, password string
		right, stale  bool
	}{
		"right":      {phc, "correct horse battery", true, false},
		"wrong":      {phc, "correct horse batterz", false, false},
		"old":        {old, "correct horse battery", true, true},
		"no hash":    {"", "correct horse battery", false, false},
		"zero bytes": {"", "\x00", false, false},
	} {
		right, stale, err := a.verify(t.Context(), test.phc, test.password)
		if right != test.right || stale != test.stale || err != nil {
			t.Errorf("%s: %t, %t, %v", name, right, stale, err)
		}
	}
	for _, bad := range []string{
		"$argon2i$v=19$m=64,t=1,p=1$c2FsdA$" + bare.EncodeToString(make([]byte, 32)), "$argon2id$v=19$m=99999999,t=1,p=1$c2FsdA$" + bare.EncodeToString(make([]byte, 32)),
		"$argon2id$v=19$m=64,t=0,p=1$c2FsdA$" + bare.EncodeToString(make([]byte, 32)), "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$", "plain", "$$$$$",
	} {
		if right, _, err := a.verify(t.Context(), bad, "x"); right || err == nil {
			t.Errorf("%s: %t, %v", bad, right, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{stranger, "$argon2id$v=19$m=1,t=1,p=1$$", "$", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, phc string) {
		if c, _, key, err := parse(phc); err == nil && (c.memory > maxMemory || c.time > maxTime || len(key) > 64) {
			t.Errorf("%q costs %+v", phc, c)
		}
	})
}

// TestBrakesAreBounded: names and addresses that nobody has do not fill the
// memory.
func TestBrakesAreBounded(t *testing.T) {
	b := newBrakes(time.Now)
	for n := range 2 * maxBrakes {
		_ = b.try(string(rune(n))+"x", "")
	}
	if len(b.by) > maxBrakes+2 {
		t.Errorf("%d are remembered", len(b.by))
	}
}

func TestRoles(t *testing.T) {
	for i, r := range Roles() {
		for j, other := range Roles() {
			if r.AtLeast(other) != (i >= j) {
				t.Errorf("%s at least %s", r, other)
			}
		}
		if Role("").AtLeast(r) || Role("root").AtLeast(r) {
			t.Errorf("no role may what %s may", r)
		}
	}
	if (Principal{}).May("", "") {
		t.Error("nobody may something")
	}
}

func BenchmarkVerify(b *testing.B) {
	a, u := bareAccounts(), store.User{}
	for b.Loop() {
		_, _, _ = a.verify(b.Context(), u.Password, "correct horse battery")
	}
}
