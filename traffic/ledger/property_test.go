package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	. "github.com/outlast/outlast/traffic/ledger"
)

// aRightServer keeps what it is told to, once, as long as it must; it is slow, fails and is cut off as it likes, and
// what it was asked and had not answered may still happen later, as long as its client is unsure of it.
type aRightServer struct {
	alive     bool
	items     map[uint32]bool
	expiresAt Micros
	// late are the operations that have yet to land.
	late []func(now Micros)
}

func aRightLogin(at Micros) *aRightServer {
	return &aRightServer{alive: true, items: map[uint32]bool{}, expiresAt: at + rules.TTL}
}

func (s *aRightServer) isAlive(now Micros) bool {
	s.alive = s.alive && now < s.expiresAt
	return s.alive
}

func (s *aRightServer) apply(kind Kind, item uint32, now Micros) Answer {
	if !s.isAlive(now) {
		return answer(404)
	}
	if kind == Logout {
		s.alive = false
		return answer(204)
	}
	if kind == Write {
		s.items[item] = true
	}
	s.expiresAt = now + rules.TTL
	return holding(s.stored()...)
}

func (s *aRightServer) stored() (items []uint32) {
	for item := range s.items {
		items = append(items, item)
	}
	return items
}

// land lets some of what is late happen.
func (s *aRightServer) land(t *rapid.T, now Micros) {
	for len(s.late) > 0 && rapid.Bool().Draw(t, "something late lands") {
		s.late[0](now)
		s.late = s.late[1:]
	}
}

var (
	nothingHappened = []Answer{
		ending(Unsent), ending(NotConnected), ending(ConnectTimedOut), notApplied(), answer(429), answer(413),
	}
	whoKnows = []Answer{
		ending(Broken), ending(NoAnswer), ending(Cancelled), answer(500), answer(302), ofTheBalancer(502),
		ofTheBalancer(404), ofTheBalancer(429),
	}
)

// run drives one session against the server with operations drawn at random, and calls check after each.
func run(t *rapid.T, server *aRightServer, check func(Verdict, State, Operation)) State {
	_, state := Begin(user, Operation{Kind: Login, Invoked: 0, Ended: took, Answer: answer(201)})
	now := second
	for range rapid.IntRange(1, 40).Draw(t, "operations") {
		if rapid.IntRange(0, 9).Draw(t, "pause") == 0 {
			now += Micros(rapid.Int64Range(0, int64(2*rules.TTL)).Draw(t, "pause for"))
		}
		kind := rapid.SampledFrom([]Kind{Read, Write, Write, Read, Write, Logout}).Draw(t, "operation")
		item, _ := state.NextItem()
		op := Operation{Kind: kind, Invoked: now, Ended: now + took}
		reached := now + Micros(rapid.Int64Range(0, int64(took)).Draw(t, "reached the server after"))
		server.land(t, now)
		switch rapid.SampledFrom([]string{"answered", "answered", "failed", "unanswered", "late"}).Draw(t, "end") {
		case "answered":
			op.Answer = server.apply(kind, item, reached)
		case "failed":
			op.Answer = rapid.SampledFrom(nothingHappened).Draw(t, "answer")
		case "unanswered":
			server.apply(kind, item, reached)
			op.Answer = rapid.SampledFrom(whoKnows).Draw(t, "answer")
		case "late":
			op.Answer = rapid.SampledFrom(whoKnows).Draw(t, "answer")
			server.late = append(server.late, func(now Micros) { server.applyLate(kind, item, now) })
		}
		var verdict Verdict
		verdict, state = Step(rules, state, op)
		check(verdict, state, op)
		if verdict.Over {
			break
		}
		now += took + Micros(rapid.Int64Range(0, int64(second)).Draw(t, "until the next"))
	}
	return state
}

// applyLate does what was asked long ago. It does not start the time to live anew: that would be a session that lives
// on after the end of its last touch, which no client can know of.
func (s *aRightServer) applyLate(kind Kind, item uint32, now Micros) {
	expiresAt := s.expiresAt
	s.apply(kind, item, now)
	s.expiresAt = expiresAt
}

func TestARightServerNeverBreaksTheExpectation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		server := aRightLogin(0)
		state := run(t, server, func(v Verdict, _ State, op Operation) {
			if v.Anomalies != 0 || v.Outcome == Wrong && op.Answer.Parsed {
				t.Fatalf("%v: %v with %v", op, v.Outcome, names(v.Anomalies))
			}
		})
		if state.SignedOut() != Never {
			t.Fatal("signed out")
		}
	})
}

// decided is a session after a census: reads, until two of them were evidence.
func decided(t *rapid.T, server *aRightServer, state State, at Micros) (State, Finding) {
	f := Finding{Expectation: state.Expect(rules, at), At: at}
	for range 2 {
		var v Verdict
		v, state = Step(rules, state, Operation{Kind: Read, Invoked: at, Ended: at + took, Answer: server.apply(Read, 0, at)})
		f.End, f.At = v.Evidence, at+took
		at += second
	}
	return state, f
}

func TestARightServersSessionsSurviveOrEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		server := aRightLogin(0)
		last := Micros(0)
		state := run(t, server, func(_ Verdict, _ State, op Operation) { last = op.Ended })
		required := state.Expect(rules, last+second)
		state, finding := decided(t, server, state, last+second)
		want := map[Expectation]Fate{Must: Survived, May: Indeterminate, Gone: Ended}[required]
		if fate, at := state.Fate(rules, finding); fate != want || at < 0 || at > finding.At {
			t.Fatalf("%v at %d, want %v", fate, at, want)
		}
	})
}

