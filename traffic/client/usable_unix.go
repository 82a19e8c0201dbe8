//go:build unix

package client

import "syscall"

// usable says whether an idle connection is still open and silent: a look at its receive queue, without waiting.
func (c *Conn) usable() bool {
	if c.raw == nil {
		return true
	}
	silent := false
	err := c.raw.Read(func(fd uintptr) bool {
		var one [1]byte
		n, err := syscall.Read(int(fd), one[:])
		silent = n < 0 && (err == syscall.EAGAIN || err == syscall.EWOULDBLOCK)
		return true
	})
	return err == nil && silent
}
