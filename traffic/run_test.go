package outlast

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"
)

// written is what a run wrote, by type.
type written struct {
	frames   []frameRecord
	sessions []sessionRecord
	events   []eventRecord
	servers  []serverRecord
	types    []string
}

func read(t *testing.T, out []byte) written {
	t.Helper()
	var w written
	for _, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
		var any struct{ Type string }
		var err error
		if err = json.Unmarshal(line, &any); err != nil {
			t.Fatalf("not a record: %s", line)
		}
		w.types = append(w.types, any.Type)
		switch any.Type {
		case "frame":
			var f frameRecord
			// The totals are read by ledgers().
			err = json.Unmarshal(line, &f)
			w.frames = append(w.frames, f)
		case "session":
			var s sessionRecord
			err = json.Unmarshal(line, &s)
			w.sessions = append(w.sessions, s)
		case "event":
			var e eventRecord
			err = json.Unmarshal(line, &e)
			w.events = append(w.events, e)
		case "server":
			var s serverRecord
			err = json.Unmarshal(line, &s)
			w.servers = append(w.servers, s)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
	}
	return w
}

// UnmarshalJSON is for tests: the generator itself only writes.
func (c *counts) UnmarshalJSON(text []byte) error {
	var all map[string]uint64
	if err := json.Unmarshal(text, &all); err != nil {
		return err
	}
	c.scheduled, c.dropped, c.sent = all["scheduled"], all["dropped"], all["sent"]
	for i := range c.outcomes {
		c.outcomes[i] = all[outcomeNames[i]]
	}
	for i := range c.details {
		c.details[i] = all[detailNames[i]]
	}
	return nil
}

var (
	outcomeNames = []string{"ok", "wrong", "rejected", "failed", "refused", "reset", "timedOut", "unfinished"}
	detailNames  = []string{"", "blocked", "missing", "throttled", "shed", "late", "connect"}
)

func (w written) final(t *testing.T) frameRecord {
	t.Helper()
	last := w.frames[len(w.frames)-1]
	if !last.Final {
		t.Fatal("the last frame is not the final one")
	}
	return last
}

// balances checks that every operation that was due is accounted for.
func (w written) balances(t *testing.T) {
	t.Helper()
	for phase, c := range w.final(t).Totals {
		var ends uint64
		for _, count := range c.outcomes {
			ends += count
		}
		if c.scheduled != c.dropped+c.sent || c.sent != ends {
			t.Errorf("%s does not balance: %+v", phase, c)
		}
	}
}

func (w written) fates() map[string]int {
	fates := map[string]int{}
	for _, s := range w.sessions {
		fates[s.Fate]++
	}
	return fates
}

// aShortPlan drives a server for a second: 20 users, 200 arrivals a second at equal distances.
func aShortPlan(url string, change func(*Plan)) *Plan {
	return aPlan(func(p *Plan) {
		p.URL, p.Users, p.Arrivals = url, 20, constantArrivals
		p.Servers = []Server{{Name: "web-1", URL: url}}
		p.Rate = []RatePoint{{0, 200}}
		p.LoginMs, p.WarmUpMs, p.DurationMs = 100, 200, 1_000
		if change != nil {
			change(p)
		}
	})
}

func runs(t *testing.T, plan *Plan, commands chan Command) written {
	t.Helper()
	if commands == nil {
		commands = make(chan Command)
	}
	var out bytes.Buffer
	if err := Run(context.Background(), plan, "test", &out, commands); err != nil {
		t.Fatal(err)
	}
	return read(t, out.Bytes())
}

func TestAgainstAnHonestServerEverySessionSurvivesAndNothingIsWrong(t *testing.T) {
	s := newServer(t)
	plan := aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Read: 0.5, Write: 0.5} })
	w := runs(t, plan, nil)
	w.balances(t)
	if fates := w.fates(); fates["survived"] != 20 || len(fates) != 1 {
		t.Errorf("fates %v, want 20 survived", fates)
	}
	var due uint64
	for _, phase := range []string{"warmUp", "measured"} {
		total := w.final(t).Totals[phase]
		due += total.scheduled
		if total.outcomes[0] != total.sent {
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
	if elsewhere != 0 || home != due-20 {
		t.Errorf("%d answers from home and %d from elsewhere, want all %d but the logins from home", home, elsewhere, due-20)
	}
	if w.types[0] != "start" || w.types[len(w.types)-1] != "frame" {
		t.Errorf("begins with %s, ends with %s", w.types[0], w.types[len(w.types)-1])
	}
}

func TestUsersWhoLogOutLogInAgainAsNewSessions(t *testing.T) {
	s := newServer(t)
	w := runs(t, aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Logout: 1} }), nil)
	w.balances(t)
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

// A server that answers nothing for 600 ms, with a patience of 300 ms: what is due to a user whose operation hangs
// waits for her, times out or is blocked; it is neither skipped nor given to another user.
func TestAStallBlocksTheUsersItHangsAndNothingIsSkipped(t *testing.T) {
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
	w := runs(t, plan, nil)
	w.balances(t)
	total := w.final(t).Totals["measured"]
	timedOut, blocked := total.outcomes[6], total.details[1]
	if timedOut == 0 || blocked == 0 {
		t.Errorf("timed out %d, blocked %d: a stall must show as both", timedOut, blocked)
	}
	if total.dropped != blocked {
		t.Errorf("dropped %d, of which blocked %d: the generator itself dropped some", total.dropped, blocked)
	}
	if want := uint64(len(arrivalsOf(plan))); total.scheduled+w.final(t).Totals["warmUp"].scheduled != want {
		t.Errorf("%+v: the schedule has %d operations", total, want)
	}
}

