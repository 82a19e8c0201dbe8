package outlast

import (
	"context"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// behind is how late the generator itself may be to start an operation: later than that it is dropped, and counted
// as the generator's fault, not as a slow target.
const behind = ledger.Micros(100_000)

// load starts every operation at its time, until the schedule ends or `end` is closed.
func (g *generator) load(ctx context.Context, end <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	s := newSchedule(g.plan)
	for {
		a, ok := s.pop()
		due := a.at
		if !ok {
			due = ledger.Micros(g.plan.DurationMs * 1000)
		}
		if wait := due - g.now(); wait > 0 {
			timer.Reset(time.Duration(wait) * time.Microsecond)
			select {
			case <-timer.C:
			case <-end:
				return
			case <-ctx.Done():
				return
			}
		} else if isClosed(end) || ctx.Err() != nil {
			return
		}
		if !ok {
			return
		}
		if g.now()-a.at > behind {
			g.miss(a)
			continue
		}
		g.arrive(a)
	}
}

// miss drops an arrival that the generator was too slow for.
func (g *generator) miss(a arrival) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.meter.wasDue(g.phaseOf(a.at))
	g.meter.dropped(g.jobOf(&g.users[a.user], a), ledger.NoDetail)
}

// drain waits until no operation is open any more: each may take a time-out, and one that waits for it another.
// What is then still open is cut off, and unfinished.
func (g *generator) drain(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		g.idle.Wait()
		close(done)
	}()
	select {
	case <-done:
		return
	case <-ctx.Done():
	case <-time.After(2*g.plan.timeout() + time.Second):
	}
	g.client.Abort()
	<-done
}

// quiesce waits until what may still take effect, because its end is not known, has had the time to.
func (g *generator) quiesce(ctx context.Context) {
	g.mu.Lock()
	doubtfulEnd := g.doubtfulEnd
	g.mu.Unlock()
	if doubtfulEnd == ledger.Never {
		return
	}
	wait := doubtfulEnd + ledger.Micros(g.plan.Census.QuiesceMs*1000) - g.now()
	sleep(ctx, time.Duration(wait)*time.Microsecond)
}

// frames writes a frame once a second until the context ends.
func (g *generator) frames(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			g.frame(nil)
		case <-ctx.Done():
			return
		}
	}
}

// frame writes what changed since the last one; the final one comes with the totals of the run.
func (g *generator) frame(final func(*frameRecord)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	frame := frameRecord{
		Type: "frame", Sequence: g.sequence, FromMs: inMs(g.framedUntil), ToMs: inMs(now),
		Sessions: g.countSessions(now), InFlight: g.inFlight, Queued: g.queued,
	}
	if err := g.meter.take(&frame); err != nil {
		g.recorder.fail(err)
	}
	if final != nil {
		final(&frame)
	}
	g.sequence++
	g.framedUntil = now
	g.recorder.write(frame)
	g.recorder.flush()
}

func (g *generator) countSessions(now ledger.Micros) sessionCounts {
	c := sessionCounts{SignedOut: g.signedOut}
	for _, s := range g.sessions {
		switch s.state.Expect(g.rules, now) {
		case ledger.Must:
			c.Must++
		case ledger.May:
			c.May++
		case ledger.Gone:
			c.Gone++
		}
	}
	return c
}

func isClosed(channel <-chan struct{}) bool {
	select {
	case <-channel:
		return true
	default:
		return false
	}
}

func sleep(ctx context.Context, wait time.Duration) {
	if wait <= 0 {
		return
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
	}
}
