package outlast

import (
	"container/heap"
	"context"
	"time"
)

// visit is a session that a census reads, as often as it takes.
type visit struct {
	session *session
	finding *finding
	// due is when it may be read next; of those due at once the first that was added comes first.
	due   time.Time
	order int
	// retry is how long to wait after an answer that was no evidence.
	retry time.Duration
}

// agenda is what a census still has to read. What is due first comes first, so that sessions which must be read
// again, because nothing or nothing good came, never keep others from being read once.
type agenda struct {
	// interval is the least time between two reads, next the earliest time of the next one.
	interval time.Duration
	next     time.Time
	waiting  visits
	added    int
	open     int
}

func newAgenda(perSecond float64) *agenda {
	return &agenda{interval: time.Duration(float64(time.Second) / perSecond), next: time.Now()}
}

func (a *agenda) add(v *visit) {
	v.order = a.added
	a.added++
	heap.Push(&a.waiting, v)
}

// catchUp is how far the agenda may be behind its pace and still make up for it.
const catchUp = 20 * time.Millisecond

// carryOut reads all that is on the agenda, at its pace and a bounded number at once. `read` says whether a session
// is to be read again, having set when; `done` is called for every other one. It ends early with the context.
func (a *agenda) carryOut(ctx context.Context, read func(*visit) (again bool), done func()) {
	results := make(chan func())
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		ended := ctx.Err() != nil
		if a.open == 0 && (len(a.waiting) == 0 || ended) {
			return
		}
		var ready <-chan time.Time
		var end <-chan struct{}
		if len(a.waiting) > 0 && a.open < readers && !ended {
			end = ctx.Done()
			timer.Reset(time.Until(a.earliest()))
			ready = timer.C
		}
		select {
		case <-ready:
			v := a.take()
			go func() {
				again := read(v)
				results <- func() {
					if again {
						a.add(v)
					} else {
						done()
					}
				}
			}()
		case settle := <-results:
			a.open--
			settle()
		case <-end:
		}
	}
}

// earliest is when the next read may begin.
func (a *agenda) earliest() time.Time {
	if due := a.waiting[0].due; due.After(a.next) {
		return due
	}
	return a.next
}

func (a *agenda) take() *visit {
	if past := time.Now().Add(-catchUp); a.next.Before(past) {
		a.next = past
	}
	a.next = a.next.Add(a.interval)
	a.open++
	return heap.Pop(&a.waiting).(*visit)
}

// visits is a heap by the time at which they are due.
type visits []*visit

func (v visits) Len() int { return len(v) }
func (v visits) Less(i, j int) bool {
	if v[i].due.Equal(v[j].due) {
		return v[i].order < v[j].order
	}
	return v[i].due.Before(v[j].due)
}
func (v visits) Swap(i, j int) { v[i], v[j] = v[j], v[i] }
func (v *visits) Push(x any)   { *v = append(*v, x.(*visit)) }
func (v *visits) Pop() any {
	last := len(*v) - 1
	x := (*v)[last]
	*v = (*v)[:last]
	return x
}
