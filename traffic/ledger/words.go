// Package ledger knows what every session must see. It is pure: a state and an operation give a verdict and the
// next state, and nothing here reads a clock, sends a byte or keeps a reference to what it was given.
//
// The definitions are those of `docs/measures.md`: evidence, expectation, anomaly, end and fate.
package ledger

// Micros counts microseconds from the start of the load on the generator's monotonic clock.
type Micros int64

// Never marks an instant that has not come.
const Never Micros = -1

// Kind is what an operation does.
type Kind uint8

// The operations of a session, in the order of its life.
const (
	Login Kind = iota
	Write
	Read
	Logout
)

// Kinds holds every kind, in the order of the constants.
var Kinds = []Kind{Login, Write, Read, Logout}

func (k Kind) String() string {
	return [...]string{"login", "write", "read", "logout"}[k]
}

// Outcome is what was seen of an operation; exactly one for each operation that was sent.
type Outcome uint8

// The outcomes, in the order of `vocabulary.json`.
const (
	OK Outcome = iota
	Wrong
	Rejected
	Failed
	Refused
	Reset
	TimedOut
	Unfinished
	// Dropped is an operation that was never sent: it is none of the outcomes of a sent one.
	Dropped
)

// Outcomes holds every outcome of a sent operation.
var Outcomes = []Outcome{OK, Wrong, Rejected, Failed, Refused, Reset, TimedOut, Unfinished}

func (o Outcome) String() string {
	return [...]string{
		"ok", "wrong", "rejected", "failed", "refused", "reset", "timedOut", "unfinished", "dropped",
	}[o]
}

// Detail is a sub-count: it says more about an outcome and is not part of the sum.
type Detail uint8

// The sub-counts, in the order of `vocabulary.json`, after the one that stands for none.
const (
	NoDetail Detail = iota
	Blocked
	Missed
	Throttled
	Shed
	Late
	Connect
)

// Details holds every sub-count.
var Details = []Detail{Blocked, Missed, Throttled, Shed, Late, Connect}

func (d Detail) String() string {
	return [...]string{"", "blocked", "missing", "throttled", "shed", "late", "connect"}[d]
}

// Effect says whether an operation happened.
type Effect uint8

// An operation surely happened, surely did not, or may have.
const (
	Happened Effect = iota
	DidNotHappen
	MayHaveHappened
)

func (e Effect) String() string { return [...]string{"ok", "fail", "indeterminate"}[e] }

// Expectation is what the ledger requires of a session.
type Expectation uint8

// A session must exist, may exist, or is gone.
const (
	Must Expectation = iota
	May
	Gone
)

func (e Expectation) String() string { return [...]string{"must", "may", "gone"}[e] }

// Evidence is what an answer says about a session: only an application's complete answer says anything.
type Evidence uint8

// What an answer can say.
const (
	NoEvidence Evidence = iota
	Present
	Absent
)

func (e Evidence) String() string { return [...]string{"unknown", "present", "absent"}[e] }
