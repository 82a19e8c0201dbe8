package outlast

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

func TestAgainstAnHonestServerEverySessionSurvivesAndNothingIsWrong(t *testing.T) {
	t.Parallel()
	for _, connections := range []string{"shared", "session", "request"} {
		t.Run(connections, func(t *testing.T) {
			s := newServer(t)
			plan := aShortPlan(s.URL, func(p *Plan) {
				p.Operations = Operations{Read: 0.5, Write: 0.5}
				p.Connections = connections
			})
			w := runs(t, plan)
			if fates := w.fates(); fates["survived"] != 20 || len(fates) != 1 {
				t.Errorf("fates %v, want 20 survived", fates)
			}
			var due, sent uint64
			for _, phase := range []string{"warmUp", "measured"} {
				total := w.final(t).Totals[phase]
				due, sent = due+total.scheduled, sent+total.sent
				if total.outcomes[ledger.OK] != total.sent {
					t.Errorf("%s: %+v, want all ok", phase, total)
				}
			}
			// 20 logins, and one arrival every 5 ms from 100 ms to 1 s, the last one excluded.
			if want := uint64(len(arrivalsOf(plan))); due != want || want != 20+179 {
				t.Errorf("%d operations were due, the schedule has %d", due, want)
			}
			if got := w.final(t).Totals["census"].sent; got != 20 {
				t.Errorf("the census sent %d reads, want one for each session", got)
			}
			var home, elsewhere uint64
			for _, frame := range w.frames {
				home, elsewhere = home+frame.Affinity.Home, elsewhere+frame.Affinity.Elsewhere
			}
			if elsewhere != 0 || home != sent-20 {
				t.Errorf("%d answers from home, %d from elsewhere, want all %d but logins from home", home, elsewhere, sent-20)
			}
			if w.types[0] != "start" || w.types[len(w.types)-1] != "frame" {
				t.Errorf("begins with %s, ends with %s", w.types[0], w.types[len(w.types)-1])
			}
		})
	}
}

func TestUsersWhoLogOutLogInAgainAsNewSessions(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	w := runs(t, aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Logout: 1} }))
	fates := w.fates()
	if fates["ended"] == 0 || fates["survived"]+fates["ended"] != len(w.sessions) || len(w.sessions) <= 20 {
		t.Errorf("%d sessions, fates %v", len(w.sessions), fates)
	}
	names := map[string]bool{}
	for _, session := range w.sessions {
		names[session.Session] = true
	}
	if len(names) != len(w.sessions) {
		t.Errorf("%d names for %d sessions", len(names), len(w.sessions))
	}
}

// A write that ends in doubt is sent again, the same item, as the next attempt, until it is acknowledged.
func TestAnItemIsRepeatedUntilItIsAcknowledged(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var attempts []string
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || r.URL.Path != "/session/items" {
			return false
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		attempts = append(attempts, r.Header.Get("Outlast-Operation"))
		if len(attempts) > 3 {
			return false
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	runs(t, aShortPlan(s.URL, func(p *Plan) {
		p.Users, p.Operations = 1, Operations{Write: 1}
		p.Rate = []RatePoint{{0, 10}}
	}))
	want := []string{"u0.1/item-1/1", "u0.1/item-1/2", "u0.1/item-1/3", "u0.1/item-1/4", "u0.1/item-2/1"}
	if len(attempts) < len(want) || !slices.Equal(attempts[:len(want)], want) {
		t.Errorf("sent %q, want %q first", attempts, want)
	}
}

// A server that answers nothing for 600 ms, with a patience of 300 ms: what is due to a user whose operation hangs
// waits for her, times out or is blocked; it is neither skipped nor given to another user.
func TestAStallBlocksTheUsersItHangsAndNothingIsSkipped(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	stalled := time.Now().Add(500 * time.Millisecond)
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		if time.Now().After(stalled) && r.Header.Get("Outlast-Operation") != "" {
			time.Sleep(600 * time.Millisecond)
		}
		return false
	})
	plan := aShortPlan(s.URL, func(p *Plan) {
		p.Operations = Operations{Read: 1}
		p.TimeoutMs, p.LateMs = 300, 50
		p.Users = 5
		p.Census.DeadlineMs = 100
	})
	w := runs(t, plan)
	total := w.final(t).Totals["measured"]
	timedOut, blocked := total.outcomes[ledger.TimedOut], total.details[ledger.Blocked]
	if timedOut == 0 || blocked == 0 {
		t.Errorf("timed out %d, blocked %d: a stall must show as both", timedOut, blocked)
	}
	if want := uint64(len(arrivalsOf(plan))); total.scheduled+w.final(t).Totals["warmUp"].scheduled != want {
		t.Errorf("%+v: the schedule has %d operations", total, want)
	}
}

