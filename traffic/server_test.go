package outlast

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/outlast/outlast/traffic/ledger"
)

// aServer speaks the session contract, and breaks it as the test says.
type aServer struct {
	*httptest.Server
	mu       sync.Mutex
	sessions map[string]*held
	// ended are those that were logged out.
	ended  map[string]*held
	logins int
	// before is asked before anything is done; what it answers true to, it has answered itself.
	before func(http.ResponseWriter, *http.Request) bool
}

type held struct {
	owner string
	items map[uint32]bool
}

func newServer(t *testing.T) *aServer {
	t.Helper()
	s := &aServer{sessions: map[string]*held{}, ended: map[string]*held{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// forget drops the session of a user.
func (s *aServer) forget(user uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, session := range s.sessions {
		if session.owner == ledger.Owner(user) {
			delete(s.sessions, token)
		}
	}
}

func (s *aServer) answersBefore(before func(http.ResponseWriter, *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = before
}

func (s *aServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	before := s.before
	s.mu.Unlock()
	w.Header().Set("Served-By", "web-1")
	if before != nil && before(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/status" {
		fmt.Fprint(w, `{"replays":3}`)
		return
	}
	var body struct {
		Owner string
		Item  uint32
	}
	_ = json.NewDecoder(r.Body).Decode(&body)
	if r.Method == http.MethodPost && r.URL.Path == "/session" {
		s.logins++
		token := strconv.Itoa(s.logins)
		s.sessions[token] = &held{owner: body.Owner, items: map[uint32]bool{}}
		http.SetCookie(w, &http.Cookie{Name: "session", Value: token})
		w.WriteHeader(http.StatusCreated)
		return
	}
	token := tokenOf(r)
	session := s.sessions[token]
	switch {
	case session == nil:
		http.Error(w, `{}`, http.StatusNotFound)
		return
	case r.Method == http.MethodDelete:
		http.SetCookie(w, &http.Cookie{Name: "session", MaxAge: -1})
		s.ended[token] = session
		delete(s.sessions, token)
		w.WriteHeader(http.StatusNoContent)
		return
	case r.Method == http.MethodPost:
		session.items[body.Item] = true
	}
	session.writeTo(w)
}

func (h *held) writeTo(w io.Writer) {
	var digest uint64
	for item := range h.items {
		digest += ledger.Hash(h.owner, item)
	}
	fmt.Fprintf(w, `{"owner":%q,"count":%d,"digest":"%d"}`, h.owner, len(h.items), digest)
}

func tokenOf(r *http.Request) string {
	cookie, err := r.Cookie("session")
	if err != nil {
		return ""
	}
	return cookie.Value
}

// itemOf is the item that a write carries.
func itemOf(t *testing.T, r *http.Request) uint32 {
	t.Helper()
	var body struct{ Item uint32 }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Error(err)
	}
	return body.Item
}

// ownerOf says whose session a request is for.
func (s *aServer) ownerOf(r *http.Request) string {
	if session := s.sessions[tokenOf(r)]; session != nil {
		return session.owner
	}
	return ""
}

// bringBack restores the sessions that were logged out.
func (s *aServer) bringBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.Copy(s.sessions, s.ended)
}

// waitForLogins may be called from any goroutine.
func (s *aServer) waitForLogins(t *testing.T, want int) {
	t.Helper()
	for limit := time.Now().Add(patience); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		s.mu.Lock()
		now := s.logins
		s.mu.Unlock()
		if now >= want {
			return
		}
	}
	t.Errorf("%d logins did not come", want)
}

// pause answers nothing for a while.
func pause(d time.Duration) func(http.ResponseWriter, *http.Request) bool {
	return func(http.ResponseWriter, *http.Request) bool {
		time.Sleep(d)
		return false
	}
}
