package outlast

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// fakeClock never waits: its time is that of what was waited for last, and later where it is told to lose time.
type fakeClock struct {
	at    ledger.Micros
	ends  ledger.Micros
	waits []ledger.Micros
}

func (c *fakeClock) now() ledger.Micros { return c.at }

func (c *fakeClock) until(at ledger.Micros) bool {
	c.waits = append(c.waits, at)
	if at > c.ends {
		c.at = c.ends
		return false
	}
	c.at = max(c.at, at)
	return true
}

func arriving(at ...ledger.Micros) func() (arrival, bool) {
	return func() (arrival, bool) {
		if len(at) == 0 {
			return arrival{}, false
		}
		a := arrival{at: at[0]}
		at = at[1:]
		return a, true
	}
}

func TestOperationsStartAtTheirTimesWhateverTheOnesBeforeDo(t *testing.T) {
	c := &fakeClock{ends: 1e9}
	var started []ledger.Micros
	pace(c, arriving(10, 20, 20, 5_000_000), 9_000_000,
		func(a arrival) { started = append(started, c.at) },
		func(a arrival) { t.Errorf("missed %+v", a) })
	if want := []ledger.Micros{10, 20, 20, 5_000_000}; !slices.Equal(started, want) {
		t.Errorf("started at %v, want %v", started, want)
	}
	if c.at != 9_000_000 {
		t.Errorf("the load ended at %v, want 9000000", c.at)
	}
}

// The generator itself loses 300 ms with the first operation: what was due within the first 200 ms of them is too
// late by more than 100 ms, and dropped; nothing is skipped.
func TestWhatTheGeneratorIsTooLateForIsMissed(t *testing.T) {
	c := &fakeClock{ends: 1e9}
	var started, missed []ledger.Micros
	pace(c, arriving(0, 100_000, 199_999, 200_000, 400_000), 400_000,
		func(a arrival) {
			started = append(started, a.at)
			if a.at == 0 {
				c.at += 300_000
			}
		},
		func(a arrival) { missed = append(missed, a.at) })
	if want := []ledger.Micros{100_000, 199_999}; !slices.Equal(missed, want) {
		t.Errorf("missed %v, want %v", missed, want)
	}
	if want := []ledger.Micros{0, 200_000, 400_000}; !slices.Equal(started, want) {
		t.Errorf("started %v, want %v", started, want)
	}
}

func TestNothingStartsAfterTheEnd(t *testing.T) {
	c := &fakeClock{ends: 50}
	count := 0
	pace(c, arriving(10, 60), 100, func(arrival) { count++ }, func(arrival) { count++ })
	if count != 1 {
		t.Errorf("%d arrivals were handed over, want the one before the end", count)
	}
}

func TestTheLoadClockNeverGoesOffEarlyAndEndsWithItsLoad(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c, err := newLoadClock(ctx, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for _, wait := range []ledger.Micros{0, 50, 1_000, 4_000} {
		due := c.now() + wait
		if !c.until(due) || c.now() < due {
			t.Errorf("waited for %d µs until %d µs", due, c.now())
		}
	}
	time.AfterFunc(10*time.Millisecond, cancel)
	if c.until(c.now() + ledger.Micros(time.Hour.Microseconds())) {
		t.Error("waited although the load was over")
	}
}
