package monitor

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrLocked: another process holds the data folder.
var ErrLocked = errors.New("another qalxan works on this data folder")

// folderLock keeps a data folder to one process. The kernel drops it when the
// process ends, however it ends.
type folderLock struct{ file *os.File }

func lockFolder(data string) (*folderLock, error) {
	f, err := os.OpenFile(filepath.Join(data, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock of the data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return &folderLock{f}, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%w: %s; wait until it is done, or name another folder with --data", ErrLocked, data)
	}
	return nil, fmt.Errorf("locking the data folder %s: %w", data, err)
}

func (l *folderLock) Close() error { return l.file.Close() }
