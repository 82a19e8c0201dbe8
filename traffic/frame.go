package outlast

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/outlast/outlast/traffic/ledger"
)

// frames writes a frame once a second until the context ends.
func (g *generator) frames(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			g.recorder.write(g.frame())
		case <-ctx.Done():
			return
		}
	}
}

// finalFrame is the last one; it has the totals of the run.
func (g *generator) finalFrame() frameRecord {
	frame := g.frame()
	frame.Final = true
	frame.Totals = map[string]counts{}
	for p := range phaseCount {
		frame.Totals[p.String()] = g.meter.totals[p]
	}
	return frame
}

// frame is what changed since the last one. Operations go on while it is put together: to compress the histograms
// takes milliseconds.
func (g *generator) frame() frameRecord {
	g.mu.Lock()
	now := g.now()
	t := g.meter.take()
	frame := frameRecord{
		Type: "frame", Sequence: g.sequence, FromMs: inMs(g.framedUntil), ToMs: inMs(now),
		SessionsByServer: maps.Clone(g.holders), InFlight: g.inFlight, Queued: g.queued,
	}
	g.sequence++
	g.framedUntil = now
	g.mu.Unlock()

	frame.Sessions = g.countSessions(now)
	if err := t.fill(&frame); err != nil {
		g.recorder.fail(err)
	}
	g.mu.Lock()
	g.meter.reuse(t)
	g.mu.Unlock()
	return frame
}

// countSessions looks at some sessions at a time, so that operations have to wait for no more than that.
func (g *generator) countSessions(now ledger.Micros) sessionCounts {
	const atOnce = 4096
	g.mu.Lock()
	c := sessionCounts{SignedOut: g.signedOut}
	all := g.sessions
	g.mu.Unlock()
	for some := range slices.Chunk(all, atOnce) {
		g.mu.Lock()
		for _, s := range some {
			switch s.state.Expect(g.rules, now) {
			case ledger.Must:
				c.Must++
			case ledger.May:
				c.May++
			case ledger.Gone:
				c.Gone++
			}
		}
		g.mu.Unlock()
	}
	return c
}

// fill puts a tally into a frame, in an order that does not depend on chance.
func (t tally) fill(frame *frameRecord) error {
	frame.Servers, frame.Affinity, frame.Complaints = t.servers, t.affinity, t.complaints
	frame.Cells = make([]cellRecord, 0, len(t.cells))
	for key, c := range t.cells {
		frame.Cells = append(frame.Cells, cellRecord{
			Second: key.second, Phase: key.phase.String(), Operation: key.operation.String(), Counts: c.changes(),
		})
	}
	slices.SortFunc(frame.Cells, func(a, b cellRecord) int {
		return cmp.Or(cmp.Compare(a.Second, b.Second), cmp.Compare(a.Phase, b.Phase), cmp.Compare(a.Operation, b.Operation))
	})
	frame.NotOk = make([][3]uint64, 0, len(t.buckets))
	for _, key := range slices.Sorted(maps.Keys(t.buckets)) {
		frame.NotOk = append(frame.NotOk, [3]uint64{uint64(key), t.buckets[key].notOk, t.buckets[key].late})
	}
	return t.fillLatencies(frame)
}

func (t tally) fillLatencies(frame *frameRecord) error {
	frame.Latencies = make([]latencyRecord, 0, len(t.latencies))
	for key, l := range t.latencies {
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
	return nil
}
