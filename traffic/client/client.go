// Package client sends one HTTP request and says exactly what became of it. It never sends anything twice: a
// transport that repeats a GET on a connection that died would hide a killed server. It follows no redirects,
// keeps no cookies of its own, and looks a name up again for each new connection.
package client

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// Strategy is how requests share connections.
type Strategy string

// The strategies of a plan.
const (
	// Shared: one pool for all sessions.
	Shared Strategy = "shared"
	// PerSession: each session keeps a connection of its own.
	PerSession Strategy = "session"
	// PerRequest: a new connection for each request.
	PerRequest Strategy = "request"
)

// Client sends requests to one address.
type Client struct {
	address, host string
	ctx           context.Context
	idle          pool
	names         names

	// abort ends the context.
	abort context.CancelFunc

	mu sync.Mutex
	// calls are all that were ever made, max at most; free are those that nobody has acquired.
	calls, free []*Call
	max         int
}

// New makes a client for a base URL, `http://host:port`, with at most `max` requests at once. When the context
// ends, so does every request.
func New(ctx context.Context, base string, max int) (*Client, error) {
	address, host, err := Address(base)
	if err != nil {
		return nil, err
	}
	c := &Client{address: address, host: host, max: max}
	c.ctx, c.abort = context.WithCancel(ctx)
	context.AfterFunc(c.ctx, c.interruptCalls)
	return c, nil
}

// Address splits a base URL into what to dial and what to put into the Host header.
func Address(base string) (address, host string, err error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", "", err
	}
	if u.Scheme != "http" || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.User != nil {
		return "", "", &url.Error{Op: "parse", URL: base, Err: errBase}
	}
	port := u.Port()
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port), u.Host, nil
}

// Acquire takes one of the calls that may be under way at once; nil if all are.
func (c *Client) Acquire() *Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.free); n > 0 {
		call := c.free[n-1]
		c.free = c.free[:n-1]
		return call
	}
	if len(c.calls) == c.max {
		return nil
	}
	call := newCall(c)
	c.calls = append(c.calls, call)
	return call
}

// Release gives a call back.
func (c *Client) Release(call *Call) {
	c.mu.Lock()
	c.free = append(c.free, call)
	c.mu.Unlock()
}

// Abort ends every request under way, and every later one, as cancelled.
func (c *Client) Abort() { c.abort() }

// Close aborts and closes the idle connections.
func (c *Client) Close() {
	c.abort()
	c.idle.close()
}

// aborted says whether every request ends as cancelled from now on.
func (c *Client) aborted() bool { return c.ctx.Err() != nil }

func (c *Client) interruptCalls() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range c.calls {
		call.interrupt()
	}
}

// dial opens a connection in the name of `source`, looking the name of the target up if it is one.
func (c *Client) dial(deadline time.Time, source netip.AddrPort) (*Conn, ledger.Ending) {
	dialer := net.Dialer{Deadline: deadline}
	raw, err := dialer.DialContext(c.ctx, "tcp", c.address)
	if err != nil {
		if c.aborted() {
			return nil, ledger.Cancelled
		}
		return nil, notConnected(err)
	}
	return newConn(raw, source), ledger.Answered
}

// names keeps one string for each server's name, so that an answer does not make a new one.
type names struct {
	mu    sync.RWMutex
	known map[string]string
}

// maxNames bounds what a server that makes names up can cost.
const maxNames = 4096

func (n *names) intern(name []byte) string {
	n.mu.RLock()
	s, ok := n.known[string(name)]
	n.mu.RUnlock()
	if ok {
		return s
	}
	s = string(name)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known == nil {
		n.known = map[string]string{}
	}
	if len(n.known) < maxNames {
		n.known[s] = s
	}
	return s
}
