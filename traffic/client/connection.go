package client

import (
	"bufio"
	"net"
	"sync"
	"syscall"
)

// Conn is a connection to the target.
type Conn struct {
	net.Conn
	raw syscall.RawConn
}

func newConn(c net.Conn) *Conn {
	conn := &Conn{Conn: c}
	if s, ok := c.(syscall.Conn); ok {
		conn.raw, _ = s.SyscallConn()
	}
	return conn
}

// pool holds the idle connections, last in first out, so that few are in use and the rest can go.
type pool struct {
	mu     sync.Mutex
	conns  []*Conn
	closed bool
}

// take gives an idle connection that the other side has not closed, or nil. One that it has closed is not used: no
// byte of a request is ever sent on it, so that this is no retry. (A balancer closes idle connections whenever it
// likes; to count these as failures would measure our pool.)
func (p *pool) take() *Conn {
	for {
		p.mu.Lock()
		n := len(p.conns)
		if n == 0 {
			p.mu.Unlock()
			return nil
		}
		c := p.conns[n-1]
		p.conns[n-1] = nil
		p.conns = p.conns[:n-1]
		p.mu.Unlock()
		if c.usable() {
			return c
		}
		c.Close()
	}
}

func (p *pool) put(c *Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.Close()
		return
	}
	p.conns = append(p.conns, c)
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, c := range p.conns {
		c.Close()
	}
	p.conns = nil
}

var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 4096) }}