// Each lie is told once, to a session that must be there, and the very next read has to find it.
func TestEveryLieIsFoundByTheNextRead(t *testing.T) {
	type lie struct {
		tell func(items []uint32) Answer
		want Anomaly
		fate Fate
	}
	without := func(items []uint32, i int) []uint32 {
		return append(append([]uint32(nil), items[:i]...), items[i+1:]...)
	}
	lies := map[string]func(t *rapid.T) lie{
		"forgets the session": func(*rapid.T) lie {
			return lie{func([]uint32) Answer { return answer(404) }, Missing, Lost}
		},
		"forgets the last writes": func(t *rapid.T) lie {
			keep := rapid.IntRange(0, 99).Draw(t, "keeps")
			return lie{func(items []uint32) Answer { return holding(items[:keep%len(items)]...) }, Stale, RolledBack}
		},
		"forgets one write": func(t *rapid.T) lie {
			which := rapid.IntRange(0, 99).Draw(t, "forgets")
			return lie{func(items []uint32) Answer { return holding(without(items, which%len(items))...) }, Stale, RolledBack}
		},
		"stores a write twice": func(t *rapid.T) lie {
			which := rapid.IntRange(0, 99).Draw(t, "doubles")
			return lie{func(items []uint32) Answer { return holding(append(items, items[which%len(items)])...) }, Doubled, Duplicated}
		},
		"shows another user's session": func(*rapid.T) lie {
			return lie{func(items []uint32) Answer { return of(Owner(user+1), items...) }, Foreign, Leaked}
		},
		"shows a write that was never sent": func(*rapid.T) lie {
			return lie{func(items []uint32) Answer { return holding(append(items, 1000)...) }, Foreign, Leaked}
		},
	}
	for name, draw := range lies {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				told := draw(t)
				state, known, now := someWrites(t)
				v, state := Step(rules, state, Operation{Kind: Read, Invoked: now, Ended: now + took, Answer: told.tell(known)})
				if !v.Anomalies.Has(told.want) {
					t.Fatalf("a read found %v, want %v", names(v.Anomalies), told.want)
				}
				fate, at := state.Fate(rules, Finding{End: v.Evidence, Expectation: Must, At: now + took})
				if fate != told.fate || at != now+took {
					t.Fatalf("%v at %d, want %v at %d", fate, at, told.fate, now+took)
				}
			})
		})
	}
}

// someWrites is a session with acknowledged writes, the last of which may be in doubt or surely failed, and the items
// that a read must show.
func someWrites(t *rapid.T) (state State, known []uint32, now Micros) {
	_, state = Begin(user, Operation{Kind: Login, Ended: took, Answer: answer(201)})
	now = second
	write := func(a Answer) {
		_, state = Step(rules, state, Operation{Kind: Write, Invoked: now, Ended: now + took, Answer: a})
		now += second
	}
	for item := range uint32(rapid.IntRange(1, 20).Draw(t, "acknowledged")) {
		known = append(known, item+1)
		write(holding(known...))
	}
	switch rapid.SampledFrom([]string{"none", "in doubt", "failed"}).Draw(t, "the next write") {
	case "in doubt":
		write(rapid.SampledFrom(whoKnows).Draw(t, "answer"))
	case "failed":
		write(rapid.SampledFrom(nothingHappened).Draw(t, "answer"))
	}
	return state, known, now
}

// Whatever the answers, true or not: every session has one fate, and it does not change when it is decided again.
func TestEverySessionHasOneFate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, state := Begin(user, Operation{Kind: Login, Ended: took, Answer: answer(201)})
		now := second
		anything := append(append([]Answer{answer(204), answer(404)}, nothingHappened...), whoKnows...)
		for range rapid.IntRange(0, 30).Draw(t, "operations") {
			a := rapid.SampledFrom(anything).Draw(t, "answer")
			if rapid.Bool().Draw(t, "a state") {
				a = of(Owner(uint32(rapid.IntRange(user, user+1).Draw(t, "owner"))), rapid.SliceOfN(rapid.Uint32Range(1, 5), 0, 6).Draw(t, "items")...)
			}
			kind := rapid.SampledFrom([]Kind{Read, Write, Logout}).Draw(t, "operation")
			before := state
			v, after := Step(rules, state, Operation{Kind: kind, Invoked: now, Ended: now + took, Answer: a})
			if again, _ := Step(rules, before, Operation{Kind: kind, Invoked: now, Ended: now + took, Answer: a}); again != v {
				t.Fatalf("the same step gave %+v, then %+v: a step must not change what it was given", v, again)
			}
			if v.Evidence == Absent && v.Anomalies&^Set(Missing) != 0 || v.Evidence == NoEvidence && v.Anomalies != 0 {
				t.Fatalf("%v from an answer that shows nothing", names(v.Anomalies))
			}
			state, now = after, now+took+Micros(rapid.Int64Range(0, int64(rules.TTL)/3).Draw(t, "pause"))
		}
		finding := Finding{
			End:         rapid.SampledFrom([]Evidence{NoEvidence, Present, Absent}).Draw(t, "end"),
			Expectation: state.Expect(rules, now),
			At:          now,
		}
		fate, at := state.Fate(rules, finding)
		if again, atAgain := state.Fate(rules, finding); again != fate || atAgain != at || at > now {
			t.Fatalf("%v at %d, then %v at %d", fate, at, again, atAgain)
		}
		if fate == Lost != (finding.End == Absent && finding.Expectation == Must) && fate > Indeterminate {
			t.Fatalf("%v of a session that is %v and %v", fate, finding.Expectation, finding.End)
		}
		state.Details(fate, finding)
	})
}
