package ledger

// Ending says how a request ended, below HTTP.
type Ending uint8

// The ways a request can end.
const (
	// Answered: a complete, well-framed answer came.
	Answered Ending = iota
	// NotConnected: refused, unreachable, or no such name.
	NotConnected
	// ConnectTimedOut: no connection within the time-out.
	ConnectTimedOut
	// Broken: the connection broke, or its framing, after the first byte was handed to the kernel.
	Broken
	// NoAnswer: no complete answer within the time-out.
	NoAnswer
	// Cancelled: we gave up on it.
	Cancelled
	// Unsent: no socket, port or file descriptor was to be had; the generator's fault.
	Unsent
)

// Content is the state that an answer shows.
type Content struct {
	Owner  string
	Count  uint64
	Digest uint64
}

// Answer is what came back for a request, as far as a session is concerned.
type Answer struct {
	Ending Ending
	Status int
	// ServedBy names the server; empty where the application has not answered.
	ServedBy string
	// NotApplied: the answer says `Outlast-Applied: no`.
	NotApplied bool
	// RetryAfter: the answer has that header.
	RetryAfter bool
	// SetsCookie: the answer sets at least one cookie.
	SetsCookie bool
	// Parsed: the body is a state, and Content holds it.
	Parsed  bool
	Content Content
}

// Operation is one operation that has ended.
type Operation struct {
	Kind Kind
	// Invoked is when its request was handed over for sending, Ended when its end was known.
	Invoked, Ended Micros
	Answer         Answer
	// Tab is the one that it was done in, and View what was known when it began, of a session with tabs.
	Tab  int
	View View
}

// Verdict is the ledger's judgement of one operation.
type Verdict struct {
	Outcome Outcome
	Detail  Detail
	Effect  Effect
	// Expectation is what was required of the session while the operation ran.
	Expectation Expectation
	Evidence    Evidence
	Anomalies   Anomalies
	// Began are those anomalies that the answer before this one did not have: only these are events.
	Began Anomalies
	// SignedOut: the first *missing* of this session.
	SignedOut bool
	// Over: the user has no session any more and logs in next.
	Over bool
}

// Rules are the parts of a plan that the ledger needs.
type Rules struct {
	TTL Micros
	// Slack is the declared granularity of the store plus one second.
	Slack Micros
}
