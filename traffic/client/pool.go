package client

import (
	"net/netip"
	"sync"
)

// pool holds the idle connections by the address in whose name they were opened, last in first out, so that few are
// in use and the rest can go.
type pool struct {
	mu     sync.Mutex
	conns  map[netip.AddrPort][]*Conn
	closed bool
}

// take gives an idle connection that the other side has not closed, or nil. One that it has closed is not used: no
// byte of a request is ever sent on it, so that this is no retry. (A balancer closes idle connections whenever it
// likes; to count these as failures would measure our pool.)
func (p *pool) take(source netip.AddrPort) *Conn {
	for {
		c := p.pop(source)
		if c == nil || c.usable() {
			return c
		}
		c.Close()
	}
}

func (p *pool) pop(source netip.AddrPort) *Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	idle := p.conns[source]
	if len(idle) == 0 {
		return nil
	}
	last := len(idle) - 1
	c := idle[last]
	idle[last] = nil
	if last == 0 && source.IsValid() {
		delete(p.conns, source)
	} else {
		p.conns[source] = idle[:last]
	}
	return c
}

func (p *pool) put(c *Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.Close()
		return
	}
	if p.conns == nil {
		p.conns = map[netip.AddrPort][]*Conn{}
	}
	p.conns[c.source] = append(p.conns[c.source], c)
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, idle := range p.conns {
		for _, c := range idle {
			c.Close()
		}
	}
	p.conns = nil
}
