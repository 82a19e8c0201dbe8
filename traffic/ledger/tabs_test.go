package ledger_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	. "github.com/outlast/outlast/traffic/ledger"
)

// manyTabs are tabs of one session, which write at once.
type manyTabs struct {
	State
	t   *testing.T
	now Micros
}

func openedIn(t *testing.T, tabs int) *manyTabs {
	_, state := Begin(user, Operation{Kind: Login, Ended: took, Answer: answer(201)})
	return &manyTabs{State: state.WithTabs(tabs), t: t, now: second}
}

// begin begins an operation of a tab, and gives its end.
func (m *manyTabs) begin(kind Kind, tab int) (ends func(Answer) Verdict) {
	op := Operation{Kind: kind, Tab: tab, View: m.View(), Invoked: m.now}
	switch kind {
	case Write:
		m.State = m.Writing(tab)
	case Logout:
		m.State = m.Leaving()
	}
	m.now += took
	return func(a Answer) Verdict {
		op.Ended, op.Answer = m.now, a
		var v Verdict
		v, m.State = Step(rules, m.State, op)
		m.now += took
		return v
	}
}

func (m *manyTabs) expect(v Verdict, anomalies ...Anomaly) {
	m.t.Helper()
	if v.Anomalies != Set(anomalies...) {
		m.t.Errorf("anomalies %v, want %v", names(v.Anomalies), names(Set(anomalies...)))
	}
}

func (m *manyTabs) items() (items []uint32) {
	for tab := range 2 {
		item, _ := m.NextItemOf(tab)
		items = append(items, item)
	}
	return items
}

func TestTabsWriteItemsOfTheirOwn(t *testing.T) {
	m := openedIn(t, 2)
	if got := m.items(); !slices.Equal(got, []uint32{1, 2}) {
		t.Errorf("first items %v, want 1 and 2", got)
	}
	one, two := m.begin(Write, 0), m.begin(Write, 1)
	one(holding(1))
	two(ending(NoAnswer))
	if got := m.items(); !slices.Equal(got, []uint32{3, 2}) {
		t.Errorf("next items %v, want 3, and 2 once more", got)
	}
	if _, attempt := m.NextItemOf(1); attempt != 2 {
		t.Errorf("item 2 is tried for the %d. time, want the 2nd", attempt)
	}
	if m.Acknowledged() != 1 {
		t.Errorf("%d acknowledged, want 1", m.Acknowledged())
	}
}

func TestAnAnswerMayShowWhatIsBeingWrittenOrNot(t *testing.T) {
	for name, shown := range map[string][]uint32{"not yet": {1}, "already": {1, 2}} {
		t.Run(name, func(t *testing.T) {
			m := openedIn(t, 2)
			one, two := m.begin(Write, 0), m.begin(Write, 1)
			m.expect(one(holding(shown...)))
			m.expect(two(holding(1, 2)))
			m.expect(m.begin(Read, 0)(holding(1, 2)))
		})
	}
}

func TestWhatWasAcknowledgedBeforeItBeganAnAnswerMustShow(t *testing.T) {
	m := openedIn(t, 2)
	before := m.begin(Read, 1)
	m.begin(Write, 0)(holding(1))
	after := m.begin(Read, 1)
	m.expect(before(holding()))
	m.expect(after(holding()), Stale)
}

func TestWhatAnAnswerHasShownIsKnown(t *testing.T) {
	m := openedIn(t, 2)
	m.begin(Write, 0)(ending(Broken))
	m.expect(m.begin(Read, 1)(holding(1)))
	m.expect(m.begin(Read, 1)(holding()), Stale)
}

// Last write wins: both tabs read an empty session, and the second to store it wipes out what the first has written.
func TestALostUpdateIsFoundAndStaysOneAnomaly(t *testing.T) {
	m := openedIn(t, 2)
	one, two := m.begin(Write, 0), m.begin(Write, 1)
	m.expect(one(holding(1)))
	m.expect(two(holding(2)))
	first := m.begin(Read, 0)(holding(2))
	m.expect(first, Stale)
	if !first.Began.Has(Stale) {
		t.Error("it is no event")
	}
	later := m.begin(Write, 0)(holding(2, 3))
	m.expect(later, Stale)
	if later.Began != 0 {
		t.Error("the same loss is an event again")
	}
	last := m.begin(Read, 0)(holding(2, 3))
	fate, _ := m.Fate(rules, Finding{End: last.Evidence, Expectation: Must, At: m.now})
	details := m.Details(fate, Finding{})
	if fate != RolledBack || !slices.Equal(details, []string{"lost_update"}) {
		t.Errorf("%v %v, want rolled back by a lost update", fate, details)
	}
}

