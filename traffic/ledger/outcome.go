package ledger

// classify gives the outcome of an answer as far as it follows from the answer and the expectation; what a
// success shows is judged after it. The order is that of the table in the definitions: first row that applies.
func classify(kind Kind, expectation Expectation, a Answer) (Outcome, Detail, Effect) {
	switch a.Ending {
	case Unsent:
		return Dropped, NoDetail, DidNotHappen
	case NotConnected:
		return Refused, NoDetail, DidNotHappen
	case ConnectTimedOut:
		return TimedOut, Connect, DidNotHappen
	case Broken:
		return Reset, NoDetail, MayHaveHappened
	case NoAnswer:
		return TimedOut, NoDetail, MayHaveHappened
	case Cancelled:
		return Unfinished, NoDetail, MayHaveHappened
	}
	switch {
	case a.Status >= 500:
		return Failed, when503(a), effectUnless(a.NotApplied)
	case a.Status >= 400:
		return rejected(kind, expectation, a)
	case succeeded(kind, a):
		return OK, NoDetail, Happened
	}
	return Wrong, NoDetail, MayHaveHappened
}

func rejected(kind Kind, expectation Expectation, a Answer) (Outcome, Detail, Effect) {
	switch {
	case absent(kind, a) && expectation != Must:
		return OK, NoDetail, DidNotHappen
	case absent(kind, a):
		return Rejected, Missed, DidNotHappen
	case a.Status == 429:
		return Rejected, Throttled, effectUnless(a.ServedBy != "")
	}
	return Rejected, NoDetail, effectUnless(a.ServedBy != "")
}

// succeeded says whether the answer is the complete success of its operation, as the session contract has it.
func succeeded(kind Kind, a Answer) bool {
	if a.ServedBy == "" {
		return false
	}
	switch kind {
	case Login:
		return a.Status == 201 && a.SetsCookie
	case Logout:
		return a.Status == 204
	}
	return a.Status == 200 && a.Parsed
}

// absent says whether the application itself says that there is no such session.
func absent(kind Kind, a Answer) bool {
	return a.Ending == Answered && a.Status == 404 && a.ServedBy != "" && kind != Login
}

func effectUnless(surelyNot bool) Effect {
	if surelyNot {
		return DidNotHappen
	}
	return MayHaveHappened
}

func when503(a Answer) Detail {
	if a.Status == 503 && a.RetryAfter {
		return Shed
	}
	return NoDetail
}
