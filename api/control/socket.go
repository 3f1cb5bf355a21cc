package control

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// maxSocketPath is the longest socket address that every Unix takes.
const maxSocketPath = 100

// Socket is where the process that holds a data folder can be asked. A folder
// whose path is too long for a socket address has none.
func Socket(data string) string { return filepath.Join(data, "qalxan.sock") }

// Listen opens the socket of a data folder for this user only. What a killed
// process left there is removed; the caller holds the folder's lock, so it
// cannot be in use.
func Listen(data string) (net.Listener, error) {
	path := Socket(data)
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("the path %s is too long for a socket: use a data folder with a path of less than %d bytes", path, maxSocketPath)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("removing the old socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("opening the socket %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("guarding the socket %s: %w", path, err)
	}
	return l, nil
}

// Dial returns a transport to the process that holds the data folder, or false
// where none answers.
func Dial(data string) (*http.Transport, bool) {
	path := Socket(data)
	conn, err := net.DialTimeout("unix", path, time.Second)
	if err != nil {
		return nil, false
	}
	conn.Close()
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		},
	}, true
}
