package privacy

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/qalxan/qalxan"
)

// KeyFile is the name of the key in the data folder. It belongs into no backup
// and no export of what it makes pseudonyms of.
const KeyFile = "privacy.key"

// ErrKey: the key of the pseudonyms is missing, or is another.
var ErrKey = errors.New("the key of the pseudonyms cannot be used")

const keySize = 32

// key makes keyed hashes (HMAC-SHA-256, RFC 2104). What it is used for stands
// before what is hashed, so that no two uses have a hash in common.
type key []byte

func (k key) sum(use, text string) []byte {
	h := hmac.New(sha256.New, k)
	h.Write([]byte(use + "\x00" + text))
	return h.Sum(nil)
}

func (k key) hash(use, text string) string { return hex.EncodeToString(k.sum(use, text)) }

// pseudonym is what a name is shown as.
func (k key) pseudonym(name string) string {
	return qalxan.PseudonymPrefix + hex.EncodeToString(k.sum("author", name)[:6])
}

// seal tells the key and nothing of it.
func (k key) seal() string { return k.hash("seal", "")[:32] }

// loadKey reads the key of a data folder. Where the record knows of none yet
// (seal is empty) and there is no file, it makes one.
func loadKey(folder, seal string) (key, error) {
	path := filepath.Join(folder, KeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && seal == "" {
		return makeKey(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing, and with another one every person would get another pseudonym and who was erased would come back; put the file back from where you keep a copy", ErrKey, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	k, err := hex.DecodeString(strings.TrimSpace(string(text)))
	switch info, statErr := os.Stat(path); {
	case err != nil || len(k) != keySize:
		return nil, fmt.Errorf("%w: %s is damaged: it has to hold %d bytes in hex; put it back from where you keep a copy", ErrKey, path, keySize)
	case seal != "" && key(k).seal() != seal:
		return nil, fmt.Errorf("%w: %s is not the key that the pseudonyms of this record were made with; put that one back", ErrKey, path)
	case statErr == nil && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("%w: others can read %s; run: chmod 600 %s", ErrKey, path, path)
	}
	return k, nil
}

// makeKey makes a key that is on disk, whole, before it is used.
func makeKey(path string) (key, error) {
	k := make([]byte, keySize)
	if _, err := rand.Read(k); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	draft, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: making it: %w", ErrKey, err)
	}
	_, err = draft.WriteString(hex.EncodeToString(k) + "\n")
	if err = errors.Join(err, draft.Sync(), draft.Close()); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: making it: %w", ErrKey, err)
	}
	return k, nil
}
