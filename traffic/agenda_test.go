package outlast

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestWhatIsDueFirstIsReadFirstAndNothingIsReadAgainBeforeAllIsReadOnce(t *testing.T) {
	agenda := newAgenda(1e6)
	for number := range uint32(4) {
		agenda.add(&visit{session: &session{number: number}})
	}
	var order []uint32
	take := func() *visit {
		v := agenda.take()
		order = append(order, v.session.number)
		return v
	}
	for _, wait := range []time.Duration{time.Second, time.Millisecond} {
		v := take()
		v.due = time.Now().Add(wait)
		agenda.add(v)
	}
	for len(agenda.waiting) > 0 {
		take()
	}
	if want := []uint32{0, 1, 2, 3, 1, 0}; !slices.Equal(order, want) {
		t.Errorf("read in the order %v, want %v", order, want)
	}
}

func TestEverySessionIsReadAsOftenAsItAsksFor(t *testing.T) {
	const sessions = 3 * readers
	agenda := newAgenda(1e6)
	for range sessions {
		agenda.add(&visit{session: &session{}})
	}
	var reads, done atomic.Int64
	agenda.carryOut(context.Background(), func(v *visit) bool {
		reads.Add(1)
		v.session.number++
		v.due = time.Now()
		return v.session.number < 3
	}, func() { done.Add(1) })
	if done.Load() != sessions || reads.Load() != 3*sessions {
		t.Errorf("%d done in %d reads, want %d in %d", done.Load(), reads.Load(), sessions, 3*sessions)
	}
}

func TestAVisitIsNotReadBeforeItIsDue(t *testing.T) {
	const gap = 30 * time.Millisecond
	var due time.Time
	agenda := newAgenda(1e6)
	agenda.add(&visit{session: &session{}})
	agenda.carryOut(context.Background(), func(v *visit) bool {
		if time.Now().Before(due) {
			t.Error("read before its time")
		}
		again := due.IsZero()
		due = time.Now().Add(gap)
		v.due = due
		return again
	}, func() {})
}

func TestReadsKeepThePace(t *testing.T) {
	const reads, perSecond = 60, 1_000
	agenda := newAgenda(perSecond)
	for range reads {
		agenda.add(&visit{session: &session{}})
	}
	began := time.Now()
	agenda.carryOut(context.Background(), func(*visit) bool { return false }, func() {})
	// Bounded below only: a slow machine takes longer.
	if took, least := time.Since(began), time.Duration(reads-1)*time.Second/perSecond-catchUp; took < least {
		t.Errorf("%d reads took %v, at %d a second they take %v", reads, took, perSecond, least)
	}
}

func TestAnAgendaEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	agenda := newAgenda(1e6)
	agenda.add(&visit{session: &session{}})
	agenda.carryOut(ctx, func(v *visit) bool {
		v.due = time.Now().Add(time.Hour)
		cancel()
		return true
	}, func() { t.Error("nothing was done with") })
}
