package outlast

import (
	"strconv"
	"sync"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// performance is one operation under way.
type performance struct {
	user    uint32
	job     job
	call    *client.Call
	op      ledger.Operation
	session *session
	request client.Request
	// complaint is what an answer with an error status says is wrong.
	complaint string
}

// perform does one operation, in every tab at once where it concerns them all, and gives the session that it was done in.
func (g *generator) perform(u *user, a arrival, call *client.Call) *session {
	g.mu.Lock()
	p := g.begin(u, a, call)
	others := g.beginOtherTabs(p)
	g.mu.Unlock()
	var all sync.WaitGroup
	for _, other := range others {
		all.Go(func() {
			defer g.client.Release(other.call)
			g.carryOut(u, other)
		})
	}
	g.carryOut(u, p)
	all.Wait()
	return p.session
}

// carryOut sends the request of an operation, and judges what comes.
func (g *generator) carryOut(u *user, p *performance) {
	p.op.Answer = p.call.Do(&p.request)
	p.op.Ended = g.now()
	if p.op.Answer.Status >= 400 {
		p.complaint = p.call.Complaint()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.finish(u, p)
}

// begin decides what the user does, by whether she has a session, and makes the request.
func (g *generator) begin(u *user, a arrival, call *client.Call) *performance {
	p := &performance{user: a.user, job: g.jobOf(u, a), call: call, session: u.session}
	kind := p.job.operation
	switch kind {
	case ledger.Login:
		u.logins++
		p.session = newSession(u.logins, g.plan.tabs())
		p.request = g.request(kind, a.user, u.cookies)
		p.request.Body = loginBody(a.user)
		named(&p.request, sessionName(a.user, u.logins), "login", 1)
	case ledger.Write:
		g.beginWrite(p, 0)
		return p
	default:
		p.request = g.request(kind, a.user, u.session.cookies)
		named(&p.request, u.session.name(), kind.String(), a.index)
	}
	g.beginIn(p, 0)
	return p
}

// beginOtherTabs are writes in the other tabs of a session, while the first one writes too, or logs out; each is an
// operation of its own.
func (g *generator) beginOtherTabs(first *performance) (others []*performance) {
	atLogout := first.job.operation == ledger.Logout && g.plan.WriteAtLogout
	if first.job.operation != ledger.Write && !atLogout {
		return nil
	}
	writing := first.job
	writing.operation = ledger.Write
	for tab := 1; tab < g.plan.tabs(); tab++ {
		g.meter.wasDue(writing.phase)
		call := g.client.Acquire()
		if call == nil {
			g.meter.dropped(writing, ledger.NoDetail)
			continue
		}
		p := &performance{user: first.user, job: writing, call: call, session: first.session}
		g.beginWrite(p, tab)
		others = append(others, p)
	}
	return others
}

func (g *generator) beginWrite(p *performance, tab int) {
	item, attempt := p.session.state.NextItemOf(tab)
	p.request = g.request(ledger.Write, p.user, p.session.cookies)
	p.request.Body = writeBody(item)
	named(&p.request, p.session.name(), "item-"+strconv.FormatUint(uint64(item), 10), uint64(attempt))
	g.beginIn(p, tab)
	p.session.state = p.session.state.Writing(tab)
}

func (g *generator) beginIn(p *performance, tab int) {
	p.request.Held = p.session.held(tab)
	p.job.sent = g.now()
	p.op = ledger.Operation{Kind: p.job.operation, Invoked: p.job.sent, Tab: tab, View: p.session.state.View()}
	if p.job.operation == ledger.Logout {
		p.session.state = p.session.state.Leaving()
	}
	g.inFlight++
	g.meter.wasSent(p.job.phase)
}

// finish judges an operation that has ended, and moves its user on.
func (g *generator) finish(u *user, p *performance) {
	g.inFlight--
	var v ledger.Verdict
	var cookies string
	if p.op.Kind == ledger.Login {
		v, cookies = g.finishLogin(u, p)
	} else {
		v, cookies = g.finishInSession(p)
	}
	g.meter.ended(p.job, v, p.op.Ended, g.late, p.op.Answer.ServedBy)
	if v.Outcome == ledger.Failed || v.Outcome == ledger.Rejected && v.Detail != ledger.Missed {
		g.meter.complained(p.complaint)
	}
	if v.Effect == ledger.MayHaveHappened {
		g.doubtfulEnd = max(g.doubtfulEnd, p.op.Ended)
	}
	if p.op.Kind != ledger.Login || !v.Over {
		g.report(p.session, p.op, v)
	}
	if u.session == p.session {
		g.holders.saw(p.session, p.op.Answer.ServedBy)
	}
	// Another tab may have found her signed out while she was logging out: she is a new visitor all the same.
	if v.Over && (u.session == p.session || u.session == nil && p.op.Kind == ledger.Logout) {
		g.leave(u, p, cookies)
	}
}

// finishLogin gives its user a session, if it succeeded, and the cookies that her browser holds after it.
func (g *generator) finishLogin(u *user, p *performance) (v ledger.Verdict, cookies string) {
	cookies = p.cookiesAfter(p.request.Cookie)
	v, state := ledger.Begin(p.user, p.op)
	if v.Over {
		// Who was refused comes back as the same visitor, with what her browser holds by now.
		u.cookies = cookies
		return v, cookies
	}
	p.session.state = state.WithTabs(g.plan.tabs())
	p.session.cookies = cookies
	p.session.home = p.op.Answer.ServedBy
	u.session = p.session
	g.sessions = append(g.sessions, p.session)
	return v, cookies
}

// finishInSession judges what was done in a session, and gives the cookies that its user's browser holds after it.
func (g *generator) finishInSession(p *performance) (v ledger.Verdict, cookies string) {
	s := p.session
	cookies = p.cookiesAfter(s.cookies)
	v, s.state = ledger.Step(g.rules, s.state, p.op)
	if !v.Over && p.op.Kind != ledger.Logout {
		// Else the census asks with the cookie that the session had, though its user may have it no more.
		s.cookies = cookies
	}
	g.meter.cameTo(p.op.Answer.ServedBy, s.home)
	return v, cookies
}

func (p *performance) cookiesAfter(before string) string {
	if !p.op.Answer.SetsCookie {
		return before
	}
	return p.call.Cookies(before)
}

// leave ends a user's session from her side. After a logout she is a new visitor; when she finds herself signed out,
// her next login sends what her browser holds, the balancer's cookie included.
func (g *generator) leave(u *user, p *performance, cookies string) {
	g.holders.forget(p.session)
	u.session = nil
	u.cookies = cookies
	if p.op.Kind == ledger.Logout {
		u.cookies = g.plan.jar(p.user)
	}
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
