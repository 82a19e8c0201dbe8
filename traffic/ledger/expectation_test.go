package ledger_test

import (
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

// The expectation as a machine: what was done, and what is required right after it.
func TestExpectations(t *testing.T) {
	for _, c := range []struct {
		what string
		user *aUser
		want Expectation
	}{
		{"a login", loggedIn(t), Must},
		{"a read", loggedIn(t).reads(), Must},
		{"a logout that was acknowledged", loggedIn(t).logsOut(answer(204)), Gone},
		{"a logout that surely failed: refused", loggedIn(t).logsOut(ending(NotConnected)), Must},
		{"a logout that surely failed: no connection in time", loggedIn(t).logsOut(ending(ConnectTimedOut)), Must},
		{"a logout that surely failed: not applied", loggedIn(t).logsOut(notApplied()), Must},
		{"a logout that surely failed: rejected", loggedIn(t).logsOut(answer(429)), Must},
		{"a logout that was never sent", loggedIn(t).logsOut(ending(Unsent)), Must},
		{"a logout that was cut off", loggedIn(t).logsOut(ending(Broken)), May},
		{"a logout without an answer", loggedIn(t).logsOut(ending(NoAnswer)), May},
		{"a logout that failed", loggedIn(t).logsOut(answer(500)), May},
		{"a logout that the balancer rejected", loggedIn(t).logsOut(ofTheBalancer(429)), May},
		{"a logout with an answer that cannot be read", loggedIn(t).logsOut(answer(200)), May},
		{"a logout that found no session", loggedIn(t).logsOut(answer(404)), May},
		{"a logout in doubt, then one acknowledged", loggedIn(t).logsOut(ending(NoAnswer)).logsOut(answer(204)), Gone},
		{"a logout in doubt, then one refused", loggedIn(t).logsOut(ending(NoAnswer)).logsOut(ending(NotConnected)), May},
		{"a logout in doubt, then seen", loggedIn(t).logsOut(ending(NoAnswer)).reads(), May},
		{"logged out, then asked in vain", loggedIn(t).logsOut(answer(204)).tries(ending(NoAnswer)), Gone},
		{"missing", loggedIn(t).isMissing(), Must},
	} {
		if got := c.user.Expect(rules, c.user.now); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// From the invocation of the last touch that surely happened to the end of the last one that may have, each with the
// time to live and the slack: in between nobody knows.
func TestTheWindowOfExpiry(t *testing.T) {
	const at = 10 * second
	for _, c := range []struct {
		what string
		kind Kind
		last Answer
		// surely and maybe are the touches that the window is reckoned from.
		surely, maybe Micros
	}{
		{"a read", Read, holding(), at, at + took},
		{"a write", Write, holding(1), at, at + took},
		{"a read without an answer", Read, ending(NoAnswer), 0, at + took},
		{"a read that was cut off", Read, ending(Broken), 0, at + took},
		{"a write that failed", Write, answer(500), 0, at + took},
		{"a read that never came to a server", Read, ending(NotConnected), 0, took},
		{"a read without a connection", Read, ending(ConnectTimedOut), 0, took},
		{"a read that was never sent", Read, ending(Unsent), 0, took},
		{"no such session", Read, answer(404), 0, took},
		{"someone else's state", Read, of("user-8"), 0, at + took},
	} {
		u := loggedIn(t).waits(at)
		u.does(c.kind, c.last)
		for _, instant := range []struct {
			at   Micros
			want Expectation
		}{
			{c.surely + rules.TTL - rules.Slack - 1, Must},
			{c.surely + rules.TTL - rules.Slack, May},
			{c.maybe + rules.TTL + rules.Slack - 1, May},
			{c.maybe + rules.TTL + rules.Slack, Gone},
		} {
			if got := u.Expect(rules, instant.at); got != instant.want {
				t.Errorf("%s: %v at %d, want %v", c.what, got, instant.at, instant.want)
			}
		}
	}
}

func TestWhatIsGoneStaysGone(t *testing.T) {
	late := loggedIn(t).waits(2 * rules.TTL)
	for what, u := range map[string]*aUser{
		"seen alive":           late.reads().expect(Overstayed),
		"seen alive once more": late.reads().expect(Overstayed),
		"asked in vain":        late.tries(ending(NoAnswer)),
		"asked, and absent":    late.isMissing(),
	} {
		if got := u.Expect(rules, u.now); got != Gone {
			t.Errorf("%s after its time: %v, want gone", what, got)
		}
	}
}

// An answer breaks the expectation only if it does so whenever, while it was under way, the server looked.
func TestAnOperationAcrossTheEdgeOfTheWindow(t *testing.T) {
	edge := rules.TTL - rules.Slack
	got := loggedIn(t).waits(edge-1).does(Read, answer(404))
	if got.Outcome != OK || got.Anomalies != 0 {
		t.Errorf("absent when it had just come to be in doubt: %+v, want ok", got)
	}
	got = loggedIn(t).waits(edge-took-1).does(Read, answer(404))
	if got.Anomalies != Set(Missing) {
		t.Errorf("absent when it still had to be there: %+v, want missing", got)
	}
	end := took + rules.TTL + rules.Slack
	loggedIn(t).waits(end - 1).reads().expect()
	loggedIn(t).waits(end).reads().expect(Overstayed)
}
