package outlast

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// alarm wakes its owner after a time, to some 60 µs: a timer of the kernel that is waited for like a connection. (Go's
// own timers go off up to a millisecond late here, as its poller counts in milliseconds; and to sleep in a system call
// would keep a processor from the other goroutines.)
type alarm struct {
	fd   int
	file *os.File
}

// newAlarm makes an alarm that rings early when the context ends.
func newAlarm(ctx context.Context) (*alarm, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("timerfd_create", err)
	}
	a := &alarm{fd: fd, file: os.NewFile(uintptr(fd), "alarm")}
	context.AfterFunc(ctx, func() { _ = a.file.SetReadDeadline(time.Unix(1, 0)) })
	return a, nil
}

// wait is for one goroutine at a time. It may end early.
func (a *alarm) wait(d time.Duration) {
	at := unix.ItimerSpec{Value: unix.NsecToTimespec(d.Nanoseconds())}
	if unix.TimerfdSettime(a.fd, 0, &at, nil) != nil {
		time.Sleep(d)
		return
	}
	var rings [8]byte
	_, _ = a.file.Read(rings[:])
}

func (a *alarm) close() { _ = a.file.Close() }
