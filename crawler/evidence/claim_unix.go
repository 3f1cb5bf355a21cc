//go:build linux || darwin || freebsd || netbsd || openbsd

package evidence

import (
	"os"
	"syscall"
)

// claim takes the file for this writer. The system gives it back when the
// process ends, however it ends: that tells a leftover from a file that
// somebody is writing.
func claim(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// lock takes the file as soon as nobody else has it; unlock gives it back.
func lock(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			return err
		}
	}
}

func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
