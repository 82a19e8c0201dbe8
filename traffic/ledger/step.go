package ledger

// Begin judges a login. If it is ok, the second value is the state of the new session.
func Begin(user uint32, op Operation) (Verdict, State) {
	outcome, detail, effect := classify(Login, Must, op.Answer)
	v := Verdict{Outcome: outcome, Detail: detail, Effect: effect, Over: outcome != OK}
	return v, State{
		user:          user,
		loginInvoked:  op.Invoked,
		loginAt:       op.Ended,
		logoutInvoked: Never,
		baseSince:     Never,
		lastOkTouch:   op.Invoked,
		lastTouchEnd:  op.Ended,
		lastGood:      op.Invoked,
	}
}

// Step judges a write, a read or a logout of a session, and gives the state after it.
func Step(rules Rules, s State, op Operation) (Verdict, State) {
	v := Verdict{Expectation: s.during(rules, op)}
	if op.Kind == Logout {
		s.leaving = false
	}
	v.Outcome, v.Detail, v.Effect = classify(op.Kind, v.Expectation, op.Answer)
	if v.Outcome == Dropped {
		return v, s.notWritten(op.Tab)
	}
	if op.Kind == Read && v.Effect == MayHaveHappened {
		// A read without an answer has shown nothing; that is all there is to be in doubt about.
		v.Effect = DidNotHappen
	}
	if op.Kind == Write {
		s = s.wrote(op.Tab, v.Effect)
	}
	var found judgement
	switch {
	case absent(op.Kind, op.Answer):
		v.Evidence = Absent
		v.Over = true
		if v.Expectation == Must {
			v.Anomalies = Set(Missing)
		}
	case v.Outcome == OK && (op.Kind == Read || op.Kind == Write):
		v.Evidence = Present
		found = s.read(v.Expectation, op)
		v.Anomalies = found.flags
		if found.flags != 0 {
			v.Outcome = Wrong
		}
		if found.showsPending {
			s.items = s.shown()
		}
		if found.tabs != nil {
			s.tabs = found.tabs
		}
	}
	s = s.touched(v, op)
	if op.Kind == Logout {
		s = s.loggedOut(v, op)
		v.Over = v.Over || v.Outcome == OK
	}
	return v.finished(s, found, op)
}

// wrote is the state after a write has ended.
func (s State) wrote(tab int, effect Effect) State {
	if s.tabs != nil {
		s.Repeated = s.Repeated || s.tabs.of[tab].attempts > 0
		s.tabs = s.tabs.written(Owner(s.user), tab, effect)
		return s
	}
	s.Repeated = s.Repeated || s.attempts > 0
	s.attempts++
	if effect == Happened {
		s.attempts = 0
	}
	s.items = s.written(Owner(s.user), effect)
	return s
}

// read judges what a session that is there shows.
func (s State) read(expectation Expectation, op Operation) judgement {
	owner := Owner(s.user)
	switch {
	case op.Answer.Content.Owner != owner:
		return judgement{flags: Set(Foreign)}
	case expectation == Gone && s.base == Gone:
		return judgement{flags: Set(Zombie)}
	}
	found := s.judge(owner, op)
	if expectation == Gone {
		found.flags |= Set(Overstayed)
	}
	return found
}

func (s State) judge(owner string, op Operation) judgement {
	switch {
	case s.tabs != nil:
		return s.tabs.judge(owner, op)
	case s.troubles != nil:
		return judge(owner, s.items, s.troubles.last, op.Answer.Content)
	}
	return judge(owner, s.items, nil, op.Answer.Content)
}

// touched moves the instants that a session's expiry is reckoned from. One that is gone stays so: what is asked of
// it after that neither brings it back nor makes its end uncertain.
func (s State) touched(v Verdict, op Operation) State {
	own := v.Evidence == Present && !v.Anomalies.Has(Foreign)
	if own {
		s.lastGood = max(s.lastGood, op.Invoked)
	}
	if !mayHaveArrived(v) || v.Evidence == Absent || v.Expectation == Gone {
		return s
	}
	s.lastTouchEnd = max(s.lastTouchEnd, op.Ended)
	if own {
		s.lastOkTouch = max(s.lastOkTouch, op.Invoked)
	}
	return s
}

// mayHaveArrived says whether a server may have seen the operation.
func mayHaveArrived(v Verdict) bool {
	return v.Outcome != Refused && !(v.Outcome == TimedOut && v.Detail == Connect)
}

// loggedOut is the state after a logout: gone if it was acknowledged, in doubt if it may have happened or if the
// session was not there any more (a balancer may have sent it twice).
func (s State) loggedOut(v Verdict, op Operation) State {
	if s.logoutInvoked == Never {
		s.logoutInvoked = op.Invoked
	}
	switch {
	case v.Effect == Happened && s.base != Gone:
		s.base, s.baseSince = Gone, op.Ended
	case s.base == Must && (v.Effect == MayHaveHappened || v.Evidence == Absent):
		s.base, s.baseSince = May, op.Invoked
	}
	return s
}

// finished adds what went wrong to the state, and says in the verdict which of it is new.
func (v Verdict) finished(s State, found judgement, op Operation) (Verdict, State) {
	if v.Evidence == NoEvidence || v.Anomalies == 0 && s.troubles == nil {
		return v, s
	}
	next := troubles{signedOut: Never}
	if s.troubles != nil {
		next = *s.troubles
	}
	v.Began = v.Anomalies &^ next.current
	v.Anomalies.Each(func(a Anomaly) {
		if next.counts[a] == 0 {
			next.first[a] = op.Ended
		}
		if v.Began.Has(a) {
			next.since[a] = op.Ended
		}
		next.counts[a]++
	})
	next.current = v.Anomalies
	if v.Anomalies.Has(Missing) && next.signedOut == Never {
		next.signedOut = op.Ended
		v.SignedOut = true
	}
	if v.Evidence == Present && !foreignOwner(s, op) {
		next.last = nil
		if itemTroubles := v.Anomalies & Set(Stale, Doubled, Phantom, Foreign); itemTroubles != 0 {
			count, _, _ := s.known(Owner(s.user))
			next.last = &deviation{
				count: op.Answer.Content.Count, digest: op.Answer.Content.Digest,
				through: count, flags: itemTroubles, rolledBack: found.rolledBack,
			}
		}
	}
	s.troubles = &next
	return v, s
}

func foreignOwner(s State, op Operation) bool { return op.Answer.Content.Owner != Owner(s.user) }
