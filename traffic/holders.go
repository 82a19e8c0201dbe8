package outlast

// holders counts the sessions that users have now by the server that answered each of them last: the one that holds it,
// where sessions live on servers.
type holders map[string]int

// saw notes who answered in a session; an answer by nobody moves nothing.
func (h holders) saw(s *session, server string) {
	if server == "" || server == s.holder {
		return
	}
	h.forget(s)
	s.holder = server
	h[server]++
}

// forget takes out a session that its user has no more.
func (h holders) forget(s *session) {
	if s.holder == "" {
		return
	}
	h[s.holder]--
	if h[s.holder] == 0 {
		delete(h, s.holder)
	}
	s.holder = ""
}
