package outlast

import (
	"syscall"
	"time"
)

// nap sleeps in the kernel, which keeps time better than the runtime's poller does; it may end early.
func nap(wait time.Duration) {
	timespec := syscall.NsecToTimespec(int64(wait))
	_ = syscall.Nanosleep(&timespec, nil)
}