func TestARefusedConnectionIsNoEvidenceAboutASession(t *testing.T) {
	s := newServer(t)
	commands := make(chan Command)
	plan := aShortPlan(s.URL, func(p *Plan) {
		p.Operations = Operations{Read: 1}
		p.Census.DeadlineMs = 500
		p.Census.WaitForSignal, p.Census.WaitMs = true, 5_000
	})
	go func() {
		time.Sleep(500 * time.Millisecond)
		s.CloseClientConnections()
		s.Close()
		commands <- GoOn
		commands <- GoOn
	}()
	w := runs(t, plan, commands)
	w.balances(t)
	if fates := w.fates(); fates["unreachable"] != 20 {
		t.Errorf("fates %v, want 20 unreachable", fates)
	}
	for _, session := range w.sessions {
		if session.End != "unknown" || session.SignedOutAtMs != nil {
			t.Fatalf("%+v: nothing was seen of its end", session)
		}
	}
	if len(w.servers) != 1 || w.servers[0].Reachable {
		t.Errorf("servers %+v", w.servers)
	}
}

func TestASessionThatIsMissedByItsUserIsSignedOutAndLost(t *testing.T) {
	s := newServer(t)
	time.AfterFunc(500*time.Millisecond, func() { s.forget(3); s.forget(4) })
	w := runs(t, aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Read: 1} }), nil)
	w.balances(t)
	if fates := w.fates(); fates["lost"] != 2 || fates["survived"] != 20 {
		t.Errorf("fates %v, want 2 lost, and 20 survived: 18, and 2 of those who logged in again", fates)
	}
	for _, session := range w.sessions {
		if session.Fate != "lost" {
			continue
		}
		if session.User != 3 && session.User != 4 {
			t.Errorf("%s is lost, only those of users 3 and 4 were forgotten", session.Session)
		}
		if session.SignedOutAtMs == nil || session.Cause == nil || *session.Cause != "gone" {
			t.Errorf("%+v: want signed out, and gone everywhere", session)
		}
	}
	signedOut := 0
	for _, e := range w.events {
		if e.Event == "signedOut" {
			signedOut++
		}
	}
	if signedOut != 2 || w.final(t).Sessions.SignedOut != 2 {
		t.Errorf("%d events of signing out, the final frame says %d", signedOut, w.final(t).Sessions.SignedOut)
	}
	if w.servers[0].Replays == nil || *w.servers[0].Replays != 3 {
		t.Errorf("servers %+v, want the replays that it counted", w.servers)
	}
}

func TestASessionLostAfterTheLoadIsFoundAndConfirmedByTheCensus(t *testing.T) {
	s := newServer(t)
	commands := make(chan Command)
	plan := aShortPlan(s.URL, func(p *Plan) {
		p.Operations = Operations{Read: 1}
		p.Census.WaitForSignal, p.Census.WaitMs = true, 10_000
	})
	go func() {
		s.waitForLogins(t, 20)
		commands <- GoOn
		commands <- AsFound
		// Taken only when the census as found is over.
		s.waitForReads(t)
		s.forget(3)
		commands <- GoOn
	}()
	w := runs(t, plan, commands)
	w.balances(t)
	if fates := w.fates(); fates["lost"] != 1 || fates["survived"] != len(w.sessions)-1 {
		t.Errorf("fates %v of %d", fates, len(w.sessions))
	}
	for _, session := range w.sessions {
		if session.AsFound != "present" {
			t.Errorf("%s was found %q while all was there", session.Session, session.AsFound)
		}
		if session.Fate == "lost" && session.Anomalies["missing"] != 3 {
			t.Errorf("%+v: want one read and two that confirm it", session)
		}
	}
}

func (s *aServer) waitForLogins(t *testing.T, want int) {
	t.Helper()
	for now := 0; now < want; {
		time.Sleep(10 * time.Millisecond)
		s.mu.Lock()
		now = s.logins
		s.mu.Unlock()
	}
}

// waitForReads waits until no read has come for a while.
func (s *aServer) waitForReads(t *testing.T) {
	t.Helper()
	for before := -1; ; {
		time.Sleep(200 * time.Millisecond)
		s.mu.Lock()
		now := s.requests["GET /session"]
		s.mu.Unlock()
		if now == before {
			return
		}
		before = now
	}
}

func TestLeavingEndsWithoutACensus(t *testing.T) {
	s := newServer(t)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(300*time.Millisecond, cancel)
	var out bytes.Buffer
	if err := Run(ctx, aShortPlan(s.URL, nil), "test", &out, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	w := read(t, out.Bytes())
	w.balances(t)
	if len(w.sessions) != 0 {
		t.Errorf("%d sessions were judged", len(w.sessions))
	}
}

func TestAFullDiskIsAnError(t *testing.T) {
	s := newServer(t)
	s.answersBefore(pause(0))
	err := Run(context.Background(), aShortPlan(s.URL, nil), "test", failing{}, make(chan Command))
	if !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v, want that of the writer", err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
