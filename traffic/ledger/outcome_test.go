package ledger_test

import (
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

// The table of outcomes, row by row, in its order.
func TestOutcomes(t *testing.T) {
	shed := answer(503)
	shed.RetryAfter = true
	later := answer(500)
	later.RetryAfter = true
	unparsable := answer(200)
	withoutCookie := answer(201)
	withoutCookie.SetsCookie = false
	anonymous := holding()
	anonymous.ServedBy = ""

	for _, c := range []struct {
		what    string
		kind    Kind
		answer  Answer
		outcome Outcome
		detail  Detail
		effect  Effect
	}{
		{"no socket, port or file descriptor", Write, ending(Unsent), Dropped, NoDetail, DidNotHappen},
		{"refused", Write, ending(NotConnected), Refused, NoDetail, DidNotHappen},
		{"a connection in time", Write, ending(ConnectTimedOut), TimedOut, Connect, DidNotHappen},
		{"reset, EOF, truncated, framing", Write, ending(Broken), Reset, NoDetail, MayHaveHappened},
		{"no answer in time", Write, ending(NoAnswer), TimedOut, NoDetail, MayHaveHappened},
		{"cancelled by us", Write, ending(Cancelled), Unfinished, NoDetail, MayHaveHappened},

		{"a right write", Write, holding(1), OK, NoDetail, Happened},
		{"a right read", Read, holding(), OK, NoDetail, Happened},
		{"a right logout", Logout, answer(204), OK, NoDetail, Happened},
		{"a well-formed acknowledgement of a wrong state", Write, of("user-8", 1), Wrong, NoDetail, Happened},
		{"a success that cannot be read", Write, unparsable, Wrong, NoDetail, MayHaveHappened},
		{"a success of nobody", Write, anonymous, Wrong, NoDetail, MayHaveHappened},
		{"another success", Write, answer(202), Wrong, NoDetail, MayHaveHappened},
		{"another success of a logout", Logout, answer(200), Wrong, NoDetail, MayHaveHappened},
		{"a redirect", Write, answer(302), Wrong, NoDetail, MayHaveHappened},
		{"switching protocols", Write, answer(101), Wrong, NoDetail, MayHaveHappened},

		{"no such session", Write, answer(404), Rejected, Missed, DidNotHappen},
		{"no such session, on logout: it may have been sent twice", Logout, answer(404), OK, NoDetail, DidNotHappen},
		{"another 4xx", Write, answer(413), Rejected, NoDetail, DidNotHappen},
		{"too many requests", Write, answer(429), Rejected, Throttled, DidNotHappen},
		{"the balancer's 404", Write, ofTheBalancer(404), Rejected, NoDetail, MayHaveHappened},
		{"the balancer's 429", Write, ofTheBalancer(429), Rejected, Throttled, MayHaveHappened},
		{"the balancer's 400", Logout, ofTheBalancer(400), Rejected, NoDetail, MayHaveHappened},

		{"a 5xx before the store was asked", Write, notApplied(), Failed, NoDetail, DidNotHappen},
		{"the server's 500", Write, answer(500), Failed, NoDetail, MayHaveHappened},
		{"the balancer's 502", Write, ofTheBalancer(502), Failed, NoDetail, MayHaveHappened},
		{"503 with Retry-After", Write, shed, Failed, Shed, MayHaveHappened},
		{"another 5xx with it", Write, later, Failed, NoDetail, MayHaveHappened},

		{"a read without an answer", Read, ending(NoAnswer), TimedOut, NoDetail, DidNotHappen},
		{"a read that failed", Read, answer(500), Failed, NoDetail, DidNotHappen},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := loggedIn(t).does(c.kind, c.answer)
			if got.Outcome != c.outcome || got.Detail != c.detail || got.Effect != c.effect {
				t.Errorf("got %v (%v), ends %v; want %v (%v), ends %v",
					got.Outcome, got.Detail, got.Effect, c.outcome, c.detail, c.effect)
			}
		})
	}
	for _, c := range []struct {
		what    string
		answer  Answer
		outcome Outcome
		effect  Effect
	}{
		{"a login", answer(201), OK, Happened},
		{"a login without a cookie", withoutCookie, Wrong, MayHaveHappened},
		{"a login with another success", answer(200), Wrong, MayHaveHappened},
		{"a login that does not find its page", answer(404), Rejected, DidNotHappen},
		{"a login at no server", ending(NotConnected), Refused, DidNotHappen},
		{"a login that was cut off", ending(Broken), Reset, MayHaveHappened},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, _ := Begin(user, Operation{Kind: Login, Ended: took, Answer: c.answer})
			if got.Outcome != c.outcome || got.Detail != NoDetail || got.Effect != c.effect || got.Over != (c.outcome != OK) {
				t.Errorf("got %v, ends %v, over %v; want %v, ends %v", got.Outcome, got.Effect, got.Over, c.outcome, c.effect)
			}
		})
	}
}

func TestAfterWhichTheUserLogsInAnew(t *testing.T) {
	for _, c := range []struct {
		what   string
		kind   Kind
		answer Answer
		over   bool
	}{
		{"logged out", Logout, answer(204), true},
		{"a logout in doubt", Logout, ending(NoAnswer), false},
		{"a logout that found none", Logout, answer(404), true},
		{"signed out", Read, answer(404), true},
		{"the balancer found none", Read, ofTheBalancer(404), false},
		{"another user's state", Read, of("user-8"), false},
	} {
		if got := loggedIn(t).does(c.kind, c.answer).Over; got != c.over {
			t.Errorf("%s: over %v, want %v", c.what, got, c.over)
		}
	}
}

// A 404 conforms where the session may be gone.
func TestNoSuchSessionWhereItNeedNotBe(t *testing.T) {
	for what, u := range map[string]*aUser{
		"logged out":             loggedIn(t).logsOut(answer(204)),
		"a logout in doubt":      loggedIn(t).logsOut(ending(NoAnswer)),
		"a logout answered 404":  loggedIn(t).logsOut(answer(404)),
		"its time nearly over":   loggedIn(t).waits(rules.TTL - rules.Slack),
		"its time over for sure": loggedIn(t).waits(2 * rules.TTL),
	} {
		got := u.does(Read, answer(404))
		if got.Outcome != OK || got.Detail != NoDetail || got.Anomalies != 0 || !got.Over {
			t.Errorf("%s: got %+v, want ok and the end of the session", what, got)
		}
	}
}
