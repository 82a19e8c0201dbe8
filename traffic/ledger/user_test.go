package ledger_test

import (
	"testing"

	. "github.com/outlast/outlast/traffic/ledger"
)

const (
	second = Micros(1_000_000)
	// took is how long each operation of these tests takes.
	took = Micros(10_000)
)

var rules = Rules{TTL: 60 * second, Slack: 2 * second}

// aUser does one operation after another, one second apart, beginning with a login at 0.
type aUser struct {
	State
	t    *testing.T
	now  Micros
	last Verdict
}

const user = 7

func loggedIn(t *testing.T) *aUser {
	t.Helper()
	verdict, state := Begin(user, Operation{Kind: Login, Invoked: 0, Ended: took, Answer: answer(201)})
	if verdict.Outcome != OK || verdict.Over {
		t.Fatalf("the login gave %+v", verdict)
	}
	return &aUser{State: state, t: t, now: second}
}

// does an operation and a second later is ready for the next one.
func (u *aUser) does(kind Kind, a Answer) Verdict {
	u.last, u.State = Step(rules, u.State, Operation{Kind: kind, Invoked: u.now, Ended: u.now + took, Answer: a})
	u.now += second
	return u.last
}

func (u *aUser) sees(a Answer) *aUser          { u.does(Read, a); return u }
func (u *aUser) reads(items ...uint32) *aUser  { u.does(Read, holding(items...)); return u }
func (u *aUser) writes(items ...uint32) *aUser { u.does(Write, holding(items...)); return u }

// tries a write that has no success.
func (u *aUser) tries(a Answer) *aUser { u.does(Write, a); return u }

func (u *aUser) logsOut(a Answer) *aUser { u.does(Logout, a); return u }
func (u *aUser) isMissing() *aUser       { u.does(Read, answer(404)); return u }

// waits lets time pass, so that the next operation is invoked at this instant.
func (u *aUser) waits(until Micros) *aUser { u.now = until; return u }

func (u *aUser) expect(anomalies ...Anomaly) *aUser {
	u.t.Helper()
	want := OK
	if len(anomalies) > 0 {
		want = Wrong
	}
	if u.last.Anomalies != Set(anomalies...) || u.last.Outcome != want {
		u.t.Fatalf("outcome %v with %v, want %v with %v", u.last.Outcome, names(u.last.Anomalies), want, anomalies)
	}
	return u
}

func names(set Anomalies) (list []string) {
	set.Each(func(a Anomaly) { list = append(list, a.String()) })
	return list
}

// answer is one of the application with this status.
func answer(status int) Answer {
	return Answer{Ending: Answered, Status: status, ServedBy: "web-1", SetsCookie: status == 201}
}

// ofTheBalancer is one that the application has not given.
func ofTheBalancer(status int) Answer { return Answer{Ending: Answered, Status: status} }

func ending(e Ending) Answer { return Answer{Ending: e} }

// notApplied is the refusal of a server that has not asked its store.
func notApplied() Answer {
	a := answer(503)
	a.NotApplied = true
	return a
}

// holding is the state of the user's own session with these items in it.
func holding(items ...uint32) Answer { return of(Owner(user), items...) }

// of is a state of that owner.
func of(owner string, items ...uint32) Answer {
	a := answer(200)
	a.Parsed, a.Content = true, Content{Owner: owner, Count: uint64(len(items))}
	for _, item := range items {
		a.Content.Digest += Hash(owner, item)
	}
	return a
}
