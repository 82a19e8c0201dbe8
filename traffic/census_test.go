package outlast

import (
	"net/http"
	"slices"
	"testing"

	"github.com/outlast/outlast/traffic/ledger"
)

func readsOnly(p *Plan) { p.Operations = Operations{Read: 1} }

// waits is a plan that waits to be told which census to take.
func waits(p *Plan) {
	readsOnly(p)
	p.Census.WaitForSignal, p.Census.WaitMs = true, 20_000
}

func TestARefusedConnectionIsNoEvidenceAboutASession(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) {
		waits(p)
		p.Census.DeadlineMs = 500
	}))
	r.await(`"type":"drained"`)
	s.CloseClientConnections()
	s.Close()
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
	w.balances(t)
	if fates := w.fates(); fates["unreachable"] != 20 {
		t.Errorf("fates %v, want 20 unreachable", fates)
	}
	for _, session := range w.sessions {
		if session.End != "unknown" || session.SignedOutAtMs != nil || session.ObservedWrites != nil {
			t.Fatalf("%+v: nothing was seen of its end", session)
		}
	}
	if len(w.servers) != 1 || w.servers[0].Reachable {
		t.Errorf("servers %+v", w.servers)
	}
	if total := w.final(t).Totals["census"]; total.outcomes[ledger.Refused] <= 20 {
		t.Errorf("%+v: want every session asked for again until the deadline", total)
	}
}

func TestASessionThatIsMissedByItsUserIsSignedOutAndLost(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, readsOnly))
	s.waitForLogins(t, 20)
	s.forget(3)
	s.forget(4)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
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
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, waits))
	r.await(`"type":"drained"`)
	r.tell(AsFound)
	r.await(`"census":"asFound"`, `"step":"end"`)
	s.forget(3)
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
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

func TestTheWaitForTheNextWordBeginsWhenACensusAsFoundIsRead(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) {
		waits(p)
		// 20 sessions take longer to read than the generator waits.
		p.Census.RatePerSecond, p.Census.WaitMs = 8, 2_000
	}))
	r.await(`"type":"drained"`)
	r.tell(AsFound)
	r.await(`"census":"asFound"`, `"step":"end"`)
	s.forget(3)
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
	if fates := w.fates(); fates["lost"] != 1 {
		t.Errorf("fates %v, want the one lost that went before the word to go on", fates)
	}
}

func TestWhoIsMissedAndThenFoundAgainIsFlappingNotLost(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, waits))
	r.await(`"type":"drained"`)
	reads := 0
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		if r.URL.Path != "/session" || s.ownerOf(r) != ledger.Owner(3) {
			return false
		}
		reads++
		if reads > 2 {
			return false
		}
		w.WriteHeader(http.StatusNotFound)
		return true
	})
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
	if fates := w.fates(); fates["survived"] != 20 {
		t.Errorf("fates %v: the last answer decides", fates)
	}
	for _, session := range w.sessions {
		if flapping := slices.Contains(session.Details, "flapping"); flapping != (session.User == 3) {
			t.Errorf("%s: details %v", session.Session, session.Details)
		}
	}
}

// failingReads is a server that says 500 to so many reads of each session, but none to those of one user.
func failingReads(s *aServer, reads int, but uint32) func(http.ResponseWriter, *http.Request) bool {
	failed := map[string]int{}
	return func(w http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		owner := s.ownerOf(r)
		if r.URL.Path != "/session" || owner == ledger.Owner(but) || failed[owner] == reads {
			return false
		}
		failed[owner]++
		w.WriteHeader(http.StatusInternalServerError)
		return true
	}
}

func TestWhereNoSessionCanBeReadAndNothingComesBackTheCensusDoesNotWait(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) {
		waits(p)
		p.Census.DeadlineMs = 60_000
	}))
	r.await(`"type":"drained"`)
	const nobody, always = 20, 1_000
	s.answersBefore(failingReads(s, always, nobody))
	r.tell(GoneForGood)
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
	w.balances(t)
	if fates := w.fates(); fates["unreachable"] != 20 {
		t.Errorf("fates %v, want 20 unreachable", fates)
	}
	for _, session := range w.sessions {
		if session.Cause != nil {
			t.Errorf("%s is %s, says a server that could not tell", session.Session, *session.Cause)
		}
	}
	// With pauses of at most two seconds the deadline would take 30 reads of each.
	if failed := w.final(t).Totals["census"].outcomes[ledger.Failed]; failed < 20 || failed > 5*20 {
		t.Errorf("%d reads in vain, want one or two of each of 20 sessions", failed)
	}
}

func TestWhatCanBeReadLaterIsReadWhereThereIsHope(t *testing.T) {
	t.Parallel()
	const nobody = 20
	for what, c := range map[string]struct {
		readable uint32
		told     []Command
	}{
		"nobody has said that nothing comes back": {nobody, []Command{GoOn}},
		"there was an answer of one session":      {3, []Command{GoneForGood, GoOn}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			r := start(t, aShortPlan(s.URL, func(p *Plan) {
				waits(p)
				p.Census.DeadlineMs = 20_000
			}))
			r.await(`"type":"drained"`)
			s.answersBefore(failingReads(s, 3, c.readable))
			for _, command := range c.told {
				r.tell(command)
			}
			w, err := r.ends()
			if err != nil {
				t.Fatal(err)
			}
			if fates := w.fates(); fates["survived"] != 20 {
				t.Errorf("fates %v, want 20 survived", fates)
			}
		})
	}
}

// A session that logged out is asked for, too: only so can a resurrected one be found.
func TestALoggedOutSessionThatIsThereAgainIsResurrected(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	r := start(t, aShortPlan(s.URL, func(p *Plan) {
		waits(p)
		p.Operations = Operations{Logout: 1}
	}))
	r.await(`"type":"drained"`)
	s.bringBack()
	r.tell(GoOn)
	w, err := r.ends()
	if err != nil {
		t.Fatal(err)
	}
	fates := w.fates()
	if fates["resurrected"] == 0 || fates["ended"] != 0 {
		t.Errorf("fates %v, want every logged out session resurrected", fates)
	}
}

func TestACensusReadsAllThatLiveAndSomeThatEnded(t *testing.T) {
	t.Parallel()
	g := &generator{plan: aPlan(nil)}
	rules := g.plan.rules()
	answered := func(a ledger.Answer) ledger.Answer { a.Ending, a.ServedBy = ledger.Answered, "web-1"; return a }
	for user := range uint32(sampled + 3_000) {
		login := ledger.Operation{Kind: ledger.Login, Answer: answered(ledger.Answer{Status: 201, SetsCookie: true})}
		_, state := ledger.Begin(user, login)
		if user >= 1_000 {
			_, state = ledger.Step(rules, state, ledger.Operation{Kind: ledger.Logout, Answer: answered(ledger.Answer{Status: 204})})
		}
		g.sessions = append(g.sessions, &session{state: state})
	}
	chosen := (&census{g: g}).choose()
	living := 0
	for _, s := range chosen {
		if s.state.Base() == ledger.Must {
			living++
		}
	}
	if living != 1_000 || len(chosen) != 1_000+sampled {
		t.Errorf("%d are read, %d of them alive, want 1000 alive and %d others", len(chosen), living, sampled)
	}
	again := (&census{g: g}).choose()
	if !slices.Equal(chosen, again) {
		t.Error("the sample does not follow from the seed")
	}
}
