package evidence

import (
	"crypto/sha256"
	"time"
)

// original is a response record that later captures of its address may repeat.
type original struct {
	id   string
	time time.Time
	sum  [sha256.Size]byte
}

// originals remembers the last response of each address, of so many addresses
// as fit; the oldest is forgotten first. Forgetting costs room, never truth.
type originals struct {
	byURL map[[16]byte]original
	order [][16]byte // a ring of the keys
	next  int
}

// maxOriginals keeps the memory below about 20 MB.
const maxOriginals = 1 << 16

func urlKey(url string) (key [16]byte) {
	sum := sha256.Sum256([]byte(url))
	copy(key[:], sum[:])
	return key
}

func (o *originals) get(url string) *original {
	if found, ok := o.byURL[urlKey(url)]; ok {
		return &found
	}
	return nil
}

func (o *originals) put(url string, v original) {
	if o.byURL == nil {
		o.byURL = make(map[[16]byte]original)
	}
	key := urlKey(url)
	_, known := o.byURL[key]
	o.byURL[key] = v
	if known {
		return
	}
	if len(o.order) < maxOriginals {
		o.order = append(o.order, key)
		return
	}
	delete(o.byURL, o.order[o.next])
	o.order[o.next] = key
	o.next = (o.next + 1) % maxOriginals
}

// forget has the next response of the address stand for itself.
func (o *originals) forget(url string) { delete(o.byURL, urlKey(url)) }
