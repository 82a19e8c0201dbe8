package ledger

// State is what the ledger knows of one session. It is a small value: a process holds a million of them.
type State struct {
	items
	// Repeated: a write of some item was sent more than once.
	Repeated bool
	// base is the expectation as the session's own operations make it; expiry is reckoned on top of it.
	base Expectation
	// attempts counts the tries of the pending item.
	attempts uint32
	user     uint32

	loginInvoked, loginAt Micros
	logoutInvoked         Micros
	// leaving: a logout is under way.
	leaving bool
	// baseSince is when the base became May or Gone.
	baseSince Micros
	// lastOkTouch is the invocation of the last touch that surely happened, lastTouchEnd the end of the last one
	// that may have: between them lies what is not known of the session's expiry.
	lastOkTouch, lastTouchEnd Micros
	// lastGood is the invocation of the last read or write that proved the session alive.
	lastGood Micros

	// troubles is nil as long as there was none.
	troubles *troubles
	// tabs is nil where one thing is done at a time; else it is in the place of the items.
	tabs *tabs
}

// troubles is what went wrong with a session. It is never changed in place: each step that adds to it copies it.
type troubles struct {
	counts [anomalyCount]uint32
	// first is the first answer with each anomaly, since the start of its current unbroken run.
	first, since [anomalyCount]Micros
	// current are the anomalies of the last answer that was evidence.
	current   Anomalies
	signedOut Micros
	last      *deviation
}

// User is the user whose session this is.
func (s State) User() uint32 { return s.user }

// Acknowledged is how many writes were acknowledged.
func (s State) Acknowledged() uint32 {
	if s.tabs != nil {
		return s.tabs.acknowledged()
	}
	return s.acknowledged
}

// NextItem is the item that the next write carries, and which try of it that is.
func (s State) NextItem() (item, attempt uint32) { return s.acknowledged + 1, s.attempts + 1 }

// Base is the expectation that follows from the session's own operations, expiry left aside.
func (s State) Base() Expectation { return s.base }

// LoginInvoked is when the login was sent.
func (s State) LoginInvoked() Micros { return s.loginInvoked }

// LoginAt is when the login was answered.
func (s State) LoginAt() Micros { return s.loginAt }

// LogoutInvoked is when the first logout was sent, or Never.
func (s State) LogoutInvoked() Micros { return s.logoutInvoked }

// LastGood is when the last operation was sent that proved the session alive.
func (s State) LastGood() Micros { return s.lastGood }

// SignedOut is the first *missing*, or Never.
func (s State) SignedOut() Micros {
	if s.troubles == nil {
		return Never
	}
	return s.troubles.signedOut
}

// Count is how many answers had this anomaly.
func (s State) Count(a Anomaly) uint32 {
	if s.troubles == nil {
		return 0
	}
	return s.troubles.counts[a]
}

// Expect is what the ledger requires of the session at an instant.
func (s State) Expect(rules Rules, at Micros) Expectation {
	switch {
	case s.base == Gone || at >= s.lastTouchEnd+rules.TTL+rules.Slack:
		return Gone
	case at >= s.lastOkTouch+rules.TTL-rules.Slack:
		return May
	}
	return s.base
}

// Leaving is the session once a logout is under way: what other tabs do meanwhile may find it or not.
func (s State) Leaving() State {
	s.leaving = true
	return s
}

// during is what the ledger requires while an operation runs: an absent session breaks it only if it had to be
// there to the end of the operation, a present one only if it was gone from its beginning.
func (s State) during(rules Rules, op Operation) Expectation {
	overtaken := s.base == Gone && op.Invoked < s.baseSince
	if !overtaken && s.Expect(rules, op.Invoked) == Gone {
		return Gone
	}
	if op.Kind == Logout || s.leaving || s.Expect(rules, op.Ended) != Must {
		return May
	}
	return Must
}
