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
