package outlast

import (
	"fmt"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/outlast/outlast/traffic/ledger"
)

func taken(t *testing.T, m *meter) frameRecord {
	t.Helper()
	var frame frameRecord
	tally := m.take()
	defer m.reuse(tally)
	if err := tally.fill(&frame); err != nil {
		t.Fatal(err)
	}
	return frame
}

func aJob(due ledger.Micros) job {
	return job{phase: measured, operation: ledger.Read, due: due, sent: due + 1_000}
}

func TestACellHoldsWhatWasDueInOneSecond(t *testing.T) {
	m := newMeter()
	ok := ledger.Verdict{Outcome: ledger.OK}
	m.ended(aJob(1_500_000), ok, 1_502_000, 100_000, "web-1")
	m.ended(aJob(1_999_999), ok, 2_200_000, 100_000, "web-2")
	m.ended(aJob(2_000_000), ledger.Verdict{Outcome: ledger.Failed, Detail: ledger.Shed}, 2_001_000, 100_000, "web-1")
	m.dropped(aJob(2_100_000), ledger.Blocked)
	m.dropped(aJob(2_200_000), ledger.NoDetail)
	frame := taken(t, m)

	if len(frame.Cells) != 2 {
		t.Fatalf("cells %+v, want one for each second", frame.Cells)
	}
	for i, want := range []map[string]uint64{
		{"scheduled": 2, "sent": 2, "ok": 2, "late": 1},
		{"scheduled": 3, "sent": 1, "failed": 1, "shed": 1, "dropped": 2, "blocked": 1},
	} {
		got := frame.Cells[i].Counts
		if len(got) != len(want) {
			t.Errorf("second %d: %v, want %v", i+1, got, want)
		}
		for name, count := range want {
			if got[name] != count {
				t.Errorf("second %d: %s is %d, want %d", i+1, name, got[name], count)
			}
		}
	}
	if frame.Servers["web-1"] != 2 || frame.Servers["web-2"] != 1 {
		t.Errorf("servers %v", frame.Servers)
	}
	// Ten milliseconds each: one late, one failed, one blocked; what the generator dropped is not the target's.
	want := [][3]uint64{{199, 0, 1}, {200, 1, 0}, {210, 1, 0}}
	if len(frame.NotOk) != len(want) {
		t.Fatalf("buckets %v, want %v", frame.NotOk, want)
	}
	for i := range want {
		if frame.NotOk[i] != want[i] {
			t.Errorf("bucket %v, want %v", frame.NotOk[i], want[i])
		}
	}
}

func TestAFrameHoldsOnlyWhatIsNew(t *testing.T) {
	m := newMeter()
	m.ended(aJob(0), ledger.Verdict{Outcome: ledger.OK}, 2_000, 100_000, "web-1")
	taken(t, m)
	if frame := taken(t, m); len(frame.Cells)+len(frame.Latencies)+len(frame.Servers)+len(frame.NotOk) != 0 {
		t.Errorf("a second frame repeats %+v", frame)
	}
	if m.totals[measured].outcomes[ledger.OK] != 1 {
		t.Errorf("totals %+v", m.totals[measured])
	}
}

func TestResponseCountsFromWhenItWasDueServiceFromWhenItWasSent(t *testing.T) {
	m := newMeter()
	m.ended(job{phase: measured, due: 0, sent: 40_000}, ledger.Verdict{Outcome: ledger.OK}, 50_000, 100_000, "")
	l := taken(t, m).Latencies[0]
	for want, encoded := range map[int64]string{50_000: l.Response, 10_000: l.Service} {
		h, err := hdrhistogram.Decode([]byte(encoded))
		if err != nil {
			t.Fatal(err)
		}
		if !h.ValuesAreEquivalent(h.Max(), want) {
			t.Errorf("latency %d µs, want %d µs", h.Max(), want)
		}
	}
}

func TestLatenciesOfSuccessFailureAndPatienceAreApart(t *testing.T) {
	m := newMeter()
	for _, outcome := range ledger.Outcomes {
		m.ended(aJob(0), ledger.Verdict{Outcome: outcome}, 2_000, 100_000, "")
	}
	counts := map[string]int64{}
	for _, l := range taken(t, m).Latencies {
		h, err := hdrhistogram.Decode([]byte(l.Response))
		if err != nil {
			t.Fatal(err)
		}
		counts[l.Class] = h.TotalCount()
	}
	// Eight outcomes: ok, timed out, unfinished (which has no latency), and five errors.
	if counts["ok"] != 1 || counts["timeout"] != 1 || counts["error"] != 5 {
		t.Errorf("latencies by class %v", counts)
	}
}

func TestManyDifferentComplaintsAreCountedAsOne(t *testing.T) {
	m := newMeter()
	for n := range 20 {
		m.complained(fmt.Sprintf("503 reason %d", n))
	}
	m.complained("503 reason 3")
	complaints := taken(t, m).Complaints
	if len(complaints) != 17 || complaints["others"] != 4 || complaints["503 reason 3"] != 2 {
		t.Errorf("complaints %v", complaints)
	}
}

func TestAnOperationThatCouldNotBeSentIsTheGeneratorsFault(t *testing.T) {
	m := newMeter()
	m.wasDue(measured)
	m.wasSent(measured)
	m.ended(aJob(0), ledger.Verdict{Outcome: ledger.Dropped}, 2_000, 100_000, "")
	taken(t, m)
	if total := m.totals[measured]; total.sent != 0 || total.dropped != 1 || total.scheduled != 1 {
		t.Errorf("totals %+v", total)
	}
}
