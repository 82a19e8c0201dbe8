package outlast

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// Command is what a running generator can be told from outside.
type Command uint8

const (
	// GoOn ends the load while it is on; afterwards it asks for the final census.
	GoOn Command = iota
	// AsFound asks for a census before anything is undone.
	AsFound
	// GoneForGood says, before the final census, that what the sessions need will not come back.
	GoneForGood
)

// Run carries a plan out: the load, the drain, the census. It writes its records to `out` and returns when all is
// done; when the context ends it leaves as it stands, without a census.
func Run(ctx context.Context, plan *Plan, version string, out io.Writer, commands <-chan Command) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	records := newRecorder(out, stop)
	g, err := newGenerator(running, plan, records)
	if err != nil {
		return errors.Join(fmt.Errorf("the traffic cannot start: %w", err), records.close())
	}
	defer g.client.Close()
	records.write(startRecord{Type: "start", Version: planVersion, UnixMs: unixMs(g.began), K6: version})

	framing, stopFraming := context.WithCancel(running)
	framed := make(chan struct{})
	go func() {
		defer close(framed)
		g.frames(framing)
	}()
	g.run(running, commands)
	stopFraming()
	<-framed
	records.write(g.finalFrame())
	if err := records.close(); err != nil {
		return fmt.Errorf("the traffic failed: %w", err)
	}
	return ctx.Err()
}

func (g *generator) run(ctx context.Context, commands <-chan Command) {
	g.loadUntilTold(ctx, commands)
	g.drain(ctx)
	g.quiesce(ctx)
	if ctx.Err() != nil {
		return
	}
	// Who told the load to end when it was just over did not mean the census.
	forget(commands)
	g.recorder.write(drainedRecord{Type: "drained", AtMs: inMs(g.now())})
	c, err := newCensus(ctx, g)
	if err != nil {
		g.recorder.fail(err)
		return
	}
	defer c.client.Close()
	c.take(ctx, commands)
}

// loadUntilTold carries the load out, and ends it early when told to go on.
func (g *generator) loadUntilTold(ctx context.Context, commands <-chan Command) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	loaded := make(chan struct{})
	go func() {
		defer close(loaded)
		g.load(ctx)
	}()
	for {
		select {
		case <-loaded:
			return
		case command := <-commands:
			if command == GoOn {
				end()
			}
		}
	}
}

func forget(commands <-chan Command) {
	for {
		select {
		case <-commands:
		default:
			return
		}
	}
}

// take waits to be told which census to take, where the plan says so, ends with the final one, and writes down what
// became of every session.
func (c *census) take(ctx context.Context, commands <-chan Command) {
	plan := c.g.plan.Census
	for waiting := plan.WaitForSignal; waiting; {
		select {
		case command := <-commands:
			switch command {
			case AsFound:
				c.asFound(ctx)
			case GoneForGood:
				c.goneForGood = true
			case GoOn:
				waiting = false
			}
		case <-time.After(milliseconds(plan.WaitMs)):
			waiting = false
		case <-ctx.Done():
			return
		}
	}
	c.final(ctx)
	if ctx.Err() != nil {
		return
	}
	var troubled []*session
	for _, s := range c.g.sessions {
		switch fate, _ := s.state.Fate(c.g.rules, c.findings[s].Finding); fate {
		case ledger.Lost, ledger.Unreachable, ledger.RolledBack:
			troubled = append(troubled, s)
		}
	}
	c.sweep(ctx, troubled)
	for _, s := range c.g.sessions {
		c.g.recorder.write(c.record(s))
	}
}

// record is a session's row.
func (c *census) record(s *session) sessionRecord {
	f := c.findings[s]
	fate, at := s.state.Fate(c.g.rules, f.Finding)
	anomalies := map[string]uint32{}
	ledger.AllAnomalies.Each(func(a ledger.Anomaly) {
		if n := s.state.Count(a); n > 0 {
			anomalies[a.String()] = n
		}
	})
	r := sessionRecord{
		Type: "session", Session: s.name(), User: s.state.User(),
		Fate: fate.String(), FateAtMs: inMs(at), Details: s.state.Details(fate, f.Finding),
		HomeServer: s.home, AcknowledgedWrites: s.state.Acknowledged(), ObservedWrites: f.observed,
		Expectation: f.Expectation.String(), End: f.End.String(), Anomalies: anomalies,
		LoginInvokedMs: inMs(s.state.LoginInvoked()), LoginAtMs: inMs(s.state.LoginAt()),
		LogoutInvokedMs: orNull(s.state.LogoutInvoked()), LastGoodMs: inMs(s.state.LastGood()),
		SignedOutAtMs: orNull(s.state.SignedOut()), EndAtMs: inMs(f.At), Cause: f.cause,
	}
	if f.asFound != nil {
		r.AsFound = f.asFound.String()
	}
	return r
}

func unixMs(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
