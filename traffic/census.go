package outlast

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

const (
	// sampled is how many ended sessions a census reads at most, drawn by the seed; the others it reads all.
	sampled = 10_000
	// readers is how many reads of a census are under way at once.
	readers = 512
	// firstRetry and longestRetry bound the pause before a read without an answer is tried again.
	firstRetry, longestRetry = 200 * time.Millisecond, 2 * time.Second
)

// finding is what a census found out about one session.
type finding struct {
	ledger.Finding
	asked bool
	// first is the verdict of the first read that was evidence, and readings how many there were.
	first    ledger.Verdict
	readings int
	// asFound is what the census as found saw, where one was taken.
	asFound  *ledger.Evidence
	observed *uint64
	cause    *string
}

// census reads sessions once the load is over, through the balancer, at a rate of its own, each with its own cookies
// and address.
type census struct {
	g        *generator
	client   *client.Client
	findings map[*session]*finding
	// goneForGood: what the sessions need will not come back.
	goneForGood bool
	// unasked is how many sessions no read has been tried of, and heard whether any read was evidence.
	unasked atomic.Int64
	heard   atomic.Bool
}

// newCensus has connections of its own: the load's were cut off at its end.
func newCensus(ctx context.Context, g *generator) (*census, error) {
	c, err := client.New(ctx, g.plan.URL, readers)
	if err != nil {
		return nil, err
	}
	findings := make(map[*session]*finding, len(g.sessions))
	for _, s := range g.sessions {
		findings[s] = &finding{Finding: ledger.Finding{Expectation: s.state.Base()}}
	}
	return &census{g: g, client: c, findings: findings}, nil
}

// asFound reads each session that must exist once, before anything is undone: what a user would find now. It decides
// no fate, and the ledger does not learn of it.
func (c *census) asFound(ctx context.Context) {
	var must []*session
	for _, s := range c.g.sessions {
		if s.state.Expect(c.g.rules, c.g.now()) == ledger.Must {
			must = append(must, s)
		}
	}
	c.read(ctx, "asFound", must, func(v *visit) (again bool) {
		_, verdict := c.look(v.session)
		v.finding.asFound = &verdict.Evidence
		return false
	})
}

// final reads every session, those that have ended too, and confirms what is not as it must be.
func (c *census) final(ctx context.Context) {
	chosen := c.choose()
	deadline := time.Now().Add(c.g.censusTime(len(chosen)))
	c.unasked.Store(int64(len(chosen)))
	for _, f := range c.findings {
		f.At = c.g.now()
	}
	c.read(ctx, "final", chosen, func(v *visit) (again bool) { return c.examine(v, deadline) })
}

// choose leaves out some of the sessions that have ended, where there are very many.
func (c *census) choose() []*session {
	g := c.g
	draws := newStream(uint64(g.plan.Seed), "census")
	var chosen, ended []*session
	for _, s := range g.sessions {
		if s.state.Base() == ledger.Gone {
			ended = append(ended, s)
		} else {
			chosen = append(chosen, s)
		}
	}
	for i := 0; i < len(ended) && i < sampled; i++ {
		j := i + int(draws.below(uint64(i), uint32(len(ended)-i)))
		ended[i], ended[j] = ended[j], ended[i]
	}
	return append(chosen, ended[:min(len(ended), sampled)]...)
}

// censusTime is the plan's deadline, and longer where users have logged in more than once.
func (g *generator) censusTime(sessions int) time.Duration {
	more := max(0, sessions-g.plan.Users)
	perSession := 1.5 / g.plan.Census.RatePerSecond
	return milliseconds(g.plan.Census.DeadlineMs) + time.Duration(float64(more)*perSession*float64(time.Second))
}

