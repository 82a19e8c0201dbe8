package outlast

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"
)

// carriedOut reads users 0 to n-1 by an agenda, and gives the order in which that began.
func carriedOut(n int, read func(*visit) bool) (order []uint32, done int) {
	agenda := newAgenda(1e6)
	var mu sync.Mutex
	for number := range n {
		agenda.add(&visit{session: &session{number: uint32(number)}})
	}
	agenda.carryOut(context.Background(), func(v *visit) bool {
		mu.Lock()
		order = append(order, v.session.number)
		mu.Unlock()
		return read(v)
	}, func() { done++ })
	return order, done
}

func TestEverySessionIsReadOnceBeforeOneIsReadAgain(t *testing.T) {
	var mu sync.Mutex
	seen := map[uint32]int{}
	order, done := carriedOut(3*readers, func(v *visit) bool {
		mu.Lock()
		defer mu.Unlock()
		seen[v.session.number]++
		v.due = time.Now()
		return seen[v.session.number] < 3
	})
	if done != 3*readers || len(order) != 9*readers {
		t.Fatalf("%d done in %d reads, want %d in %d", done, len(order), 3*readers, 9*readers)
	}
	first := slices.Clone(order[:3*readers])
	slices.Sort(first)
	if len(slices.Compact(first)) != 3*readers {
		t.Error("some were read again before others were read once")
	}
}

func TestAVisitIsNotReadBeforeItIsDue(t *testing.T) {
	const gap = 30 * time.Millisecond
	var due time.Time
	carriedOut(1, func(v *visit) bool {
		if time.Now().Before(due) {
			t.Error("read before its time")
		}
		again := due.IsZero()
		due = time.Now().Add(gap)
		v.due = due
		return again
	})
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
