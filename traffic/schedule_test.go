package outlast

import (
	"math"
	"testing"

	"github.com/outlast/outlast/traffic/ledger"
)

func aPlan(change func(*Plan)) *Plan {
	plan := &Plan{
		Version: planVersion, Seed: 7, URL: "http://127.0.0.1:1", Users: 50, Arrivals: poissonArrivals,
		Rate: []RatePoint{{0, 1000}}, LoginMs: 500, WarmUpMs: 1000, DurationMs: 20_000,
		Operations: Operations{Read: 0.6, Write: 0.38, Logout: 0.02},
		TimeoutMs:  500, LateMs: 100, Connections: "shared",
	}
	plan.Session.TTLMs = 1_800_000
	plan.Census = CensusPlan{RatePerSecond: 1000, DeadlineMs: 3000, Confirmations: 2, ConfirmGapMs: 10}
	if change != nil {
		change(plan)
	}
	return plan
}

func arrivalsOf(plan *Plan) []arrival {
	var all []arrival
	for s := newSchedule(plan); ; {
		a, ok := s.pop()
		if !ok {
			return all
		}
		all = append(all, a)
	}
}

func TestTheScheduleFollowsFromTheSeedAlone(t *testing.T) {
	one, same := arrivalsOf(aPlan(nil)), arrivalsOf(aPlan(func(p *Plan) { p.URL = "http://elsewhere:80" }))
	if len(one) != len(same) {
		t.Fatalf("%d and %d arrivals by the same seed", len(one), len(same))
	}
	for i := range one {
		if one[i] != same[i] {
			t.Fatalf("arrival %d is %+v and %+v by the same seed", i, one[i], same[i])
		}
	}
	other := arrivalsOf(aPlan(func(p *Plan) { p.Seed = 8 }))
	if one[100] == other[100] {
		t.Errorf("arrival 100 is %+v by another seed too", one[100])
	}
}

func TestEveryUserLogsInOnceEvenlySpread(t *testing.T) {
	all := arrivalsOf(aPlan(nil))
	for user := range 50 {
		a := all[user]
		want := ledger.Micros(10_000*user + 5_000)
		if a.user != uint32(user) || a.at != want {
			t.Errorf("arrival %d is of user %d at %d µs, want of %d at %d µs", user, a.user, a.at, user, want)
		}
	}
	if all[50].at < 500_000 {
		t.Errorf("the first arrival after the logins is at %d µs, before they are over", all[50].at)
	}
}

func TestArrivalsComeInOrderAndEndInTime(t *testing.T) {
	all := arrivalsOf(aPlan(nil))
	for i := 1; i < len(all); i++ {
		if all[i].at < all[i-1].at {
			t.Fatalf("arrival %d is before the one before it", i)
		}
	}
	if last := all[len(all)-1].at; last >= 20_000_000 {
		t.Errorf("the last arrival is at %d µs, after the end", last)
	}
}

// 19,500 arrivals are expected. Bounds are 4.4 standard errors wide: one seed in 100,000 would fail, and the seed is fixed.
func TestPoissonArrivalsAreExponentialAndTheirUsersUniform(t *testing.T) {
	all := arrivalsOf(aPlan(nil))[50:]
	n := float64(len(all))
	if math.Abs(n-19_500) > 4.4*math.Sqrt(19_500) {
		t.Errorf("%v arrivals, want about 19,500", n)
	}
	var sum, squares float64
	perUser := make([]float64, 50)
	for i, a := range all {
		perUser[a.user]++
		if i > 0 {
			gap := float64(a.at-all[i-1].at) / 1000
			sum += gap
			squares += gap * gap
		}
	}
	mean := sum / (n - 1)
	deviation := math.Sqrt(squares/(n-1) - mean*mean)
	// Of an exponential distribution the standard deviation is the mean.
	if math.Abs(mean-1) > 4.4/math.Sqrt(n) || math.Abs(deviation-1) > 4.4*math.Sqrt(2/n) {
		t.Errorf("gaps have mean %v ms and deviation %v ms, want 1 ms and 1 ms", mean, deviation)
	}
	chiSquare := 0.0
	for _, count := range perUser {
		chiSquare += (count - n/50) * (count - n/50) / (n / 50)
	}
	// The 99.999 % quantile of chi-square with 49 degrees of freedom (scipy.stats.chi2.ppf(0.99999, 49) = 101.4).
	if chiSquare > 101.4 {
		t.Errorf("chi-square of the users is %v with 49 degrees of freedom", chiSquare)
	}
}

func TestConstantArrivalsAreEvenlySpaced(t *testing.T) {
	all := arrivalsOf(aPlan(func(p *Plan) { p.Arrivals = constantArrivals; p.Rate[0].PerSecond = 100 }))[50:]
	for i, a := range all {
		if want := ledger.Micros(500_000 + 10_000*(i+1)); a.at != want {
			t.Fatalf("arrival %d is at %d µs, want %d µs", i, a.at, want)
		}
	}
}

func TestTheDrawDecidesWhatAUserWithASessionDoes(t *testing.T) {
	shares := Operations{Read: 0.5, Write: 0.3, Logout: 0.2}
	cases := []struct {
		draw       float64
		hasSession bool
		want       ledger.Kind
	}{
		{0, true, ledger.Read}, {0.49, true, ledger.Read}, {0.5, true, ledger.Write}, {0.79, true, ledger.Write},
		{0.81, true, ledger.Logout}, {0.99, true, ledger.Logout}, {0.1, false, ledger.Login}, {0.99, false, ledger.Login},
	}
	for _, c := range cases {
		if got := (arrival{draw: c.draw}).kind(shares, c.hasSession); got != c.want {
			t.Errorf("draw %v, session %v: %v, want %v", c.draw, c.hasSession, got, c.want)
		}
	}
}