func TestLossesAddUp(t *testing.T) {
	m := openedIn(t, 2)
	for round := range uint32(4) {
		one, two := m.begin(Write, 0), m.begin(Write, 1)
		// Of every round only the item of the second tab is kept.
		kept := []uint32{}
		for r := range round + 1 {
			kept = append(kept, 2*r+2)
		}
		one(holding(append(slices.Clone(kept[:round]), 2*round+1)...))
		two(holding(kept...))
		m.expect(m.begin(Read, 0)(holding(kept...)), Stale)
	}
}

func TestWhatTabsSeeThatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		shows Answer
		want  []Anomaly
	}{
		"all":                         {holding(1, 2, 3, 4), nil},
		"one missing":                 {holding(1, 2, 4), []Anomaly{Stale}},
		"two missing":                 {holding(1, 4), []Anomaly{Stale}},
		"nothing":                     {holding(), []Anomaly{Stale}},
		"one twice":                   {holding(1, 2, 2, 3, 4), []Anomaly{Doubled}},
		"one twice and one missing":   {holding(1, 2, 2, 4), []Anomaly{Stale, Doubled}},
		"one that nobody wrote":       {holding(1, 2, 3, 4, 5), []Anomaly{Foreign}},
		"someone else's":              {of(Owner(user+1), 1, 2, 3, 4), []Anomaly{Foreign}},
		"signed out":                  {answer(404), []Anomaly{Missing}},
		"nothing that can be read":    {ending(NoAnswer), nil},
		"an error":                    {answer(500), nil},
		"an answer of the balancer's": {ofTheBalancer(404), nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := openedIn(t, 2)
			for round := range uint32(2) {
				one, two := m.begin(Write, 0), m.begin(Write, 1)
				items := []uint32{1, 2, 3, 4}[:2*round+2]
				one(holding(items...))
				two(holding(items...))
			}
			m.expect(m.begin(Read, 0)(c.shows), c.want...)
		})
	}
}

func TestAWriteThatSurelyFailedAndIsThereIsAPhantom(t *testing.T) {
	m := openedIn(t, 2)
	m.begin(Write, 0)(notApplied())
	m.expect(m.begin(Read, 0)(holding(1)), Phantom)
	m.expect(m.begin(Read, 0)(holding(1)), Phantom)
	m.expect(m.begin(Write, 0)(holding(1)))
}

func TestAWriteThatCouldNotBeSentShowsNowhere(t *testing.T) {
	m := openedIn(t, 2)
	if v := m.begin(Write, 0)(ending(Unsent)); v.Outcome != Dropped {
		t.Errorf("outcome %v", v.Outcome)
	}
	m.expect(m.begin(Read, 1)(holding(1)), Foreign)
}

// A right server does each write at some instant while it is under way, or, if nobody knows, perhaps never.
func TestARightServerIsRightToAllTabs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(2, MaxTabs).Draw(t, "tabs")
		_, state := Begin(user, Operation{Kind: Login, Ended: took, Answer: answer(201)})
		state = state.WithTabs(count)
		stored := map[uint32]bool{}
		type open struct {
			op     Operation
			landed bool
			answer Answer
		}
		under := map[int]*open{}
		now := second
		snapshot := func() Answer {
			items := []uint32{}
			for item := range stored {
				items = append(items, item)
			}
			return holding(items...)
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now += took
			tab := rapid.IntRange(0, count-1).Draw(t, "tab")
			o := under[tab]
			switch {
			case o == nil:
				kind := rapid.SampledFrom([]Kind{Read, Write}).Draw(t, "operation")
				under[tab] = &open{op: Operation{Kind: kind, Tab: tab, View: state.View(), Invoked: now}}
				if kind == Write {
					state = state.Writing(tab)
				}
			case !o.landed && rapid.Bool().Draw(t, "lands"):
				if item, _ := state.NextItemOf(tab); o.op.Kind == Write {
					stored[item] = true
				}
				o.landed, o.answer = true, snapshot()
			default:
				o.op.Ended, o.op.Answer = now, o.answer
				if !o.landed || rapid.IntRange(0, 3).Draw(t, "gets lost") == 0 {
					o.op.Answer = ending(NoAnswer)
				}
				var v Verdict
				v, state = Step(rules, state, o.op)
				if v.Anomalies != 0 {
					t.Fatalf("tab %d, %v: %v", tab, o.op.Kind, names(v.Anomalies))
				}
				delete(under, tab)
			}
		}
	})
}
