package outlast

import (
	"math"

	"github.com/outlast/outlast/traffic/ledger"
)

// arrival is one operation that is due: when, whose, and the draw that decides what it is.
type arrival struct {
	index uint64
	at    ledger.Micros
	user  uint32
	draw  float64
}

// schedule is every arrival of a run, in the order of time. It follows from the plan alone, never from what the
// target does, so that all targets see the same one: the logins of all users, evenly spread, then arrivals whose
// users are drawn from all, busy or not.
type schedule struct {
	plan              *Plan
	rate              rate
	gaps, whose, what stream
	users             uint64
	next              uint64
	lastSeconds       float64
}

func newSchedule(plan *Plan) *schedule {
	seed := uint64(plan.Seed)
	return &schedule{
		plan:        plan,
		rate:        plan.rate(),
		gaps:        newStream(seed, "gaps"),
		whose:       newStream(seed, "users"),
		what:        newStream(seed, "draws"),
		users:       uint64(plan.Users),
		lastSeconds: plan.LoginMs / 1000,
	}
}

// pop is the next arrival; false after the last one.
func (s *schedule) pop() (arrival, bool) {
	index := s.next
	s.next++
	if index < s.users {
		ms := s.plan.LoginMs * (float64(index) + 0.5) / float64(s.users)
		return arrival{index: index, at: micros(ms / 1000), user: uint32(index)}, true
	}
	s.lastSeconds = s.rate.after(s.lastSeconds, s.gap(index))
	if s.lastSeconds*1000 >= s.plan.DurationMs {
		return arrival{}, false
	}
	return arrival{
		index: index,
		at:    micros(s.lastSeconds),
		user:  s.whose.below(index, uint32(s.users)),
		draw:  s.what.unit(index),
	}, true
}

// gap is how many arrivals are expected until the next one: always one for constant spacing; exponential with mean
// one for a Poisson process (time rescaling: t_k is the inverse of the integrated rate at the sum of such gaps).
func (s *schedule) gap(index uint64) float64 {
	if s.plan.Arrivals == constantArrivals {
		return 1
	}
	return -math.Log1p(-s.gaps.unit(index))
}

func micros(seconds float64) ledger.Micros { return ledger.Micros(math.Round(seconds * 1e6)) }

// kind is what the operation does, given whether its user has a session.
func (a arrival) kind(operations Operations, hasSession bool) ledger.Kind {
	switch {
	case !hasSession:
		return ledger.Login
	case a.draw < operations.Read:
		return ledger.Read
	case a.draw < operations.Read+operations.Write:
		return ledger.Write
	}
	return ledger.Logout
}
