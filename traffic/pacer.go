package outlast

import (
	"context"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// behind is how late the generator itself may be to start an operation: later than that it is dropped, and counted
// as the generator's fault, not as a slow target.
const behind = ledger.Micros(100_000)

// clock tells the time of a load, and waits for it.
type clock interface {
	now() ledger.Micros
	// until waits for an instant; false if there is nothing to wait for any more.
	until(ledger.Micros) bool
}

// pace hands every arrival to `start` at its time, or to `miss` where its time is past, until `next` has no more and
// the load's end has come.
func pace(c clock, next func() (arrival, bool), end ledger.Micros, start, miss func(arrival)) {
	for {
		a, ok := next()
		if !ok {
			c.until(end)
			return
		}
		switch {
		case !c.until(a.at):
			return
		case c.now()-a.at > behind:
			miss(a)
		default:
			start(a)
		}
	}
}

// loadClock counts from the start of a load, and waits until the load is ended.
type loadClock struct {
	began time.Time
	load  context.Context
	alarm *alarm
}

func newLoadClock(load context.Context, began time.Time) (*loadClock, error) {
	a, err := newAlarm(load)
	if err != nil {
		return nil, err
	}
	return &loadClock{began: began, load: load, alarm: a}, nil
}

func (c *loadClock) close() { c.alarm.close() }

func (c *loadClock) now() ledger.Micros { return ledger.Micros(time.Since(c.began).Microseconds()) }

func (c *loadClock) until(at ledger.Micros) bool {
	due := c.began.Add(time.Duration(at) * time.Microsecond)
	for c.load.Err() == nil {
		wait := time.Until(due)
		if wait <= 0 {
			return true
		}
		c.alarm.wait(wait)
	}
	return false
}
