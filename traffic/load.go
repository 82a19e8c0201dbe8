package outlast

import (
	"context"
	"fmt"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// load starts every operation at its time, until the schedule ends or the context does.
func (g *generator) load(ctx context.Context) {
	c, err := newLoadClock(ctx, g.began)
	if err != nil {
		g.recorder.fail(fmt.Errorf("no clock to start operations by: %w", err))
		return
	}
	defer c.close()
	pace(c, newSchedule(g.plan).pop, micros(g.plan.DurationMs/1000), g.arrive, g.miss)
}

// miss drops an arrival that the generator was too slow for.
func (g *generator) miss(a arrival) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.meter.wasDue(g.phaseOf(a.at))
	g.meter.dropped(g.jobOf(&g.users[a.user], a), ledger.NoDetail)
}

// drain waits until no operation is open any more: each may take a time-out, and one that waits for it another.
// What is then still open is cut off, and unfinished. Then the connections go.
func (g *generator) drain(ctx context.Context) {
	defer g.hangUp()
	done := make(chan struct{})
	go func() {
		g.serving.Wait()
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

func (g *generator) hangUp() {
	g.client.Close()
	for _, s := range g.sessions {
		s.hangUp()
	}
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

func sleep(ctx context.Context, wait time.Duration) {
	if wait <= 0 {
		return
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
	}
}
