package outlast

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/outlast/outlast/traffic/ledger"
)

// User 3's session is where the balancer does not look for it, user 4's is nowhere.
func TestTheCauseIsWhereTheServersSayThatALostSessionIs(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		other int
		want  map[uint32]string
	}{
		"the other server has none of them": {http.StatusNotFound, map[uint32]string{3: "stranded:web-1", 4: "gone"}},
		"the other server can't tell":       {http.StatusInternalServerError, map[uint32]string{3: "stranded:web-1"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			first, second := newServer(t), newServer(t)
			second.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("Served-By", "web-2")
				if r.URL.Path == "/status" {
					return false
				}
				w.WriteHeader(c.other)
				return true
			})
			var lookElsewhere atomic.Bool
			balancer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				first.mu.Lock()
				elsewhere := lookElsewhere.Load() && first.ownerOf(r) == ledger.Owner(3)
				first.mu.Unlock()
				if elsewhere {
					w.Header().Set("Served-By", "web-2")
					w.WriteHeader(http.StatusNotFound)
					return
				}
				first.ServeHTTP(w, r)
			}))
			t.Cleanup(balancer.Close)
			r := start(t, aShortPlan(balancer.URL, func(p *Plan) {
				waits(p)
				p.Servers = []Server{{Name: "web-2", URL: second.URL}, {Name: "web-1", URL: first.URL}}
			}))
			r.await(`"type":"drained"`)
			first.forget(4)
			lookElsewhere.Store(true)
			r.tell(GoOn)
			w, err := r.ends()
			if err != nil {
				t.Fatal(err)
			}
			if fates := w.fates(); fates["lost"] != 2 {
				t.Errorf("fates %v, want 2 lost", fates)
			}
			for _, session := range w.sessions {
				got := ""
				if session.Cause != nil {
					got = *session.Cause
				}
				if got != c.want[session.User] {
					t.Errorf("%s, %s: cause %q, want %q", session.Session, session.Fate, got, c.want[session.User])
				}
			}
		})
	}
}
