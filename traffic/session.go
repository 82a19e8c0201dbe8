package outlast

import (
	"strconv"

	"github.com/outlast/outlast/traffic/client"
	"github.com/outlast/outlast/traffic/ledger"
)

// session is one login and what is known of it. There may be a million.
type session struct {
	state ledger.State
	// cookies is the Cookie header that its browser sends.
	cookies string
	// home is the server that answered the login.
	home string
	// holder is the server that answered last, while its user has it.
	holder string
	// number counts the logins of its user.
	number uint32
	// conn is its own connection, where each session has one; other tabs have theirs.
	conn *client.Conn
	tabs *[ledger.MaxTabs - 1]*client.Conn
}

func newSession(number uint32, tabs int) *session {
	s := &session{number: number}
	if tabs > 1 {
		s.tabs = &[ledger.MaxTabs - 1]*client.Conn{}
	}
	return s
}

// held is where the connection of a tab is kept.
func (s *session) held(tab int) **client.Conn {
	if tab == 0 {
		return &s.conn
	}
	return &s.tabs[tab-1]
}

// name is the same for every target: the user, and which of her sessions it is.
func (s *session) name() string { return sessionName(s.state.User(), s.number) }

func sessionName(user, number uint32) string {
	return "u" + strconv.FormatUint(uint64(user), 10) + "." + strconv.FormatUint(uint64(number), 10)
}

// hangUp closes the session's own connections, if it has any.
func (s *session) hangUp() {
	hangUp(&s.conn)
	if s.tabs != nil {
		for tab := range s.tabs {
			hangUp(&s.tabs[tab])
		}
	}
}

func hangUp(held **client.Conn) {
	if *held != nil {
		(*held).Close()
		*held = nil
	}
}

// user has at most one session, and does one thing at a time: what is due meanwhile waits in her queue.
type user struct {
	session *session
	// cookies are what her browser holds while she has no session; a new login sends them.
	cookies string
	logins  uint32
	busy    bool
	queue   []arrival
}

// pop takes the next arrival that waits; false if none does.
func (u *user) pop() (arrival, bool) {
	if len(u.queue) == 0 {
		u.queue = nil
		return arrival{}, false
	}
	next := u.queue[0]
	u.queue = u.queue[1:]
	return next, true
}
