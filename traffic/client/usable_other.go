//go:build !unix

package client

// usable cannot be told on this system without waiting.
func (c *Conn) usable() bool { return true }
