package outlast

import (
	"context"
	"strconv"
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
	plan     *Plan
	rules    ledger.Rules
	late     ledger.Micros
	patience ledger.Micros
	began    time.Time
	recorder *recorder
	client   *client.Client

	mu       sync.Mutex
	meter    *meter
	users    []user
	sessions []*session
	// signedOut counts sessions that were ever missed.
	signedOut int
	inFlight  int
	queued    int
	// doubtfulEnd is when the last operation ended that may still take effect.
	doubtfulEnd ledger.Micros
	sequence    int
	framedUntil ledger.Micros
	idle        sync.WaitGroup
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
	g.idle.Add(1)
	go g.serve(u, a, call)
}

// serve does an operation, and then whatever waits for the same user.
func (g *generator) serve(u *user, a arrival, call *client.Call) {
	defer g.idle.Done()
	defer g.client.Release(call)
	for more := true; more; {
		g.mu.Lock()
		p := g.begin(u, a)
		g.mu.Unlock()

		p.answer = call.Do(&p.request)
		p.op.Ended = g.now()
		p.cookiesAfter = p.request.Cookie
		if p.answer.Ending == ledger.Answered {
			p.complaint = call.Complaint()
		}
		if p.answer.SetsCookie {
			p.cookiesAfter = call.Cookies(p.request.Cookie)
		}

		g.mu.Lock()
		g.finish(u, p)
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

// performance is one operation under way.
type performance struct {
	user         uint32
	job          job
	op           ledger.Operation
	session      *session
	request      client.Request
	answer       ledger.Answer
	cookiesAfter string
	// complaint is what an answer with an error status says is wrong.
	complaint string
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

// begin decides what the user does, by whether she has a session, and makes the request.
func (g *generator) begin(u *user, a arrival) *performance {
	p := &performance{user: a.user, job: g.jobOf(u, a), session: u.session}
	kind := p.job.operation
	if kind == ledger.Login {
		u.logins++
		p.session = &session{number: u.logins}
		p.request = g.request(kind, a.user, u.cookies)
		p.request.Body = loginBody(a.user)
		named(&p.request, sessionName(a.user, u.logins), "login", 1)
	} else {
		p.request = g.request(kind, a.user, u.session.cookies)
		item, attempt := u.session.state.NextItem()
		if kind == ledger.Write {
			p.request.Body = writeBody(item)
			named(&p.request, u.session.name(), "item-"+strconv.FormatUint(uint64(item), 10), uint64(attempt))
		} else {
			named(&p.request, u.session.name(), kind.String(), a.index)
		}
	}
	p.request.Held = &p.session.conn
	p.job.sent = g.now()
	p.op = ledger.Operation{Kind: kind, Invoked: p.job.sent}
	g.inFlight++
	g.meter.wasSent(p.job.phase)
	return p
}

// finish judges an operation that has ended, and moves its user on.
func (g *generator) finish(u *user, p *performance) {
	g.inFlight--
	p.op.Answer = p.answer
	var v ledger.Verdict
	if p.op.Kind == ledger.Login {
		v = g.finishLogin(u, p)
	} else {
		v, p.session.state = ledger.Step(g.rules, p.session.state, p.op)
		if !v.Over && p.op.Kind != ledger.Logout {
			// The census asks with the cookie that the session had, though its user may have it no more.
			p.session.cookies = p.cookiesAfter
		}
	}
	g.meter.ended(p.job, v, p.op.Ended, g.late, p.answer.ServedBy)
	if v.Outcome == ledger.Failed || v.Outcome == ledger.Rejected && v.Detail != ledger.Missed {
		g.meter.complained(p.complaint)
	}
	if p.op.Kind != ledger.Login {
		g.meter.cameTo(p.answer.ServedBy, p.session.home)
	}
	if v.Effect == ledger.MayHaveHappened {
		g.doubtfulEnd = p.op.Ended
	}
	switch {
	case p.op.Kind == ledger.Login && v.Over:
		p.session.hangUp()
	case v.Over:
		g.report(p.session, p.op, v)
		g.leave(u, p)
	default:
		g.report(p.session, p.op, v)
	}
}

func (g *generator) finishLogin(u *user, p *performance) ledger.Verdict {
	v, state := ledger.Begin(p.user, p.op)
	if v.Over {
		// Who was refused comes back as the same visitor, with what her browser holds by now.
		u.cookies = p.cookiesAfter
		return v
	}
	p.session.state = state
	p.session.cookies = p.cookiesAfter
	p.session.home = p.answer.ServedBy
	u.session = p.session
	g.sessions = append(g.sessions, p.session)
	return v
}

// leave ends a user's session from her side. After a logout she is a new visitor; when she finds herself signed out,
// her next login sends what her browser holds, the balancer's cookie included.
func (g *generator) leave(u *user, p *performance) {
	u.session = nil
	u.cookies = p.cookiesAfter
	if p.op.Kind == ledger.Logout {
		u.cookies = g.plan.jar(p.session.state.User())
	}
	p.session.hangUp()
}

// report writes the events of an operation.
func (g *generator) report(s *session, op ledger.Operation, v ledger.Verdict) {
	event := func(name string) {
		g.recorder.write(eventRecord{
			Type: "event", Event: name, Session: s.name(), AtMs: inMs(op.Ended),
			Server: op.Answer.ServedBy, Operation: op.Kind.String(),
		})
	}
	if v.SignedOut {
		g.signedOut++
		event("signedOut")
	}
	v.Began.Each(func(a ledger.Anomaly) { event(a.String()) })
	switch {
	case op.Kind == ledger.Login:
		event("login")
	case op.Kind == ledger.Logout && v.Outcome == ledger.OK && v.Effect == ledger.Happened:
		event("logout")
	}
}
