package outlast

import (
	"cmp"
	"slices"

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

// meter adds up what happened since the last frame, and the totals of the whole run. What it holds does not grow
// with the number of operations.
type meter struct {
	cells     map[cell]*counts
	latencies map[latencyCell]latencies
	servers   map[string]uint64
	affinity  affinityRecord
	buckets   map[uint32]*bucket
	totals    [phaseCount]counts
	spare     []*hdrhistogram.Histogram
}

func newMeter() *meter {
	m := &meter{}
	m.clear()
	return m
}

func (m *meter) clear() {
	for _, l := range m.latencies {
		m.spare = append(m.spare, l.response, l.service)
	}
	m.cells = map[cell]*counts{}
	m.latencies = map[latencyCell]latencies{}
	m.servers = map[string]uint64{}
	m.affinity = affinityRecord{}
	m.buckets = map[uint32]*bucket{}
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

// take moves what was counted into a frame, and adds it to the totals.
func (m *meter) take(frame *frameRecord) error {
	frame.Cells = make([]cellRecord, 0, len(m.cells))
	for key, c := range m.cells {
		m.totals[key.phase].addEnds(*c)
		frame.Cells = append(frame.Cells, cellRecord{
			Second: key.second, Phase: key.phase.String(), Operation: key.operation.String(), Counts: c.changes(),
		})
	}
	slices.SortFunc(frame.Cells, func(a, b cellRecord) int {
		return cmp.Or(cmp.Compare(a.Second, b.Second), cmp.Compare(a.Phase, b.Phase), cmp.Compare(a.Operation, b.Operation))
	})
	frame.Latencies = make([]latencyRecord, 0, len(m.latencies))
	for key, l := range m.latencies {
		response, err := l.response.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		if err != nil {
			return err
		}
		service, err := l.service.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
		if err != nil {
			return err
		}
		frame.Latencies = append(frame.Latencies, latencyRecord{
			Second: key.second, Phase: key.phase.String(), Class: key.class.String(),
			Response: string(response), Service: string(service),
		})
	}
	slices.SortFunc(frame.Latencies, func(a, b latencyRecord) int {
		return cmp.Or(cmp.Compare(a.Second, b.Second), cmp.Compare(a.Phase, b.Phase), cmp.Compare(a.Class, b.Class))
	})
	frame.Servers = m.servers
	frame.Affinity = m.affinity
	frame.NotOk = make([][3]uint64, 0, len(m.buckets))
	for key, b := range m.buckets {
		frame.NotOk = append(frame.NotOk, [3]uint64{uint64(key), b.notOk, b.late})
	}
	slices.SortFunc(frame.NotOk, func(a, b [3]uint64) int { return cmp.Compare(a[0], b[0]) })
	m.clear()
	return nil
}
