package outlast

import (
	"math"
	"testing"
)

// ramp rises from 0 to 100 a second in 10 s, stays there, and falls to 50 by 30 s.
var ramp = rate{{0, 0}, {10, 100}, {20, 100}, {30, 50}}

// The integral of the ramp: a triangle of 500, a rectangle of 1000, a trapezium of 750, then 50 a second.
func TestAnInstantIsWhereTheIntegralOfTheRateReachesTheArrivals(t *testing.T) {
	cases := []struct{ from, arrivals, until float64 }{
		{0, 500, 10},
		{0, 125, 5},
		{0, 1500, 20},
		{0, 2250, 30},
		{0, 2300, 31},
		{10, 100, 11},
		{5, 375, 10},
		{40, 50, 41},
		{3, 0, 3},
	}
	for _, c := range cases {
		if got := ramp.after(c.from, c.arrivals); math.Abs(got-c.until) > 1e-9 {
			t.Errorf("after(%v s, %v arrivals) = %v s, want %v s", c.from, c.arrivals, got, c.until)
		}
	}
}

// The integral of a rate of 10 a second that is 40 a second from 10 s on.
func TestARateMayJump(t *testing.T) {
	jump := rate{{10, 10}, {10, 40}}
	cases := []struct{ from, arrivals, until float64 }{
		{0, 100, 10},
		{0, 120, 10.5},
		{9, 10, 10},
		{9, 50, 11},
		{10, 40, 11},
	}
	for _, c := range cases {
		if got := jump.after(c.from, c.arrivals); math.Abs(got-c.until) > 1e-9 {
			t.Errorf("after(%v s, %v arrivals) = %v s, want %v s", c.from, c.arrivals, got, c.until)
		}
	}
}

func TestARateThatEndsBringsNoMoreArrivals(t *testing.T) {
	ending := rate{{0, 10}, {10, 0}}
	if got := ending.after(0, 50); math.Abs(got-10) > 1e-6 {
		t.Errorf("the last of 50 arrivals is at %v s, want 10 s", got)
	}
	if got := ending.after(0, 50.1); !math.IsInf(got, 1) {
		t.Errorf("an arrival more is at %v s, want never", got)
	}
}