// read carries out a census of these sessions, and reports how far it is.
func (c *census) read(ctx context.Context, name string, sessions []*session, read func(*visit) (again bool)) {
	count := 0
	progress := func(step string) {
		c.g.recorder.write(censusRecord{
			Type: "census", Census: name, Step: step, AtMs: inMs(c.g.now()), Sessions: len(sessions), Read: count,
		})
	}
	progress("begin")
	reported := time.Now()
	agenda := newAgenda(c.g.plan.Census.RatePerSecond)
	for _, s := range sessions {
		agenda.add(&visit{session: s, finding: c.findings[s], retry: firstRetry})
	}
	agenda.carryOut(ctx, read, func() {
		count++
		if time.Since(reported) > time.Second {
			reported = time.Now()
			progress("progress")
		}
	})
	progress("end")
}

// examine reads a session, and says whether it is to be read again: as there was no evidence, until the deadline or the
// end of all hope; or to confirm what is not as it must be.
func (c *census) examine(v *visit, deadline time.Time) (again bool) {
	f := v.finding
	op, verdict := c.lookAndLearn(v.session)
	if f.readings == 0 {
		f.At, f.Expectation = op.Ended, verdict.Expectation
	}
	evident := verdict.Evidence != ledger.NoEvidence
	c.noteRead(f, evident)
	if !evident {
		v.due = time.Now().Add(v.retry)
		v.retry = min(2*v.retry, longestRetry)
		return v.due.Before(deadline) && c.hopeful()
	}
	if f.readings == 0 {
		f.first = verdict
	} else if verdict.Evidence != f.first.Evidence || verdict.Anomalies != f.first.Anomalies {
		f.Flapping = true
	}
	f.readings++
	f.End, f.At, f.observed = verdict.Evidence, op.Ended, nil
	if verdict.Evidence == ledger.Present {
		f.observed = &op.Answer.Content.Count
	}
	v.due = time.Now().Add(milliseconds(c.g.plan.Census.ConfirmGapMs))
	return f.first.Anomalies != 0 && f.readings <= c.g.plan.Census.Confirmations
}

func (c *census) noteRead(f *finding, evident bool) {
	if evident {
		c.heard.Store(true)
	}
	// Only now: who finds that all have been asked must also see what was heard of them.
	if !f.asked {
		f.asked = true
		c.unasked.Add(-1)
	}
}

// hopeful says whether asking once more for a session without an answer makes sense. It does not where what it needs is
// gone for good and, all sessions having been asked for, there was not one answer. One answer, such as from a copy that a
// server keeps, is reason enough to ask for all of them until the deadline.
func (c *census) hopeful() bool { return !c.goneForGood || c.unasked.Load() > 0 || c.heard.Load() }

// lookAndLearn reads a session and lets the ledger judge what comes.
func (c *census) lookAndLearn(s *session) (ledger.Operation, ledger.Verdict) {
	g := c.g
	g.mu.Lock()
	g.meter.wasDue(censusPhase)
	g.meter.wasSent(censusPhase)
	g.mu.Unlock()
	op := c.ask(s)
	g.mu.Lock()
	defer g.mu.Unlock()
	v, after := ledger.Step(g.rules, s.state, op)
	s.state = after
	j := job{phase: censusPhase, operation: ledger.Read, due: op.Invoked, sent: op.Invoked}
	g.meter.ended(j, v, op.Ended, g.late, op.Answer.ServedBy)
	g.report(s, op, v)
	return op, v
}

// look reads a session and judges what comes, without letting the ledger know.
func (c *census) look(s *session) (ledger.Operation, ledger.Verdict) {
	op := c.ask(s)
	v, _ := ledger.Step(c.g.rules, s.state, op)
	return op, v
}

// ask sends one read of a session, on a new connection.
func (c *census) ask(s *session) ledger.Operation {
	r := c.g.request(ledger.Read, s.state.User(), s.cookies)
	r.Strategy = client.PerRequest
	op := ledger.Operation{Kind: ledger.Read, Invoked: c.g.now(), View: s.state.View()}
	op.Answer = send(c.client, &r)
	op.Ended = c.g.now()
	return op
}
