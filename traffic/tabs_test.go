package outlast

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

func inTabs(count int, connections string) func(*Plan) {
	return func(p *Plan) {
		p.Tabs, p.Connections = count, connections
		p.Operations = Operations{Read: 0.3, Write: 0.6, Logout: 0.1}
	}
}

func TestTabsOfAnHonestServerSeeNothingWrong(t *testing.T) {
	t.Parallel()
	for _, connections := range []string{"shared", "session", "request"} {
		s := newServer(t)
		s.answersBefore(pause(2 * time.Millisecond))
		plan := aShortPlan(s.URL, inTabs(3, connections))
		w := runs(t, plan)
		if fates := w.fates(); fates["survived"]+fates["ended"] != len(w.sessions) || fates["survived"] == 0 {
			t.Errorf("%s: fates %v", connections, fates)
		}
		total := w.final(t).Totals["measured"]
		if total.outcomes[ledger.OK] != total.sent {
			t.Errorf("%s: %+v, want all ok", connections, total)
		}
		var due uint64
		for _, phase := range []string{"warmUp", "measured"} {
			due += w.final(t).Totals[phase].scheduled
		}
		if arrivals := uint64(len(arrivalsOf(plan))); due <= arrivals || (due-arrivals)%2 != 0 {
			t.Errorf("%s: %d operations of %d arrivals, want two more for each write", connections, due, arrivals)
		}
	}
}

func TestAUserWritesInAllHerTabsAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var together sync.WaitGroup
	together.Add(2)
	var once sync.Map
	s.answersBefore(func(_ http.ResponseWriter, r *http.Request) bool {
		// The first two writes are answered when both have come: one after the other they would never be.
		if name := r.Header.Get("Outlast-Operation"); name == "u0.1/item-1/1" || name == "u0.1/item-2/1" {
			if _, repeated := once.LoadOrStore(name, true); !repeated {
				together.Done()
			}
			together.Wait()
		}
		return false
	})
	w := runs(t, aShortPlan(s.URL, func(p *Plan) {
		inTabs(2, "shared")(p)
		p.Users, p.Operations, p.TimeoutMs = 1, Operations{Write: 1}, 10_000
		p.Rate = []RatePoint{{0, 10}}
	}))
	if session := w.sessions[0]; session.Fate != "survived" || session.AcknowledgedWrites < 2 {
		t.Errorf("%+v", session)
	}
}

// A server that reads the whole session, waits, and stores it whole with its own item more: last write wins.
func TestLastWriteWinsShowsAsLostUpdates(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/session/items" {
			return false
		}
		added := itemOf(t, r)
		s.mu.Lock()
		session := s.sessions[tokenOf(r)]
		whole := &held{owner: session.owner, items: map[uint32]bool{added: true}}
		for item := range session.items {
			whole.items[item] = true
		}
		s.mu.Unlock()
		time.Sleep(5 * time.Millisecond)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.sessions[tokenOf(r)] = whole
		whole.writeTo(w)
		return true
	})
	w := runs(t, aShortPlan(s.URL, func(p *Plan) {
		inTabs(2, "shared")(p)
		p.Operations = Operations{Write: 1}
		p.Rate = []RatePoint{{0, 100}}
	}))
	fates := w.fates()
	if fates["rolledBack"] == 0 || fates["leaked"]+fates["lost"]+fates["duplicated"] != 0 {
		t.Errorf("fates %v, want rolled back ones", fates)
	}
	for _, session := range w.sessions {
		if session.Fate == "rolledBack" && (session.Details[0] != "lost_update" || uint64(session.AcknowledgedWrites) <= *session.ObservedWrites) {
			t.Errorf("%+v", session)
		}
	}
}
