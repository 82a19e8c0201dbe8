package client

import (
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/valyala/fasthttp"

	"github.com/outlast/outlast/traffic/ledger"
)

// Request is one request of the session contract.
type Request struct {
	Method, Path string
	// Body is JSON, or empty.
	Body []byte
	// Cookie is the value of the Cookie header, or empty.
	Cookie string
	// Operation is the value of the Outlast-Operation header, or empty.
	Operation []byte
	// Deadline counts for connecting, sending and the complete answer.
	Deadline time.Time
	// Strategy is how the connection is found. PerRequest gets a new one in any case.
	Strategy Strategy
	// Held is where a session keeps its own connection, for the strategy PerSession.
	Held **Conn
	// Source, where given, is the user's address: a new connection begins with a PROXY protocol header that says so,
	// and only requests with the same address share it.
	Source netip.AddrPort
}

// Call is the room that one request under way needs; it is used again and again.
type Call struct {
	client   *Client
	request  []byte
	response fasthttp.Response

	mu   sync.Mutex
	conn *Conn
}

func newCall(c *Client) *Call { return &Call{client: c, request: make([]byte, 0, 512)} }

// Do sends a request, once, and waits for the complete answer.
func (c *Call) Do(r *Request) ledger.Answer {
	conn, ending := c.connect(r)
	if ending != ledger.Answered {
		return ledger.Answer{Ending: ending}
	}
	conn.SetDeadline(r.Deadline)
	if !c.begin(conn) {
		conn.Close()
		return ledger.Answer{Ending: ledger.Cancelled}
	}
	reusable, err := c.exchange(conn, r)
	c.end()
	if err != nil {
		conn.Close()
		return ledger.Answer{Ending: c.client.broken(err)}
	}
	c.keep(conn, r, reusable)
	return c.answer()
}

// connect finds a connection as the strategy has it.
func (c *Call) connect(r *Request) (*Conn, ledger.Ending) {
	switch {
	case r.Strategy == Shared:
		if conn := c.client.idle.take(r.Source); conn != nil {
			return conn, ledger.Answered
		}
	case r.Strategy == PerSession && *r.Held != nil:
		conn := *r.Held
		*r.Held = nil
		if conn.source == r.Source && conn.usable() {
			return conn, ledger.Answered
		}
		conn.Close()
	}
	return c.client.dial(r.Deadline, r.Source)
}

// keep puts a connection to where the next request finds it, or closes it.
func (c *Call) keep(conn *Conn, r *Request, reusable bool) {
	if !reusable || r.Strategy == PerRequest {
		conn.Close()
		return
	}
	// The deadline was the request's. One that is over would make an idle connection look closed.
	conn.SetDeadline(time.Time{})
	if r.Strategy == PerSession {
		*r.Held = conn
	} else {
		c.client.idle.put(conn)
	}
}

func (c *Call) exchange(conn *Conn, r *Request) (reusable bool, err error) {
	c.request = c.encode(append(c.request[:0], conn.greeting...), r)
	conn.greeting = nil
	if _, err := conn.Write(c.request); err != nil {
		return false, err
	}
	return read(conn, &c.response)
}

func (c *Call) encode(b []byte, r *Request) []byte {
	b = append(b, r.Method...)
	b = append(b, ' ')
	b = append(b, r.Path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, c.client.host...)
	if r.Cookie != "" {
		b = append(b, "\r\nCookie: "...)
		b = append(b, r.Cookie...)
	}
	if len(r.Operation) > 0 {
		b = append(b, "\r\nOutlast-Operation: "...)
		b = append(b, r.Operation...)
	}
	if r.Strategy == PerRequest {
		b = append(b, "\r\nConnection: close"...)
	}
	if len(r.Body) > 0 {
		b = append(b, "\r\nContent-Type: application/json\r\nContent-Length: "...)
		b = strconv.AppendInt(b, int64(len(r.Body)), 10)
	}
	b = append(b, "\r\n\r\n"...)
	return append(b, r.Body...)
}

// begin notes the connection under way, so that it can be interrupted; false if it is too late to begin. Either it sees that
// the client was aborted, or the interruption, which comes after that, finds the connection.
func (c *Call) begin(conn *Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn = conn
	return !c.client.aborted()
}

func (c *Call) end() {
	c.mu.Lock()
	c.conn = nil
	c.mu.Unlock()
}

func (c *Call) interrupt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.SetDeadline(time.Unix(1, 0))
	}
}
