package outlast

import (
	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/outlast/outlast/traffic/ledger"
)

// phase is the part of a run to which an operation belongs, by the instant at which it was due.
type phase uint8

const (
	warmUp phase = iota
	measured
	censusPhase
	phaseCount
)

func (p phase) String() string { return [...]string{"warmUp", "measured", "census"}[p] }

// class tells latencies of success, of failure and of patience apart.
type class uint8

const (
	okClass class = iota
	errorClass
	timeoutClass
)

func (c class) String() string { return [...]string{"ok", "error", "timeout"}[c] }

// cell is what is counted together: operations of one kind that were due in one second.
type cell struct {
	second    uint32
	phase     phase
	operation ledger.Kind
}

type latencyCell struct {
	second uint32
	phase  phase
	class  class
}

type latencies struct{ response, service *hdrhistogram.Histogram }

// bucket counts what was not ok, and what was late, of the operations due in ten milliseconds.
type bucket struct{ notOk, late uint64 }

// The latencies that a histogram tells apart, in microseconds: a longer one counts as the longest.
const (
	shortestMicros, longestMicros = 1, 120_000_000
	significantDigits             = 3
)

// tally is what happened since the last frame.
type tally struct {
	cells     map[cell]*counts
	latencies map[latencyCell]latencies
	servers   map[string]uint64
	affinity  affinityRecord
	buckets   map[uint32]*bucket
	// complaints counts what servers say is wrong.
	complaints map[string]uint64
}

func newTally() tally {
	return tally{
		cells:     map[cell]*counts{},
		latencies: map[latencyCell]latencies{},
		servers:   map[string]uint64{},
		buckets:   map[uint32]*bucket{},

		complaints: map[string]uint64{},
	}
}

// meter adds up what happened since the last frame, and the totals of the whole run. What it holds does not grow
// with the number of operations.
type meter struct {
	tally
	totals [phaseCount]counts
	spare  []*hdrhistogram.Histogram
}

func newMeter() *meter { return &meter{tally: newTally()} }

// take is what was counted since it was taken last; it is in the totals then.
func (m *meter) take() tally {
	taken := m.tally
	m.tally = newTally()
	for key, c := range taken.cells {
		m.totals[key.phase].addEnds(*c)
	}
	return taken
}

// reuse takes back the histograms of a tally that nobody needs any more.
func (m *meter) reuse(t tally) {
	for _, l := range t.latencies {
		m.spare = append(m.spare, l.response, l.service)
	}
}

// job says which ledger an operation belongs to, and when it was due and sent.
type job struct {
	phase     phase
	operation ledger.Kind
	due, sent ledger.Micros
}

func (m *meter) cell(j job) *counts {
	key := cell{second: uint32(j.due / 1e6), phase: j.phase, operation: j.operation}
	c, ok := m.cells[key]
	if !ok {
		c = &counts{}
		m.cells[key] = c
	}
	return c
}

// wasDue counts an operation whose time has come, whatever becomes of it.
func (m *meter) wasDue(p phase) { m.totals[p].scheduled++ }

// wasSent counts one that was handed over for sending.
func (m *meter) wasSent(p phase) { m.totals[p].sent++ }

// complained counts what an answer says is wrong; of very many different ones, some as one.
func (m *meter) complained(of string) {
	const mostDifferent = 16
	if _, known := m.complaints[of]; !known && len(m.complaints) >= mostDifferent {
		of = "others"
	}
	m.complaints[of]++
}

// dropped counts an operation that was never sent: for the generator's own fault, or because its session's earlier
// operation hung (blocked), which is the target's.
func (m *meter) dropped(j job, detail ledger.Detail) {
	c := m.cell(j)
	c.scheduled++
	c.dropped++
	if detail == ledger.Blocked {
		c.details[ledger.Blocked]++
		m.bucket(j.due).notOk++
	}
}

// ended counts an operation that was sent, by its verdict.
func (m *meter) ended(j job, v ledger.Verdict, ended, lateAfter ledger.Micros, server string) {
	if v.Outcome == ledger.Dropped {
		m.totals[j.phase].sent--
		m.dropped(j, ledger.NoDetail)
		return
	}
	detail := v.Detail
	response := ended - j.due
	if v.Outcome == ledger.OK && response > lateAfter {
		detail = ledger.Late
	}
	c := m.cell(j)
	c.scheduled++
	c.sent++
	c.outcomes[v.Outcome]++
	if detail != ledger.NoDetail {
		c.details[detail]++
	}
	if server != "" {
		m.servers[server]++
	}
	switch {
	case v.Outcome == ledger.Unfinished:
		return
	case v.Outcome != ledger.OK:
		m.bucket(j.due).notOk++
	case detail == ledger.Late:
		m.bucket(j.due).late++
	}
	m.record(j, classOf(v.Outcome), response, ended-j.sent)
}

// cameTo counts whether an answer to a session's operation came from the server that answered its login.
func (m *meter) cameTo(server, home string) {
	switch server {
	case "":
	case home:
		m.affinity.Home++
	default:
		m.affinity.Elsewhere++
	}
}

func classOf(outcome ledger.Outcome) class {
	switch outcome {
	case ledger.OK:
		return okClass
	case ledger.TimedOut:
		return timeoutClass
	}
	return errorClass
}

func (m *meter) bucket(due ledger.Micros) *bucket {
	key := uint32(due / 10_000)
	b, ok := m.buckets[key]
	if !ok {
		b = &bucket{}
		m.buckets[key] = b
	}
	return b
}

func (m *meter) record(j job, of class, response, service ledger.Micros) {
	key := latencyCell{second: uint32(j.due / 1e6), phase: j.phase, class: of}
	l, ok := m.latencies[key]
	if !ok {
		l = latencies{response: m.histogram(), service: m.histogram()}
		m.latencies[key] = l
	}
	record(l.response, response)
	record(l.service, service)
}

func (m *meter) histogram() *hdrhistogram.Histogram {
	if n := len(m.spare); n > 0 {
		h := m.spare[n-1]
		m.spare = m.spare[:n-1]
		h.Reset()
		return h
	}
	return hdrhistogram.New(shortestMicros, longestMicros, significantDigits)
}

func record(h *hdrhistogram.Histogram, value ledger.Micros) {
	inRange := min(max(int64(value), shortestMicros), longestMicros)
	// It refuses only what is out of range.
	_ = h.RecordValue(inRange)
}
