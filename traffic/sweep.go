package outlast

import (
	"context"
	"encoding/json"
	"net/netip"
	"sync"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

const (
	// statusTimeout is how long a server has to say how it is.
	statusTimeout = time.Second
	// sweepTime is the longest that asking for causes takes; a session that was not asked about has no cause.
	sweepTime = 20 * time.Second
	// askers is how many questions are open at once.
	askers = 32
)

// server is a web server that is asked directly, past the balancer.
type server struct {
	name   string
	client *client.Client
}

// sweep asks every server that answers where the sessions are that are not as they must be. It comes last, because
// asking can change what is asked about, and it decides no fate.
func (c *census) sweep(ctx context.Context, troubled []*session) {
	ctx, cancel := context.WithTimeout(ctx, sweepTime)
	defer cancel()
	living := c.living(ctx)
	defer func() {
		for _, s := range living {
			s.client.Close()
		}
	}()
	var all sync.WaitGroup
	places := make(chan struct{}, askers)
	for _, s := range troubled {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if cause, known := c.holder(ctx, s, living); known {
				c.findings[s].cause = &cause
			}
		})
	}
	all.Wait()
}

// holder says who still has a session: `stranded:web-2`, or `gone` where all say that they do not have it. It is not known
// where one of them can't tell, as a server whose store is away, or where there is nobody to ask.
func (c *census) holder(ctx context.Context, s *session, living []server) (cause string, known bool) {
	known = len(living) > 0
	for _, server := range living {
		if ctx.Err() != nil {
			return "", false
		}
		r := c.g.request(ledger.Read, s.state.User(), s.cookies)
		r.Strategy = client.Shared
		// The servers themselves speak no PROXY protocol.
		r.Source = netip.AddrPort{}
		answer := send(server.client, &r)
		switch {
		case answer.Parsed && answer.Content.Owner == ledger.Owner(s.state.User()):
			return "stranded:" + server.name, true
		case !answer.Parsed && answer.Status != 404:
			known = false
		}
	}
	if !known {
		return "", false
	}
	return "gone", true
}

// living asks all servers how they are, at once, writes down what they say, and keeps those that answer.
func (c *census) living(ctx context.Context) []server {
	servers := c.g.plan.Servers
	answered := make([]*server, len(servers))
	records := make([]serverRecord, len(servers))
	var all sync.WaitGroup
	for i, s := range servers {
		all.Go(func() {
			records[i] = serverRecord{Type: "server", Server: s.Name}
			own, err := client.New(ctx, s.URL, askers)
			if err != nil {
				return
			}
			replays, ok := status(own, s.Name)
			if !ok {
				own.Close()
				return
			}
			answered[i] = &server{name: s.Name, client: own}
			records[i].Reachable, records[i].Replays = true, replays
		})
	}
	all.Wait()
	var living []server
	for i, s := range answered {
		c.g.recorder.write(records[i])
		if s != nil {
			living = append(living, *s)
		}
	}
	return living
}

// status asks a server how many replays it has seen; nil where it does not count them. A stranger at its address,
// another name in the answer, is not it.
func status(c *client.Client, name string) (replays *uint64, ok bool) {
	call := c.Acquire()
	defer c.Release(call)
	answer := call.Do(&client.Request{
		Method: "GET", Path: "/status", Strategy: client.Shared, Deadline: time.Now().Add(statusTimeout),
	})
	if answer.Ending != ledger.Answered || answer.ServedBy != name {
		return nil, false
	}
	var said struct {
		Replays *uint64 `json:"replays"`
	}
	if json.Unmarshal(call.Body(), &said) != nil {
		return nil, true
	}
	return said.Replays, true
}

// send sends a request through a client that has room for all who may ask at once.
func send(c *client.Client, r *client.Request) ledger.Answer {
	call := c.Acquire()
	defer c.Release(call)
	return call.Do(r)
}
