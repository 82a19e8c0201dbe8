package outlast

import (
	"context"
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
)

// Run carries a plan out: the load, the drain, the census. It writes its records to `out` and returns when all is
// done; when the context ends it leaves as it stands, without a census.
func Run(ctx context.Context, plan *Plan, version string, out io.Writer, commands <-chan Command) error {
	records := newRecorder(out)
	g, err := newGenerator(ctx, plan, records)
	if err != nil {
		return fmt.Errorf("the traffic cannot start: %w", err)
	}
	defer g.client.Close()
	records.write(startRecord{Type: "start", Version: planVersion, UnixMs: unixMs(g.began), K6: version})
	records.flush()

	framing, stopFraming := context.WithCancel(ctx)
	framed := make(chan struct{})
	go func() {
		defer close(framed)
		g.frames(framing)
	}()
	g.run(ctx, commands)
	stopFraming()
	<-framed
	g.frame(func(f *frameRecord) {
		f.Final = true
		f.Totals = map[string]counts{}
		for p := range phaseCount {
			f.Totals[p.String()] = g.meter.totals[p]
		}
	})
	if err := records.failed(); err != nil {
		return fmt.Errorf("the traffic's records cannot be written: %w", err)
	}
	return ctx.Err()
}

func (g *generator) run(ctx context.Context, commands <-chan Command) {
	end := make(chan struct{})
	loaded := make(chan struct{})
	go func() {
		defer close(loaded)
		g.load(ctx, end)
	}()
	endOn(commands, end, loaded)
	g.drain(ctx)
	g.quiesce(ctx)
	if ctx.Err() != nil {
		return
	}
	g.recorder.write(drainedRecord{Type: "drained", AtMs: inMs(g.now())})
	g.recorder.flush()
	c, err := newCensus(ctx, g)
	if err != nil {
		g.recorder.fail(err)
		return
	}
	defer c.close()
	c.take(ctx, commands)
}

// endOn waits for the end of the load, and brings it about when told to.
func endOn(commands <-chan Command, end chan<- struct{}, loaded <-chan struct{}) {
	for {
		select {
		case <-loaded:
			return
		case command := <-commands:
			if command == GoOn {
				close(end)
				<-loaded
				return
			}
		}
	}
}

// take waits to be told which census to take, where the plan says so, ends with the final one, and writes down what
// became of every session.
func (c *census) take(ctx context.Context, commands <-chan Command) {
	plan := c.g.plan.Census
	limit := time.After(milliseconds(plan.WaitMs))
	for waiting := plan.WaitForSignal; waiting; {
		select {
		case command := <-commands:
			if command == AsFound {
				c.asFound(ctx)
				continue
			}
			waiting = false
		case <-limit:
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
	if f.asFound {
		r.AsFound = f.found.String()
	}
	return r
}

func unixMs(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
