package ledger

// Fate is how a session ended; exactly one for each session.
type Fate uint8

// The fates, in the order in which they are tried: the first that applies.
const (
	Leaked Fate = iota
	Resurrected
	Ended
	Indeterminate
	Unreachable
	Lost
	RolledBack
	Duplicated
	Survived
)

// Fates holds every fate.
var Fates = []Fate{Leaked, Resurrected, Ended, Indeterminate, Unreachable, Lost, RolledBack, Duplicated, Survived}

func (f Fate) String() string {
	return [...]string{
		"leaked", "resurrected", "ended", "indeterminate", "unreachable", "lost", "rolledBack", "duplicated", "survived",
	}[f]
}

// Finding is what the census found out about a session.
type Finding struct {
	// End is its last evidence, confirmed; NoEvidence means that the census could not tell.
	End Evidence
	// Expectation is what the ledger required of the session when the census first had evidence of it.
	Expectation Expectation
	// At is the instant of the deciding read, or of the deadline.
	At Micros
	// Flapping: the reads of the census disagreed.
	Flapping bool
}

// row is one row of the table of fates.
type row struct {
	fate    Fate
	applies func(s State, f Finding) bool
	at      func(rules Rules, s State, f Finding) Micros
}

var rows = []row{
	{Leaked, ever(Foreign), firstOf(Foreign)},
	{Resurrected, ever(Zombie), firstOf(Zombie)},
	{Ended, expected(Gone), ended},
	{Indeterminate, expected(May), doubtful},
	{Unreachable, func(_ State, f Finding) bool { return f.End == NoEvidence }, found},
	{Lost, func(_ State, f Finding) bool { return f.End == Absent }, since(Missing)},
	{RolledBack, now(Stale), since(Stale)},
	{Duplicated, now(Doubled, Phantom), firstOf(Doubled, Phantom)},
	{Survived, func(State, Finding) bool { return true }, found},
}

// Fate decides what became of a session, and when.
func (s State) Fate(rules Rules, f Finding) (Fate, Micros) {
	for _, r := range rows {
		if r.applies(s, f) {
			return r.fate, r.at(rules, s, f)
		}
	}
	panic("unreachable: the last row always applies")
}

func ever(a Anomaly) func(State, Finding) bool {
	return func(s State, _ Finding) bool { return s.Count(a) > 0 }
}

func now(anomalies ...Anomaly) func(State, Finding) bool {
	return func(s State, _ Finding) bool {
		return s.troubles != nil && s.troubles.current&Set(anomalies...) != 0
	}
}

func expected(e Expectation) func(State, Finding) bool {
	return func(_ State, f Finding) bool { return f.Expectation == e }
}

func found(_ Rules, _ State, f Finding) Micros { return f.At }

func firstOf(anomalies ...Anomaly) func(Rules, State, Finding) Micros {
	return func(_ Rules, s State, f Finding) Micros {
		at := f.At
		for _, a := range anomalies {
			if s.Count(a) > 0 {
				at = min(at, s.troubles.first[a])
			}
		}
		return at
	}
}

func since(a Anomaly) func(Rules, State, Finding) Micros {
	return func(_ Rules, s State, f Finding) Micros {
		if s.Count(a) == 0 {
			return f.At
		}
		return s.troubles.since[a]
	}
}

// ended is the acknowledgement of the logout, or the start of the window in which the session expires.
func ended(rules Rules, s State, _ Finding) Micros {
	if s.base == Gone {
		return s.baseSince
	}
	return s.lastOkTouch + rules.TTL - rules.Slack
}

// doubtful is the start of the doubt: a logout without a clear answer, or the window in which the session expires.
func doubtful(rules Rules, s State, f Finding) Micros {
	if s.base == May {
		return s.baseSince
	}
	return min(f.At, s.lastOkTouch+rules.TTL-rules.Slack)
}
