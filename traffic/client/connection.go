package client

import (
	"net"
	"net/netip"
	"syscall"
)

// Conn is a connection to the target.
type Conn struct {
	net.Conn
	raw syscall.RawConn
	// source is the address in whose name it was opened, or the zero value.
	source netip.AddrPort
	// greeting is what has to be sent before the first request.
	greeting []byte
}

func newConn(c net.Conn, source netip.AddrPort) *Conn {
	conn := &Conn{Conn: c, source: source}
	if s, ok := c.(syscall.Conn); ok {
		conn.raw, _ = s.SyscallConn()
	}
	if source.IsValid() {
		conn.greeting = proxyHeader(source, c.RemoteAddr())
	}
	return conn
}
