package outlast

import (
	"context"
	"sync"
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
	asFound, read bool
	found         ledger.Evidence
	observed      *uint64
	cause         *string
}

// census reads sessions once the load is over, through the balancer, at a rate of its own, each with its own cookies
// and address.
type census struct {
	g        *generator
	client   *client.Client
	pace     *time.Ticker
	findings map[*session]*finding
}

// newCensus has connections of its own: the load's were cut off at its end.
func newCensus(ctx context.Context, g *generator) (*census, error) {
	c, err := client.New(ctx, g.plan.URL, readers)
	if err != nil {
		return nil, err
	}
	interval := time.Duration(float64(time.Second) / g.plan.Census.RatePerSecond)
	findings := make(map[*session]*finding, len(g.sessions))
	for _, s := range g.sessions {
		findings[s] = &finding{}
	}
	return &census{g: g, client: c, pace: time.NewTicker(max(interval, time.Microsecond)), findings: findings}, nil
}

func (c *census) close() {
	c.pace.Stop()
	c.client.Close()
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
	c.each(ctx, "asFound", must, func(ctx context.Context, s *session) {
		_, after := c.read(ctx, s, s.state)
		f := c.findings[s]
		f.asFound, f.found = true, after.Evidence
	})
}

// final reads every session, those that have ended too, and confirms what is not as it must be.
func (c *census) final(ctx context.Context) {
	g := c.g
	chosen := c.choose()
	deadline := time.Now().Add(g.censusTime(len(chosen)))
	c.each(ctx, "final", chosen, func(ctx context.Context, s *session) { c.examine(ctx, s, deadline) })
	for s, f := range c.findings {
		if !f.read {
			f.Expectation = s.state.Expect(g.rules, g.now())
			f.At = g.now()
		}
	}
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

// each calls do for every session, a bounded number at once, and reports how far it is.
func (c *census) each(ctx context.Context, name string, sessions []*session, do func(context.Context, *session)) {
	var mu sync.Mutex
	done := 0
	progress := func(step string) {
		c.g.recorder.write(censusRecord{
			Type: "census", Census: name, Step: step, AtMs: inMs(c.g.now()), Sessions: len(sessions), Read: done,
		})
		c.g.recorder.flush()
	}
	progress("begin")
	reported := time.Now()
	var all sync.WaitGroup
	places := make(chan struct{}, readers)
	for _, s := range sessions {
		places <- struct{}{}
		all.Add(1)
		go func() {
			defer all.Done()
			do(ctx, s)
			mu.Lock()
			done++
			if time.Since(reported) > time.Second {
				reported = time.Now()
				progress("progress")
			}
			mu.Unlock()
			<-places
		}()
	}
	all.Wait()
	progress("end")
}

// examine reads a session until there is evidence, and again until that is confirmed.
func (c *census) examine(ctx context.Context, s *session, deadline time.Time) {
	f := c.findings[s]
	f.read = true
	f.Expectation = s.state.Expect(c.g.rules, c.g.now())
	retry, confirmations := firstRetry, -1
	var first ledger.Verdict
	for ctx.Err() == nil {
		op, v := c.readAndLearn(ctx, s)
		if v.Evidence == ledger.NoEvidence {
			f.At = op.Ended
			if time.Now().Add(retry).After(deadline) {
				return
			}
			sleep(ctx, retry)
			retry = min(2*retry, longestRetry)
			continue
		}
		if confirmations < 0 {
			first, f.Expectation = v, v.Expectation
		} else if v.Evidence != first.Evidence || v.Anomalies != first.Anomalies {
			f.Flapping = true
		}
		confirmations++
		f.End, f.At, f.observed = v.Evidence, op.Ended, nil
		if v.Evidence == ledger.Present {
			count := op.Answer.Content.Count
			f.observed = &count
		}
		if first.Anomalies == 0 || confirmations >= c.g.plan.Census.Confirmations {
			return
		}
		sleep(ctx, milliseconds(c.g.plan.Census.ConfirmGapMs))
	}
}

// readAndLearn reads a session and lets the ledger judge what comes.
func (c *census) readAndLearn(ctx context.Context, s *session) (ledger.Operation, ledger.Verdict) {
	g := c.g
	select {
	case <-c.pace.C:
	case <-ctx.Done():
	}
	g.mu.Lock()
	state := s.state
	g.meter.wasDue(censusPhase)
	g.meter.wasSent(censusPhase)
	g.mu.Unlock()
	op, answer := c.ask(s)
	op.Answer = answer
	g.mu.Lock()
	defer g.mu.Unlock()
	v, after := ledger.Step(g.rules, state, op)
	s.state = after
	g.meter.ended(job{phase: censusPhase, operation: ledger.Read, due: op.Invoked, sent: op.Invoked}, v, op.Ended, g.late, answer.ServedBy)
	g.report(s, op, v)
	return op, v
}

// read reads a session and judges what comes, without letting the ledger know.
func (c *census) read(ctx context.Context, s *session, state ledger.State) (ledger.Operation, ledger.Verdict) {
	select {
	case <-c.pace.C:
	case <-ctx.Done():
	}
	op, answer := c.ask(s)
	op.Answer = answer
	v, _ := ledger.Step(c.g.rules, state, op)
	return op, v
}

// ask sends one read of a session, on a new connection.
func (c *census) ask(s *session) (ledger.Operation, ledger.Answer) {
	call := c.client.Acquire()
	for call == nil {
		time.Sleep(time.Millisecond)
		call = c.client.Acquire()
	}
	defer c.client.Release(call)
	r := c.g.request(ledger.Read, s.state.User(), s.cookies)
	r.Strategy = client.PerRequest
	op := ledger.Operation{Kind: ledger.Read, Invoked: c.g.now()}
	answer := call.Do(&r)
	op.Ended = c.g.now()
	return op, answer
}