// One user, whose server answers after 200 ms what is due every 100 ms: one operation at a time.
func TestAUserDoesOneThingAtATime(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var open, most int
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		open++
		most = max(most, open)
		s.mu.Unlock()
		time.Sleep(200 * time.Millisecond)
		s.mu.Lock()
		open--
		s.mu.Unlock()
		return false
	})
	w := runs(t, aShortPlan(s.URL, func(p *Plan) {
		p.Users, p.Operations = 1, Operations{Read: 1}
		p.Rate = []RatePoint{{0, 10}}
		p.TimeoutMs, p.LateMs = 10_000, 250
	}))
	if most != 1 {
		t.Errorf("%d operations of one user were under way at once", most)
	}
	// The second one waited 100 ms and more: latency counts from when it was due.
	if total := w.final(t).Totals["measured"]; total.details[ledger.Late] == 0 {
		t.Errorf("%+v: want some late", total)
	}
}

func TestEveryUserSendsHerVisitorCookieFromTheFirstRequestOn(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	visitors := map[string]string{}
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		cookie, err := r.Cookie("visitor")
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.URL.Path == "/status" {
			return false
		}
		if err != nil {
			t.Errorf("%s %s came without a visitor", r.Method, r.URL.Path)
			return false
		}
		user := r.Header.Get("Outlast-Operation")
		if r.Method == http.MethodPost && r.URL.Path == "/session" {
			visitors[cookie.Value] = user
		}
		return false
	})
	runs(t, aShortPlan(s.URL, func(p *Plan) { p.VisitorCookie = true }))
	if len(visitors) != 20 {
		t.Errorf("%d visitors, want one for each of 20 users: %v", len(visitors), slices.Collect(maps.Keys(visitors)))
	}
}

func TestTheLoadEndsWhenItIsTold(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) { p.DurationMs = 600_000 }))
	r.await(`"type":"frame"`)
	r.tell(GoOn)
	r.await(`"type":"drained"`)
	w, err := r.ends()
	if err != nil || len(w.sessions) == 0 {
		t.Errorf("error %v, %d sessions", err, len(w.sessions))
	}
	w.balances(t)
}

func TestLeavingEndsWithoutACensus(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) { p.DurationMs = 600_000 }))
	r.await(`"type":"event"`)
	r.leave()
	w, err := r.ends()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	w.balances(t)
	if len(w.sessions) != 0 {
		t.Errorf("%d sessions were judged", len(w.sessions))
	}
}

func TestAnOutputThatCannotBeWrittenEndsTheRun(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	plan := aShortPlan(s.URL, func(p *Plan) { p.DurationMs = 600_000 })
	err := Run(context.Background(), plan, "test", failing{}, make(chan Command))
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v, want that of the writer", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestASlowReaderOfTheOutputHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- Run(context.Background(), aShortPlan(s.URL, nil), "test", write, make(chan Command)) }()
	s.waitForLogins(t, 20)
	// Until now nobody has read a byte.
	go func() { _, _ = io.Copy(io.Discard, read) }()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
