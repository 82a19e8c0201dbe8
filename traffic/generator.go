package outlast

import (
	"context"
	"sync"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// maxInFlight is how many operations may be under way at once; what is due beyond that is dropped, as the
// generator's own fault.
const maxInFlight = 16_384

// generator drives the users of a plan and keeps the ledger of their sessions. One lock guards all of what it
// knows; no request is sent while it is held.
type generator struct {
	plan  *Plan
	rules ledger.Rules
	// late is how long an ok answer may take before it counts as late, and patience how long an arrival waits in the queue
	// of its user before it is blocked.
	late, patience ledger.Micros
	began          time.Time
	recorder       *recorder
	client         *client.Client
	// serving are the users who do something now.
	serving sync.WaitGroup

	mu       sync.Mutex
	meter    *meter
	users    []user
	sessions []*session
	holders  holders
	// signedOut counts sessions that were ever missed.
	signedOut int
	inFlight  int
	queued    int
	// doubtfulEnd is when the last operation ended that may still take effect.
	doubtfulEnd ledger.Micros
	// sequence numbers the frames, the last of which ended at framedUntil.
	sequence    int
	framedUntil ledger.Micros
}

func newGenerator(ctx context.Context, plan *Plan, r *recorder) (*generator, error) {
	c, err := client.New(ctx, plan.URL, maxInFlight)
	if err != nil {
		return nil, err
	}
	g := &generator{
		plan:        plan,
		rules:       plan.rules(),
		late:        ledger.Micros(plan.LateMs * 1000),
		patience:    ledger.Micros(plan.TimeoutMs * 1000),
		recorder:    r,
		client:      c,
		meter:       newMeter(),
		holders:     holders{},
		users:       make([]user, plan.Users),
		doubtfulEnd: ledger.Never,
		began:       time.Now(),
	}
	for i := range g.users {
		g.users[i].cookies = plan.jar(uint32(i))
	}
	return g, nil
}

// now counts from the start of the load.
func (g *generator) now() ledger.Micros { return ledger.Micros(time.Since(g.began).Microseconds()) }

// arrive begins an operation that is due, or puts it into the queue of its user.
func (g *generator) arrive(a arrival) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.meter.wasDue(g.phaseOf(a.at))
	u := &g.users[a.user]
	if u.busy {
		u.queue = append(u.queue, a)
		g.queued++
		return
	}
	call := g.client.Acquire()
	if call == nil {
		g.meter.dropped(g.jobOf(u, a), ledger.NoDetail)
		return
	}
	u.busy = true
	g.serving.Go(func() { g.serve(u, a, call) })
}

// serve does what an arrival is about, and then whatever waits for the same user.
func (g *generator) serve(u *user, a arrival, call *client.Call) {
	defer g.client.Release(call)
	for more := true; more; {
		s := g.perform(u, a, call)
		g.mu.Lock()
		if u.session != s {
			s.hangUp()
		}
		a, more = g.nextOf(u)
		u.busy = more
		g.mu.Unlock()
	}
}

// nextOf is the next arrival that waits for a user and is not too late to start: the others are blocked.
func (g *generator) nextOf(u *user) (arrival, bool) {
	for {
		a, ok := u.pop()
		if !ok {
			return arrival{}, false
		}
		g.queued--
		if g.now() < a.at+g.patience {
			return a, true
		}
		g.meter.dropped(g.jobOf(u, a), ledger.Blocked)
	}
}

func (g *generator) phaseOf(due ledger.Micros) phase {
	if due < ledger.Micros(g.plan.WarmUpMs*1000) {
		return warmUp
	}
	return measured
}

func (g *generator) jobOf(u *user, a arrival) job {
	return job{phase: g.phaseOf(a.at), operation: a.kind(g.plan.Operations, u.session != nil), due: a.at}
}
