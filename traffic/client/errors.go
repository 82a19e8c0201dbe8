package client

import (
	"errors"
	"os"
	"syscall"

	"github.com/outlast/outlast/traffic/ledger"
)

var errBase = errors.New("must be http://host:port, without a path")

// exhausted are the errors of a generator that has run out of sockets, ports, file descriptors or memory.
var exhausted = []error{
	syscall.EMFILE, syscall.ENFILE, syscall.EADDRNOTAVAIL, syscall.EADDRINUSE, syscall.ENOBUFS, syscall.ENOMEM,
}

// notConnected says why there is no connection.
func notConnected(err error) ledger.Ending {
	for _, own := range exhausted {
		if errors.Is(err, own) {
			return ledger.Unsent
		}
	}
	if timedOut(err) {
		return ledger.ConnectTimedOut
	}
	return ledger.NotConnected
}

// broken says how a request ended that had been handed to the kernel.
func (c *Client) broken(err error) ledger.Ending {
	switch {
	case c.aborted():
		return ledger.Cancelled
	case timedOut(err):
		return ledger.NoAnswer
	}
	return ledger.Broken
}

// timedOut: not every such error is a net.Error, but each says so of itself.
func timedOut(err error) bool {
	var of interface{ Timeout() bool }
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &of) && of.Timeout()
}
