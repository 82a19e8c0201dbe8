package outlast

import (
	"net/http"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// loggingOutOften has many logouts, each with a write in the other tab.
func loggingOutOften(p *Plan) {
	inTabs(2, "shared")(p)
	p.WriteAtLogout = true
	p.Operations = Operations{Read: 0.3, Write: 0.3, Logout: 0.4}
}

func TestAnHonestServerHasNothingWrongAcrossLogouts(t *testing.T) {
	t.Parallel()
	for _, slow := range []string{http.MethodPost, http.MethodDelete} {
		s := newServer(t)
		s.answersBefore(func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == slow && r.URL.Path != "/status" {
				time.Sleep(5 * time.Millisecond)
			}
			return false
		})
		w := runs(t, aShortPlan(s.URL, loggingOutOften))
		if fates := w.fates(); fates["survived"]+fates["ended"] != len(w.sessions) || fates["ended"] == 0 {
			t.Errorf("slow %s: fates %v", slow, fates)
		}
		if total := w.final(t).Totals["measured"]; total.outcomes[ledger.OK] != total.sent {
			t.Errorf("slow %s: %+v, want all ok", slow, total)
		}
	}
}

// A server that loads the whole session, works, and stores it whole, whether it is still there or not.
func TestASlowWriteThatBringsALogoutBackShowsAsResurrected(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/session/items" {
			return false
		}
		item := itemOf(t, r)
		token := tokenOf(r)
		s.mu.Lock()
		loaded := s.sessions[token]
		s.mu.Unlock()
		if loaded == nil {
			http.Error(w, `{}`, http.StatusNotFound)
			return true
		}
		time.Sleep(20 * time.Millisecond)
		s.mu.Lock()
		defer s.mu.Unlock()
		loaded.items[item] = true
		s.sessions[token] = loaded
		loaded.writeTo(w)
		return true
	})
	w := runs(t, aShortPlan(s.URL, loggingOutOften))
	fates := w.fates()
	if fates["resurrected"] == 0 || fates["resurrected"]+fates["survived"]+fates["ended"] != len(w.sessions) {
		t.Errorf("fates %v, want resurrected ones", fates)
	}
	if total := w.final(t).Totals["measured"]; total.outcomes[ledger.OK] != total.sent {
		t.Errorf("%+v, want all ok: only the census finds them", total)
	}
}
