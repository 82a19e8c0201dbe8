package outlast

import (
	"fmt"
	"maps"
	"net/http"
	"testing"
)

func TestASessionIsHeldByTheServerThatAnsweredItsUserLast(t *testing.T) {
	t.Parallel()
	h := holders{}
	one, other := &session{}, &session{}
	for _, step := range []struct {
		session *session
		server  string
		want    holders
	}{
		{one, "web-1", holders{"web-1": 1}},
		{other, "web-1", holders{"web-1": 2}},
		{other, "web-1", holders{"web-1": 2}},
		{other, "", holders{"web-1": 2}},
		{other, "web-2", holders{"web-1": 1, "web-2": 1}},
		{one, "web-2", holders{"web-2": 2}},
	} {
		h.saw(step.session, step.server)
		if !maps.Equal(h, step.want) {
			t.Errorf("after an answer by %q: %v, want %v", step.server, h, step.want)
		}
	}
	h.forget(one)
	h.forget(one)
	if want := (holders{"web-2": 1}); !maps.Equal(h, want) {
		t.Errorf("after one has left: %v, want %v", h, want)
	}
}

func TestFramesSayHowManySessionsEachServerHolds(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.answersBefore(func(w http.ResponseWriter, r *http.Request) bool {
		var user int
		_, _ = fmt.Sscanf(r.Header.Get("Outlast-Operation"), "u%d.", &user)
		if user >= 15 {
			w.Header().Set("Served-By", "web-2")
		}
		return false
	})
	frame := runs(t, aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Read: 1} })).frames[0]
	if want := map[string]int{"web-1": 15, "web-2": 5}; !maps.Equal(frame.SessionsByServer, want) {
		t.Errorf("%v, want %v", frame.SessionsByServer, want)
	}
}

func TestWhoHasLoggedOutIsHeldByNobody(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	w := runs(t, aShortPlan(s.URL, func(p *Plan) { p.Operations = Operations{Logout: 1} }))
	live := 0
	for _, session := range w.sessions {
		if session.LogoutInvokedMs == nil {
			live++
		}
	}
	if got := w.final(t).SessionsByServer["web-1"]; got != live || live == len(w.sessions) {
		t.Errorf("%d sessions are held, of %d that did not log out", got, live)
	}
}
